#include "model/entity/webhook.hpp"

namespace drydock::model {

namespace {

/// The webhook that a command means, if it exists.
template <class Command> webhook const* meant(state const& s, Command const& command)
{
    if (!command.number) return s.find_webhook(command.event);
    if (command.number.value > s.webhooks.size()) return nullptr;
    auto const& found = s.at(command.number);
    return found.deleted ? nullptr : &found;
}

} // namespace

refusal decide(state const& s, create_webhook const& command, event_writer& out)
{
    if (s.find_webhook(command.event) != nullptr) return {error::webhook_exists};

    webhook_number const number{static_cast<std::uint32_t>(s.webhooks.size()) + 1};
    auto const id = command.id.empty() ? entity_id{} : entity_id{0, out.intern(command.id)};
    auto const url = out.intern(command.url);
    out.add(command.cause,
            webhook_created{number, id, url, command.event, {}, out.intern(command.fields)});
    return accepted;
}

refusal decide(state const& s, change_webhook const& command, event_writer& out)
{
    auto const* const found = meant(s, command);
    if (found == nullptr) return {error::webhook_unknown};

    auto const number = s.number_of(*found);
    auto const url = command.url.empty() ? found->url : out.intern(command.url);
    auto const fields = command.fields.empty() ? found->fields : out.intern(command.fields);
    if (url != found->url || fields != found->fields)
        out.add(command.cause, webhook_updated{number, url, fields});
    if (command.enabled && *command.enabled != found->enabled) {
        if (*command.enabled)
            out.add(command.cause, webhook_enabled{number});
        else
            out.add(command.cause, webhook_disabled{number});
    }
    return accepted;
}

refusal decide(state const& s, delete_webhook const& command, event_writer& out)
{
    auto const* const found = meant(s, command);
    if (found == nullptr) return {error::webhook_unknown};

    out.add(command.cause, webhook_deleted{s.number_of(*found)});
    return accepted;
}

refusal decide(state const& s, recover_webhook const& command, event_writer& out)
{
    auto const& w = s.at(command.number);
    if (w.deleted || w.enabled || w.recovers_at != command.at) return {error::webhook_unknown};

    out.add(w.turned_off_by, webhook_enabled{command.number, 1});
    return accepted;
}

webhook_number find_webhook(state const& s, std::string_view id, text_table const& texts)
{
    for (auto const& w : s.webhooks)
        if (!w.deleted && webhook_id(w.id, s.number_of(w), texts) == id) return s.number_of(w);
    return {};
}

} // namespace drydock::model
