// What follows when something happens that a webhook can tell of.
#pragma once

#include "model/error.hpp"
#include "model/event_writer.hpp"
#include "model/state.hpp"

namespace drydock::model {

/// delivery_requested when a webhook is on for the event, else event_unsubscribed.
/// REQUIRES: at most one in a command: its number is the next one.
void tell(state const& s, webhook_event event, subject who, sequence_number cause,
          event_writer& out);

/// Requests a new delivery of the body that an earlier one carried.
struct resend_delivery {
    delivery_number resend_of;
    webhook_event event{};
    subject who;
    sequence_number told; ///< the event that the earlier delivery told of
};
refusal decide(state const& s, resend_delivery const& command, event_writer& out);

} // namespace drydock::model
