// The headers of an attempt, the same on every transport that sends bytes. What belongs to the
// connection (Host, Content-Length, ...) is added by whoever writes the request.
//
// Assumed, for no source says which of two headers of one name wins: what the service sets itself
// stays as it is. A webhook's own header is left out when it means Content-Type, a header of the
// message's frame, of the signature or of drydock; it may replace User-Agent.
#pragma once

#include "model/id.hpp"
#include "model/status.hpp"
#include "model/time.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace drydock::sim {

/// Names and values, in the order in which they are sent.
using header_list = std::vector<std::pair<std::string, std::string>>;

/// Gives the headers that sign a body, for an attempt that starts at `at` of virtual time. It is
/// asked anew for every attempt. Keys and real clocks are its own affair.
using attempt_signer = std::function<header_list(model::instant at, std::string_view body)>;

/// What the headers of one attempt are made from.
struct attempt_head {
    model::profile profile = model::profile::seed_2019;
    model::instant at; ///< the attempt's start, virtual time
    model::delivery_number delivery;
    std::uint16_t attempt = 1;
    std::string_view body = {};
    std::string_view webhook_fields = {};     ///< as in webhook_created; empty: none
    attempt_signer const* signer = nullptr;   ///< asked in profile openapi-2026 only
    std::optional<std::string_view> run = {}; ///< set: Drydock-* headers, with this as the run
};

/// Content-Type always. In profile openapi-2026 also User-Agent (Source: ShipEngine's Firebase
/// extension compares it), the webhook's own headers in their order, and the signature's; last,
/// when wished, Drydock-Run, Drydock-Delivery, Drydock-Attempt and Drydock-Virtual-Time.
header_list attempt_headers(attempt_head const& of);

/// Whether the service sets this header itself, so that a webhook's own is left out.
bool is_header_of_service(std::string_view name);

} // namespace drydock::sim
