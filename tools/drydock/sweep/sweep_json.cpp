#include "tools/drydock/json.hpp"
#include "tools/drydock/summary.hpp"
#include "tools/drydock/sweep/sweep_report.hpp"
#include "tools/drydock/sweep/tally.hpp"

namespace drydock::tools {

using sim::node;

namespace {

constexpr std::size_t most_in_json = 100; // runs of one kind

node measure_json(std::int64_t millionths)
{
    return json_seconds(model::duration{millionths}); // seconds are written with six decimals too
}

node spread_json(std::optional<spread> const& of)
{
    if (!of) return json_null();
    return json_object({{"least", measure_json(of->least)},
                        {"median", measure_json(of->median)},
                        {"most", measure_json(of->most)}});
}

node values_json(sweep_plan const& plan, std::size_t point)
{
    auto object = json_object({});
    auto const values = plan.over.values(point);
    for (std::size_t i = 0; i < values.size(); ++i)
        append_member(object, plan.over.axes[i].variable, json_string(values[i]));
    return object;
}

void append_tally(node& object, sweep_tally const& of)
{
    append_member(object, "runs",
                  json_object({{"total", json_number(of.runs)},
                               {"held", json_number(of.held)},
                               {"failed", json_number(of.runs - of.held)}}));
    append_member(object, "simulation_events", json_number(of.simulation_events));
    append_member(object, "webhook_events", json_number(of.counts.webhook_events));
    append_counts(object, of.counts);
    append_member(
        object, "load",
        json_object({{"peak", spread_json(of.load_peak)},
                     {"recovery", json_object({{"peak", spread_json(of.recovery_peak)}})}}));
    auto failed = json_object({});
    for (auto const& [name, runs] : of.failed_in)
        append_member(failed, name, json_number(runs));
    append_member(object, "failed_in", std::move(failed));
}

node run_json(sweep_plan const& plan, std::uint64_t run)
{
    return json_object({{"seed", json_number(plan.seed_of(run))},
                        {"vars", values_json(plan, plan.point_of(run))},
                        {"repeat_with", json_string(plan.repro_line(run))}});
}

node results_json(swept const& what)
{
    auto points = json_array();
    if (what.plan.over.axes.empty()) return points;
    for (std::size_t point = 0; point < what.plan.over.points(); ++point) {
        auto object = json_object({{"vars", values_json(what.plan, point)}});
        append_tally(object, tally_of_point(what.plan, what.results, point));
        points.items.push_back(std::move(object));
    }
    return points;
}

node missing_json(swept const& what)
{
    auto all = json_array();
    for (auto const& missing : what.missing) {
        auto runs = json_array();
        for (auto const run : missing.runs)
            if (runs.items.size() < most_in_json) runs.items.push_back(run_json(what.plan, run));
        all.items.push_back(json_object({{"shard", json_number(missing.part.number)},
                                         {"of", json_number(missing.part.of)},
                                         {"count", json_number(missing.runs.size())},
                                         {"runs", std::move(runs)}}));
    }
    return all;
}

node failures_json(swept const& what)
{
    auto failures = json_array();
    for (auto const& [run, record] : what.results.runs()) {
        if (record.held() || failures.items.size() == most_in_json) continue;
        auto object = run_json(what.plan, run);
        append_member(object, "digest", json_string(record.digest));
        auto names = json_array();
        for (auto const& name : record.failed)
            names.items.push_back(json_string(name));
        append_member(object, "failed", std::move(names));
        failures.items.push_back(std::move(object));
    }
    return failures;
}

node worst_json(swept const& what, std::string_view path)
{
    auto runs = json_array();
    for (auto const& [run, millionths] : worst_runs(what.results, path, most_in_json)) {
        auto object = json_object({{"value", measure_json(millionths)}});
        for (auto& m : run_json(what.plan, run).members)
            object.members.push_back(std::move(m));
        runs.items.push_back(std::move(object));
    }
    return json_object({{"measure", json_string(path)}, {"runs", std::move(runs)}});
}

} // namespace

std::string report_json(swept const& what, std::string_view worst)
{
    auto const& plan = what.plan;
    auto assumptions = json_array();
    for (auto const& text : plan.assumptions)
        assumptions.items.push_back(json_string(text));
    auto object = json_object(
        {{"scenario", json_string(plan.scenario)},
         {"seeds", json_object({{"first", json_number(plan.seeds.first)},
                                {"last", json_number(plan.seeds.last)}})},
         {"shard", json_object({{"number", json_number(what.part.number)},
                                {"of", json_number(what.part.of)}})},
         {"digest", what.missing.empty() ? json_string(what.results.digest()) : json_null()},
         {"assumptions", std::move(assumptions)}});
    append_tally(object, tally_of_all(plan, what.results));
    append_member(object, "grid", results_json(what));
    if (!worst.empty()) append_member(object, "worst", worst_json(what, worst));
    append_member(object, "missing", missing_json(what));
    append_member(object, "failures", failures_json(what));
    return sim::to_json(object);
}

} // namespace drydock::tools
