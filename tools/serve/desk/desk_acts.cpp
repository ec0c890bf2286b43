// Scenarios by way of the control API: which there are, what is wrong with one, what comes of it.
#include "model/assert.hpp"
#include "tools/drydock/bundled/bundled.hpp"
#include "tools/drydock/json.hpp"
#include "tools/serve/control_acts.hpp"
#include "tools/serve/desk/side_runs.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace drydock::tools {

namespace {

constexpr std::array<std::string_view, 2> run_forms{"report", "page"};
constexpr std::array<std::string_view, 2> diff_names{"first", "second"};
constexpr std::string_view unnamed = "scenario.json";

model::instant real_now()
{
    return std::chrono::floor<model::duration>(std::chrono::system_clock::now());
}

control_answer when_done(engine& on, std::function<side_answer()> work)
{
    auto const started = on.side_runs().start(std::move(work));
    if (started == nullptr) return refusal_answer(409, "too many scenarios are being played");
    control_answer made;
    made.ready = [started] { return started->is_done; };
    made.then = [started](bool is_ready) {
        if (!is_ready) return refusal_answer(503, "the server stops");
        return json_answer(started->answer.body, started->answer.status);
    };
    return made;
}

side_scenario read_side_scenario(control_call const& asked, model::api::query_reader& query)
{
    return {asked.what.body, std::string{query.text("name").value_or(unnamed)}, real_now()};
}

/// A journal's header, or none for the world that is served.
side_journal read_side_journal(control_call const& asked, std::string_view header)
{
    if (!header.empty()) return {parse_header(header)};
    asked.on.catch_up();
    asked.on.flush();
    auto const& world = asked.on.world();
    auto const record = std::make_shared<recorded_run>();
    auto const events = asked.on.log().events();
    record->on_block(events.first(std::min(events.size(), most_compared)), {1}, world.texts());
    return {parse_header(served_journal_header(asked.on.first_plan(), asked.on.journal_id())),
            record};
}

} // namespace

control_answer get_scenarios(control_call const&)
{
    auto list = json_array();
    for (auto const& each : bundled_scenarios()) {
        auto const read = sim::load_scenario(each.text, std::string{each.name});
        ASSERT(read.loaded.has_value()); // each is a test of ours
        list.items.push_back(
            json_object({{"name", json_string(each.name)},
                         {"about", json_string(read.loaded->about)},
                         {"lesson_steps", json_number(read.loaded->lesson.size())}}));
    }
    return json_answer(sim::to_json(json_object({{"scenarios", std::move(list)}})));
}

control_answer get_scenario(control_call const& asked)
{
    auto const all = bundled_scenarios();
    auto const found = std::ranges::find(all, asked.ids[0], &bundled_text::name);
    if (found == all.end()) return refusal_answer(404, "no scenario of this name is shipped");
    control_answer made;
    made.what.fields.push_back({"Content-Type", "text/plain; charset=utf-8"});
    made.what.body = found->text;
    return made;
}

control_answer get_schema(control_call const&)
{
    return json_answer(sim::scenario_schema());
}

control_answer post_check(control_call const& asked)
{
    model::api::query_reader query{asked.target};
    auto const given = read_side_scenario(asked, query);
    auto const read = sim::load_scenario(given.text, given.name, {.now = given.now});
    auto hints = json_array();
    for (auto const& hint : read.hints)
        hints.items.push_back(json_string(hint));
    return json_answer(sim::to_json(
        json_object({{"errors", errors_json(read.errors)}, {"hints", std::move(hints)}})));
}

control_answer post_run(control_call const& asked)
{
    model::api::query_reader query{asked.target};
    bool const is_whole = query.choice("as", run_forms, run_forms[0]) == "page";
    auto given = read_side_scenario(asked, query);
    if (!query.problems().empty()) return refusal_answer(400, query.problems().front().message);
    return when_done(asked.on, [is_whole, given = std::move(given)] {
        return is_whole ? page_of(given) : report_of(given);
    });
}

control_answer post_diff(control_call const& asked)
{
    auto const body = read_control(asked, diff_names);
    if (!body.failure.empty()) return refusal_answer(400, body.failure);
    if (body.members.raw("first").empty() && body.members.raw("second").empty())
        return refusal_answer(400, "expected a run to compare the world with");
    auto const first = read_side_journal(asked, body.members.raw("first"));
    auto const second = read_side_journal(asked, body.members.raw("second"));
    for (auto const* const each : {&first, &second})
        if (!each->header.failure.empty()) return refusal_answer(400, each->header.failure);
    return when_done(asked.on, [first, second] { return parting_of(first, second); });
}

} // namespace drydock::tools
