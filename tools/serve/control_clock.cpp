#include "model/json/json_text.hpp"
#include "tools/drydock/json.hpp"
#include "tools/serve/control_acts.hpp"
#include "tools/serve/journal_lines.hpp"

#include <array>

namespace drydock::tools {

namespace {

constexpr std::array<std::string_view, 1> clock_names{"mode"};
constexpr std::array<std::string_view, 4> advance_names{"by", "to", "until", "limit"};
constexpr std::array<std::string_view, 2> goals{"idle", "next"};
constexpr std::size_t most_told = 1000; // events in an answer
constexpr std::size_t most_retries = 1000;

/// Deliveries that wait for their next attempt.
sim::node retries_of(sim::world const& world)
{
    auto list = json_array();
    auto const& s = world.state();
    for (auto const ordinal : s.deliveries.ordinals()) {
        auto const& d = s.deliveries[s.deliveries.find(ordinal)];
        if (d.status != model::delivery_status::waiting) continue;
        if (list.items.size() == most_retries) break;
        auto const& webhook = s.at(d.webhook);
        list.items.push_back(
            json_object({{"delivery", json_number(ordinal)},
                         {"event", json_string(name(webhook.event))},
                         {"subject", json_string(to_text(s.id_of(d.subject), world.texts()))},
                         {"webhook", json_string(webhook_id(webhook.id, d.webhook, world.texts()))},
                         {"attempt", json_number(d.attempt.value)},
                         {"due", json_string(model::to_text(d.due))}}));
    }
    return list;
}

std::string clock_json(engine& on)
{
    auto made = clock_node(on, on.world().now());
    append_member(made, "retries", retries_of(on.world()));
    return sim::to_json(made);
}

sim::node attempts_of(served_counts const& counts)
{
    auto all = json_object({});
    for (auto const& [outcome, count] : counts.attempts)
        append_member(all, outcome, json_number(count));
    return all;
}

/// What an advance did.
std::string advance_json(engine& on, model::instant from, model::sequence_number before,
                         served_counts const& counts)
{
    auto const events = on.log().events();
    auto const first = std::min<std::size_t>(before.value, events.size());
    auto const told = std::min(events.size() - first, most_told);
    auto const what = difference(on.counts(), counts);
    auto made = sim::to_json(
        json_object({{"from", json_string(model::to_text(from))},
                     {"now", json_string(model::to_text(on.world().now()))},
                     {"deliveries", json_object({{"requested", json_number(what.requested)},
                                                 {"delivered", json_number(what.delivered)},
                                                 {"discarded", json_number(what.discarded)},
                                                 {"cancelled", json_number(what.cancelled)}})},
                     {"attempts", attempts_of(what)},
                     {"pending", json_number(on.pending())},
                     {"more_events", json_number(events.size() - first - told)}}));
    made.pop_back();
    made += ",\"events\":[";
    journal_lines lines{on.log(), on.world().texts(), {first + 1}};
    for (std::size_t i = 0; i < told; ++i) {
        if (i != 0) made += ',';
        made += lines.next();
    }
    return made + "]}";
}

struct wished_goal {
    std::optional<engine::goal> goal;
    std::string failure;
};

wished_goal read_goal(control_call const& asked)
{
    auto body = read_control(asked, advance_names);
    if (!body.failure.empty()) return {{}, body.failure};
    auto& members = body.members;
    auto const now = asked.on.world().now();
    auto const by = members.text("by"), to = members.text("to"), limit = members.text("limit");
    auto const until = members.choice("until", goals);
    if (!members.problems().empty()) return {{}, members.problems().front().message};
    if ((by ? 1 : 0) + (to ? 1 : 0) + (until.empty() ? 0 : 1) != 1)
        return {{}, "expected exactly one of by, to and until"};
    if (limit && until.empty()) return {{}, "limit goes with until"};

    auto const length = by || limit ? model::parse_duration(by ? *by : *limit) : std::nullopt;
    if ((by || limit) &&
        (!length || *length < model::duration{} || *length > model::longest_duration))
        return {{}, "expected a duration such as \"2h\""};
    if (by) return {engine::goal{.at = now + length.value_or(model::duration{})}, {}};
    if (to) {
        auto const at = read_time(asked, *to);
        if (!at) return {{}, "expected a time in RFC 3339, or an offset from the start"};
        if (*at < now) return {{}, "time does not go back"};
        return {engine::goal{.at = *at}, {}};
    }
    engine::goal wish{.is_next = until == "next", .is_limit = true};
    if (limit) wish.at = now + length.value_or(model::duration{});
    return {wish, {}};
}

} // namespace

sim::node clock_node(engine& on, model::instant now)
{
    auto const next = on.world().next_due(model::instant::max());
    return json_object({{"now", json_string(model::to_text(now))},
                        {"mode", json_string(to_text(on.mode()))},
                        {"pending", json_number(on.pending())},
                        {"in_flight", json_number(on.sender().in_flight())},
                        {"next", next ? json_string(model::to_text(*next)) : json_null()}});
}

control_answer get_clock(control_call const& asked)
{
    asked.on.catch_up();
    return json_answer(clock_json(asked.on));
}

control_answer put_clock(control_call const& asked)
{
    auto body = read_control(asked, clock_names);
    auto const mode = body.members.text("mode");
    auto const wished = mode ? parse_clock_mode(*mode) : std::nullopt;
    if (!body.failure.empty()) return refusal_answer(400, body.failure);
    if (!wished) return refusal_answer(400, "mode: expected \"manual\", \"auto\" or \"60x\"");
    asked.on.set_mode(*wished);
    return json_answer(clock_json(asked.on));
}

control_answer advance_clock(control_call const& asked)
{
    if (asked.on.is_advancing()) return refusal_answer(409, "the clock is being turned already");
    auto const wish = read_goal(asked);
    if (!wish.goal) return refusal_answer(400, wish.failure);
    auto& on = asked.on;
    on.flush();
    on.advance(*wish.goal);
    control_answer made;
    made.ready = [&on, of = on.generation()] {
        return on.generation() != of || !on.is_advancing();
    };
    made.then = [&on, from = on.world().now(), before = on.world().last_event(),
                 counts = on.counts(), of = on.generation()](bool is_ready) {
        if (!is_ready) return refusal_answer(503, "the server stops");
        if (on.generation() != of) return refusal_answer(409, "the world was reset meanwhile");
        return json_answer(advance_json(on, from, before, counts));
    };
    return made;
}

} // namespace drydock::tools
