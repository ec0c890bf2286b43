#include "model/entity/webhook.hpp"
#include "model/json/json_text.hpp"
#include "tools/drydock/json.hpp"
#include "tools/drydock/trigger/trigger_scenario.hpp"
#include "tools/serve/bin_ports.hpp"
#include "tools/serve/control_acts.hpp"
#include "tools/store/state_view.hpp"

#include <fmt/format.h>

#include <array>

namespace drydock::tools {

namespace {

constexpr std::array<std::string_view, 1> webhook_names{"enabled"};

/// What entries that were refused wished, as JSON.
sim::node refused_json(std::vector<sim::service::refused_entry> const& all)
{
    auto list = json_array();
    for (auto const& each : all)
        list.items.push_back(json_object({{"at", json_string(model::to_text(each.at))},
                                          {"error", json_string(model::explain(each.why))}}));
    return list;
}

/// Waits until all is done that is due now, and says what could not be.
control_answer when_done(engine& on, std::uint64_t added)
{
    control_answer made;
    made.ready = [&on, of = on.generation()] {
        return on.generation() != of || !on.world().next_due(on.world().now());
    };
    made.then = [&on, added](bool) {
        auto const refused = on.world().take_refused();
        return json_answer(sim::to_json(json_object({{"added", json_number(added)},
                                                     {"refused", refused_json(refused)}})),
                           refused.empty() ? 200 : 409);
    };
    return made;
}

} // namespace

control_body read_control(control_call const& asked, std::span<std::string_view const> known)
{
    control_body made{model::api::member_reader{asked.what.body, known}, {}};
    if (!made.members.problems().empty()) made.failure = made.members.problems().front().message;
    return made;
}

std::optional<model::instant> read_time(control_call const& asked, std::string_view text)
{
    if (auto const at = model::parse_instant(text)) return at;
    auto offset = model::parse_duration(text);
    if (!offset) offset = model::parse_clock_offset(text);
    if (!offset) return std::nullopt;
    return asked.on.world().plan().start + *offset;
}

control_answer post_timeline(control_call const& asked)
{
    auto& world = asked.on.world();
    asked.on.catch_up();
    auto const before = world.plan().timeline.size();
    auto const text = model::compact_json(asked.what.body);
    auto const whole = text.starts_with('{') ? model::raw_member(text, "timeline") : "";
    if (auto const why = world.add_timeline(whole.empty() ? asked.what.body : whole); !why.empty())
        return refusal_answer(400, why);
    return when_done(asked.on, world.plan().timeline.size() - before);
}

control_answer get_state(control_call const& asked)
{
    auto& on = asked.on;
    on.catch_up();
    on.flush();
    model::api::query_reader query{asked.target};
    auto at = on.world().now();
    if (auto const text = query.text("at")) {
        auto const given = read_time(asked, *text);
        if (!given) return refusal_answer(400, "at: expected a time, or an offset from the start");
        at = *given;
    }
    model::state then;
    model::sequence_number sequence;
    for (auto const& e : on.log().events()) {
        if (e.at > at) break;
        evolve(then, e, {++sequence.value});
    }
    auto made = json_object(
        {{"at", json_string(model::to_text(at))}, {"events", json_number(sequence.value)}});
    for (auto& table : view_state(then, on.world().texts(), UINT64_MAX)) {
        auto rows = json_array();
        rows.items = std::move(table.rows);
        append_member(made, table.name, std::move(rows));
    }
    return json_answer(sim::to_json(made));
}

control_answer put_endpoints(control_call const& asked)
{
    asked.on.catch_up();
    auto const text = model::compact_json(asked.what.body);
    auto const whole = text.starts_with('{') ? model::raw_member(text, "endpoints") : "";
    if (auto const why = asked.on.world().set_endpoints(whole.empty() ? asked.what.body : whole);
        !why.empty())
        return refusal_answer(400, why);
    asked.on.ports().follow(asked.on.seen_now());
    return json_answer("{}");
}

control_answer put_webhook(control_call const& asked)
{
    auto& world = asked.on.world();
    asked.on.catch_up();
    auto body = read_control(asked, webhook_names);
    bool const wished = body.members.truth("enabled");
    if (!body.members.problems().empty())
        return refusal_answer(400, body.members.problems().front().message);
    if (body.members.raw("enabled").empty())
        return refusal_answer(400, "enabled: expected true or false");
    auto const number = model::find_webhook(world.state(), asked.ids[0], world.texts());
    if (!number) return refusal_answer(404, "there is no webhook of this id");
    std::string entry = "{\"at\":\"0s\",\"webhook\":{\"event\":\"";
    entry += name(world.state().at(number).event);
    entry += wished ? "\",\"enabled\":true}}" : "\",\"enabled\":false}}";
    if (auto const why = world.add_timeline(entry); !why.empty()) return refusal_answer(400, why);
    return when_done(asked.on, 1);
}

// What happens is of the world: it is told like all else, with its attempts and retries.
control_answer test_webhook(control_call const& asked)
{
    auto& on = asked.on;
    auto& world = on.world();
    on.catch_up();
    auto const number = model::find_webhook(world.state(), asked.ids[0], world.texts());
    if (!number) return refusal_answer(404, "there is no webhook of this id");
    auto const& webhook = world.state().at(number);
    if (!webhook.enabled)
        return refusal_answer(409, "the webhook is off: it would be told nothing");
    auto const before = world.last_event();
    auto const made = make_trigger_scenario({
        .event = std::string{name(webhook.event)},
        .subject = fmt::format("se-test-{}", before.value + 1),
    });
    if (!made.failure.empty()) return refusal_answer(500, made.failure);
    auto const text = model::compact_json(made.text);
    auto const why = world.add_timeline(model::raw_member(text, "timeline"));
    if (!why.empty()) return refusal_answer(400, why);
    auto waits = when_done(on, 1);
    waits.then = [&on, before](bool) {
        auto const refused = on.world().take_refused();
        if (!refused.empty()) return refusal_answer(409, model::explain(refused.front().why));
        return json_answer(sim::to_json(json_object({{"after", json_number(before.value)}})));
    };
    return waits;
}

control_answer post_reset(control_call const& asked)
{
    if (auto const why = asked.on.reset(); !why.empty()) return refusal_answer(500, why);
    return json_answer("{}");
}

control_answer get_health(control_call const& asked)
{
    auto const& world = asked.on.world();
    return json_answer(
        sim::to_json(json_object({{"status", json_string("ok")},
                                  {"now", json_string(model::to_text(world.now()))},
                                  {"events", json_number(world.last_event().value)}})));
}

} // namespace drydock::tools
