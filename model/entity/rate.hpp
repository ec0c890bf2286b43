// Rates of shipments.
#pragma once

#include "model/error.hpp"
#include "model/event_writer.hpp"
#include "model/state.hpp"

namespace drydock::model {

struct update_rates {
    shipment_number shipment;
    std::string_view fields = {}; ///< JSON object of the API's rates information, or empty
    std::string_view payload = {};
    sequence_number cause = {}; ///< the request that wants it
};

/// The update, and its delivery_requested or event_unsubscribed. Never refused.
refusal decide(state const& s, update_rates const& command, event_writer& out);

} // namespace drydock::model
