// The HTTP API without any I/O: a function from a state and a request to an answer and events. One
// table lists every route.
#pragma once

#include "model/api/answer.hpp"
#include "model/api/query.hpp"
#include "model/api/shipment_index.hpp"
#include "model/event_writer.hpp"
#include "model/payload.hpp"
#include "model/state.hpp"

#include <string>
#include <vector>

namespace drydock::model::api {

/// What an answer depends on, beside the request.
struct context {
    state const& s;
    text_table const& texts;
    instant now;
    dialect speaks; ///< links begin with its base URL
    request_number number;
    sequence_number cause; ///< of all that the request leads to: its request_received
    shipment_index& index; ///< of `s`
};

/// A request on its way to the handler of its route.
struct call {
    context const& in;
    request const& wish;
    request_target const& target;
    std::vector<std::string> ids; ///< the parameters of the path, decoded, in order
    event_writer& out;            ///< room for event_writer::most_per_command events

    answer refuse(std::uint16_t status, problem const& problem) const
    {
        return api::refuse(in.number, status, problem);
    }
    answer refuse(std::uint16_t status, std::span<problem const> problems) const
    {
        return api::refuse(in.number, status, problems);
    }
};

struct route {
    verb method{};
    std::string_view pattern;   ///< "/v1/environment/webhooks/{webhook_id}"
    answer (*act)(call const&); ///< writes events only when it succeeds
    std::uint16_t success = 200;
    std::string_view operation; ///< the OpenAPI's operationId
    std::string_view doc;       ///< one line
};

/// Every route there is.
std::span<route const> routes();

/// Answers a request. What it leads to is written to `out`; a refused request and a GET write
/// nothing. The answer does not depend on what the writer's table numbers a new text. In this
/// order: 401 without a good key; 400 for a target that cannot be decoded; 404 not_found for a path
/// or a method that has no route; then what the route says.
/// REQUIRES: `wish` is a taken_request.
answer handle(context const& in, request const& wish, event_writer& out);

/// Where a request came from: the scenario, or a client of a live run.
enum class request_origin : std::uint8_t { scenario, outside };

/// Journals that a request came in, and gives the event that is the cause of what it leads to.
/// REQUIRES: `wish` is a taken_request.
sequence_number add_received(state const& s, request const& wish, request_origin from,
                             event_writer& out);
/// Journals what it was answered.
void add_answered(context const& in, answer const& given, event_writer& out);

} // namespace drydock::model::api
