// Carriers connected to the account.
#pragma once

#include "model/error.hpp"
#include "model/event_writer.hpp"
#include "model/state.hpp"

namespace drydock::model {

/// Makes the carrier if it is new; one that exists is connected anew.
struct connect_carrier {
    std::string_view id;
    std::string_view fields = {}; ///< JSON object of the API's carrier, or empty
    std::string_view payload = {};
    sequence_number cause = {}; ///< the request that wants it
};

/// The connection, and its delivery_requested or event_unsubscribed. Never refused.
refusal decide(state const& s, connect_carrier const& command, event_writer& out);

} // namespace drydock::model
