// The bodies of webhooks: pure functions of a subject, its history at the time of the request,
// and the base URL. Byte-identical on every attempt.
#pragma once

#include "model/state.hpp"

#include <string>
#include <string_view>

namespace drydock::model {

/// The body for `track` in the field set of September 2019: all scans up to `scan` (an index + 1
/// in s.scans), newest occurrence first. `status_code` is that of `scan` itself.
/// Source: documentation page of webhook schemas, reference section 2.
std::string track_payload(state const& s, text_table const& texts, shipment const& subject,
                          std::uint32_t scan, std::string_view base_url);

/// Where tracking is asked for: the given `tracking_number`, else one derived from the id.
std::string tracking_number(shipment const& subject, text_table const& texts);

inline constexpr std::string_view default_base_url = "https://api.shipengine.com";
inline constexpr std::string_view default_carrier_code = "ups";

/// "In Transit" for IT. Source: reference section 4, descriptions on the wire.
std::string_view description(scan_status status);

} // namespace drydock::model
