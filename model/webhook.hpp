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
    std::string_view id = {}; ///< empty: generated
};
/// Sets what is given of a webhook; what is as wished already is not journaled.
struct change_webhook {
    webhook_event event{};
    std::string_view url = {}; ///< empty: as it is
    std::optional<bool> enabled = {};
};
struct delete_webhook {
    webhook_event event{};
};

/// webhook_exists when the event has one, on or off.
refusal decide(state const& s, create_webhook const& command, event_writer& out);
/// webhook_unknown when the event has none.
refusal decide(state const& s, change_webhook const& command, event_writer& out);
/// webhook_unknown when the event has none.
refusal decide(state const& s, delete_webhook const& command, event_writer& out);

} // namespace drydock::model
