// The bodies of webhooks: pure functions of a subject, its history at the time of the request,
// and the base URL. Byte-identical on every attempt.
#pragma once

#include "model/state.hpp"

#include <string>
#include <string_view>

namespace drydock::model {

/// How the API speaks: the state of it that is followed, and where it is.
struct dialect {
    model::profile profile = model::profile::seed_2019;
    std::string_view base_url;
};

/// What a delivery tells.
struct telling {
    webhook_event event{};
    subject who;
    std::uint32_t told = 0; ///< as in delivery
};

/// The body, changed as the entry of the scenario wished. For `track`: all scans up to the told
/// one, newest occurrence first; `status_code` is that of the told scan itself. Profile seed-2019
/// has the field set of September 2019.
/// Source: the seed's samples and the documentation page of webhook schemas, reference section 2.
/// Chosen where those are silent: order_source_refresh_complete and report_complete point to
/// /v-beta/order_sources/{id} and /v1/reports/{id}.
std::string webhook_body(state const& s, text_table const& texts, telling const& what, dialect of);

/// What the API answers when tracking is asked for: the same object without `label_url`, with all
/// scans. `status_code` is the shipment's status, that of the scan that happened last.
std::string tracking_object(state const& s, text_table const& texts, shipment const& subject,
                            profile of);

/// The `data` of report_complete, and what the API answers when the report is asked for. `fields`
/// is a JSON object or empty; the link that is not given lies below the report.
std::string report_object(std::string_view id, std::string_view fields, instant completed_at,
                          std::string_view base_url);

/// The given `carrier_code`, else the default one.
std::string carrier_code(shipment const& subject, text_table const& texts);
/// Where tracking is asked for: the given `tracking_number`, else one derived from the id, with
/// this prefix: "DRYDOCK17" for "se-17", "DRYDOCK-parcel" for "parcel".
inline constexpr std::string_view derived_number_prefix = "DRYDOCK";
std::string tracking_number(shipment const& subject, text_table const& texts);

inline constexpr std::string_view default_base_url = "https://api.shipengine.com";
inline constexpr std::string_view default_carrier_code = "ups";

/// "In Transit" for IT. Source: reference section 4, descriptions on the wire.
std::string_view description(scan_status status);

} // namespace drydock::model
