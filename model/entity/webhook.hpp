// Subscriptions: one URL for one webhook event, at most one per event.
// Source: the seed, "Types of Webhooks" and "HTTP 409 Conflict".
#pragma once

#include "model/error.hpp"
#include "model/event_writer.hpp"
#include "model/state.hpp"

namespace drydock::model {

struct create_webhook {
    webhook_event event{};
    std::string_view url;
    std::string_view id = {};     ///< empty: generated
    std::string_view fields = {}; ///< as in webhook_created; empty: none
    sequence_number cause = {};
};
/// Sets what is given of a webhook; what is as wished already is not journaled.
struct change_webhook {
    webhook_event event{};
    std::string_view url = {}; ///< empty: as it is
    std::optional<bool> enabled = {};
    std::string_view fields = {}; ///< empty: as they are
    webhook_number number = {};   ///< set: this one, whatever its event
    sequence_number cause = {};
};
/// Turns a webhook on again, on trial, that the policy has turned off for a while.
struct recover_webhook {
    webhook_number number;
    instant at;
};
struct delete_webhook {
    webhook_event event{};
    webhook_number number = {}; ///< set: this one, whatever its event
    sequence_number cause = {};
};

/// webhook_exists when the event has one, on or off.
refusal decide(state const& s, create_webhook const& command, event_writer& out);
/// webhook_unknown when there is no such webhook.
refusal decide(state const& s, change_webhook const& command, event_writer& out);
/// webhook_unknown when there is no such webhook.
refusal decide(state const& s, delete_webhook const& command, event_writer& out);
/// webhook_unknown unless it is off, and to be turned on again just then.
refusal decide(state const& s, recover_webhook const& command, event_writer& out);

/// The webhook of this id that exists, on or off; none when there is none.
webhook_number find_webhook(state const& s, std::string_view id, text_table const& texts);

} // namespace drydock::model
