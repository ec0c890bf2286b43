#include "model/webhook.hpp"

namespace drydock::model {

refusal decide(state const& s, create_webhook const& command, event_writer& out)
{
    if (s.find_webhook(command.event) != nullptr) return {error::webhook_exists};

    webhook_number const number{static_cast<std::uint32_t>(s.webhooks.size()) + 1};
    auto const id = command.id.empty() ? entity_id{} : entity_id{0, out.intern(command.id)};
    out.add({}, webhook_created{number, id, out.intern(command.url), command.event});
    return accepted;
}

refusal decide(state const& s, change_webhook const& command, event_writer& out)
{
    auto const* const found = s.find_webhook(command.event);
    if (found == nullptr) return {error::webhook_unknown};

    auto const number = s.number_of(*found);
    if (!command.url.empty()) {
        auto const url = out.intern(command.url);
        if (url != found->url) out.add({}, webhook_updated{number, url});
    }
    if (command.enabled && *command.enabled != found->enabled) {
        if (*command.enabled)
            out.add({}, webhook_enabled{number});
        else
            out.add({}, webhook_disabled{number});
    }
    return accepted;
}

refusal decide(state const& s, delete_webhook const& command, event_writer& out)
{
    auto const* const found = s.find_webhook(command.event);
    if (found == nullptr) return {error::webhook_unknown};

    out.add({}, webhook_deleted{s.number_of(*found)});
    return accepted;
}

} // namespace drydock::model
