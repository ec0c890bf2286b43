// Order sources (stores), their refreshes, and the sales orders that these import.
#pragma once

#include "model/error.hpp"
#include "model/event_writer.hpp"
#include "model/state.hpp"

#include <string>
#include <vector>

namespace drydock::model {

/// Makes the order source if it is new.
struct start_refresh {
    std::string_view id;
    std::string_view fields = {}; ///< JSON object of the API's order source, or empty
    sequence_number cause = {};   ///< the request that wants it
};
/// What a refresh found. Orders are imported before it ends.
struct import_orders {
    order_source_number source;
    std::vector<std::string> orders; ///< JSON objects: what differs from the sample order
    std::string_view payload = {};
};
struct complete_refresh {
    order_source_number source;
    std::string_view payload = {};
};
struct fail_refresh {
    order_source_number source;
};

/// refresh_running while the last one has not ended.
refusal decide(state const& s, start_refresh const& command, event_writer& out);
/// The import, and its delivery_requested or event_unsubscribed. no_refresh when none is running.
/// REQUIRES: there are orders.
refusal decide(state const& s, import_orders const& command, event_writer& out);
/// The end, and its delivery_requested or event_unsubscribed. no_refresh when none is running.
refusal decide(state const& s, complete_refresh const& command, event_writer& out);
/// The end, of which nothing is told. no_refresh when none is running.
refusal decide(state const& s, fail_refresh const& command, event_writer& out);

/// Where a refresh stands: "idle", "preparing_update" at the instant at which it starts, then
/// "updating", and "error" after one that failed.
/// Source: the documentation of order sources, reference section 4.
std::string_view refresh_status(order_source const& source, instant now);

} // namespace drydock::model
