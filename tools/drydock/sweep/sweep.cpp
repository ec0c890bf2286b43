// `drydock sweep`: one scenario with many seeds.
#include "sim/outside_call.hpp"
#include "tools/drydock/command.hpp"
#include "tools/drydock/run_options.hpp"
#include "tools/drydock/sweep/report_options.hpp"
#include "tools/drydock/sweep/shard_file.hpp"
#include "tools/drydock/sweep/sweep_run.hpp"
#include "tools/drydock/sweep/work_pool.hpp"
#include "tools/store/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <thread>

namespace drydock::tools {

namespace {

constexpr std::uint64_t most_runs = 10'000'000;

/// What is to be swept.
struct prepared_sweep {
    scenario_source source;
    sim::load_options asked;
    std::vector<sim::scenario> scenarios; // one for each grid point
    sweep_plan plan;
};

struct sweep_command {
    command_line app;
    run_options changes;
    report_options reporting;
    std::string file, seeds, out;
    std::vector<std::string> axes;
    std::optional<std::string> shard_asked, time_limit;
    std::optional<unsigned> jobs;
    bool resume = false;

    int act(console const& to) const;
    std::string usage_error() const;
    std::string objection_to_out(sim::scenario const& what) const;
    int sweep(console const& to, prepared_sweep const& what) const;
    sweep_end run(console const& to, prepared_sweep const& what, shard const& part,
                  sweep_results& results) const;
    std::string take_over(sweep_plan const& plan, shard const& part, sweep_results& results) const;
};

constexpr char const* sweep_examples =
    "Examples:\n"
    "  drydock sweep outage.json --seeds 1..1000\n"
    "  drydock sweep outage.json --seeds 1..100 --grid down_for=1h:5h:30m\n"
    "  drydock sweep outage.json --seeds 1..1000 --worst load.recovery.peak --csv runs.csv\n"
    "  drydock sweep outage.json --seeds 1..1000000 --time-limit 1h --out results --resume\n"
    "\n"
    "On many machines, each process runs its shard; then one merges them:\n"
    "  drydock sweep outage.json --seeds 1..1000 --shard 2/3 --out results\n"
    "  mpirun --mca orte_abort_on_non_zero_status 0 \\\n"
    "    drydock sweep outage.json --seeds 1..1000 --out results\n"
    "  srun drydock sweep outage.json --seeds 1..1000 --out results\n"
    "  drydock merge results\n"
    "\n"
    "mpirun and srun tell each process its shard; an indexed job of Kubernetes does when its\n"
    "manifest sets DRYDOCK_SHARDS to its completions. The result is the same for any number of\n"
    "threads and shards. --resume runs what --out lacks, after a time limit or a kill.\n"
    "\n"
    "Exit codes: 0 all held, 1 an expectation or property failed with some seed, 2 bad usage or\n"
    "scenario, or not all runs are there, 4 a defect.\n";

std::string sweep_command::usage_error() const
{
    if (jobs && (*jobs < 1 || *jobs > most_jobs))
        return fmt::format("--jobs: expected 1 to {}, found {}", most_jobs, *jobs);
    if (app.count("--out") > 0 && out.empty())
        return "--out: expected the name of a folder, found nothing";
    if (resume && out.empty()) return "--resume: expected --out DIR beside it";
    if (time_limit) {
        auto const limit = model::parse_duration(*time_limit);
        if (!limit || *limit <= model::duration::zero())
            return fmt::format("--time-limit: expected a duration above 0 such as \"10m\", found "
                               "\"{}\"",
                               *time_limit);
    }
    return reporting.objection(app);
}

// One for each grid point; none when one of them has errors, which are printed.
std::vector<sim::scenario> load_points(console const& to, scenario_source const& source,
                                       sim::load_options const& asked, grid const& over)
{
    std::vector<sim::scenario> scenarios;
    for (std::size_t point = 0; point < over.points(); ++point) {
        auto const assignments = over.assignments(point);
        auto result = load_point(source, asked, assignments);
        for (auto const& error : result.errors)
            to.err << shown(error, source, painter{false});
        if (!result.loaded) {
            if (!assignments.empty())
                to.err << fmt::format("with {}\n", fmt::join(assignments, " "));
            return {};
        }
        for (auto const& hint : result.hints)
            if (point == 0) to.err << "hint: " << printable(hint) << '\n';
        scenarios.push_back(std::move(*result.loaded));
    }
    return scenarios;
}

std::string objection_to_runs(seed_range seeds, grid const& over, run_options const& changes)
{
    if (seeds.count() * over.points() > most_runs)
        return fmt::format("expected at most {} runs in all, found {} seeds with {} grid points",
                           most_runs, seeds.count(), over.points());
    for (auto const& axis : over.axes)
        for (auto const& var : changes.vars)
            if (var.starts_with(axis.variable + '='))
                return fmt::format("--var {}: the variable has an axis of the grid", var);
    return {};
}

std::string sweep_command::objection_to_out(sim::scenario const& what) const
{
    if (is_same_file(reporting.csv, what.path))
        return fmt::format("cannot write {}: it is the scenario", reporting.csv);
    auto const* const start = what.resolved.find("start");
    if (out.empty() || start == nullptr || start->text != "now") return {};
    return fmt::format(
        "--out: a scenario that starts now is another one each time; expected a fixed "
        "start, such as --set /start={}",
        model::to_text(what.start));
}

int sweep_command::act(console const& to) const
{
    if (auto const why = usage_error(); !why.empty()) return refuse(to, why);
    auto const range = parse_seeds(seeds);
    if (!range.failure.empty()) return refuse(to, range.failure);
    auto over = parse_grid(axes);
    if (!over.failure.empty()) return refuse(to, over.failure);
    if (auto const why = objection_to_runs(range.seeds, over.over, changes); !why.empty())
        return refuse(to, why);
    auto request = load_options(changes, to.machine);
    if (!request.failure.empty()) return refuse(to, request.failure);
    request.options.seed = range.seeds.first;
    auto source = read_scenario(file);
    if (source.failure) return refuse(to, *source.failure);
    auto scenarios = load_points(to, source, request.options, over.over);
    if (scenarios.empty()) return exit_bad_input;
    if (auto const why = sim::live_only(scenarios.front()); !why.empty()) return refuse(to, why);
    if (auto const why = objection_to_out(scenarios.front()); !why.empty()) return refuse(to, why);
    auto plan = make_plan(scenarios, changes, range.seeds, std::move(over.over));
    return sweep(
        to, {std::move(source), std::move(request.options), std::move(scenarios), std::move(plan)});
}

// Fills the results with what the folder has of this shard already. Empty, or why the folder cannot
// be written to.
std::string sweep_command::take_over(sweep_plan const& plan, shard const& part,
                                     sweep_results& results) const
{
    if (out.empty()) return {};
    auto const found = read_shards(out, part);
    if (!found.failure.empty()) return found.failure;
    for (auto const& there : found.shards) {
        if (auto const why = difference(there.plan, plan); !why.empty())
            return fmt::format("--out {}: it holds another sweep: {}", out, why);
        if (there.part.of != part.of)
            return fmt::format("--out {}: it holds {}, expected {}", out, to_text(there.part),
                               to_text(part));
        if (there.part != part) continue;
        if (!resume)
            return fmt::format("--out {}: it holds runs of {} already; --resume goes on with them",
                               out, part.of == 1 ? "this sweep" : to_text(part));
        results.merge(there.results);
    }
    std::error_code why;
    std::filesystem::create_directories(out, why);
    return why ? fmt::format("cannot make the folder {}: {}", out, why.message()) : std::string{};
}

// Runs what the results lack, and writes down what there is then.
sweep_end sweep_command::run(console const& to, prepared_sweep const& what, shard const& part,
                             sweep_results& results) const
{
    auto const left = missing_of(what.plan, part, results);
    if (!left) return {};
    auto const save = [&](sweep_results const& so_far) {
        auto const path = (std::filesystem::path{out} / shard_file_name(part)).string();
        return write_file_durably(path, shard_text(what.plan, part, so_far));
    };
    sweep_task task{.plan = what.plan,
                    .scenarios = what.scenarios,
                    .source = what.source,
                    .asked = what.asked,
                    .runs = left->runs,
                    .jobs = jobs.value_or(std::max(1U, std::thread::hardware_concurrency()))};
    if (time_limit) task.time_limit = *model::parse_duration(*time_limit);
    if (!out.empty()) task.save = save;
    if (to.machine.error_terminal) task.progress = &to.err;
    auto end = run_sweep(task, results);
    if (!out.empty() && end.failure.empty())
        if (auto failure = save(results)) return {std::move(*failure), exit_bad_input};
    return end;
}

int sweep_command::sweep(console const& to, prepared_sweep const& what) const
{
    auto const chosen = choose_shard(shard_asked, to.machine.variables);
    if (!chosen.failure.empty()) return refuse(to, chosen.failure);
    auto const& part = chosen.part;
    if (!chosen.source.empty()) to.err << fmt::format("{}: {}\n", to_text(part), chosen.source);
    if (part.number > what.plan.runs())
        return refuse(to, fmt::format("{} has nothing to do: there are only {}", to_text(part),
                                      counted(what.plan.runs(), "run")));
    sweep_results results{what.plan.over.points()};
    if (auto const why = take_over(what.plan, part, results); !why.empty()) return refuse(to, why);
    if (auto const before = results.runs().size(); before > 0)
        to.err << fmt::format("{} of before\n", counted(before, "run"));
    if (auto const end = run(to, what, part, results); !end.failure.empty()) {
        refuse(to, end.failure);
        return end.code;
    }
    swept told{.plan = what.plan, .part = part, .results = std::move(results), .missing = {}};
    if (auto missing = missing_of(what.plan, part, told.results))
        told.missing.push_back(std::move(*missing));
    return report(to, told, reporting);
}

} // namespace

command add_sweep_command(command_line program)
{
    auto state = std::make_shared<sweep_command>();
    auto app = program.add_subcommand("sweep", "run one scenario with many seeds");
    state->app = app;
    app.add_option("FILE", state->file, "a scenario or @NAME").required();
    app.add_option("--seeds", state->seeds, "both ends included").type_name("A..B").required();
    app.add_option("--grid", state->axes, "values for a variable of the file; repeatable")
        .type_name("NAME=FIRST:LAST:STEP")
        .one_value();
    app.add_option("--jobs", state->jobs, "threads (default: as many as there are cores)")
        .type_name("N");
    app.add_option("--shard", state->shard_asked, "only the I-th of N parts").type_name("I/N");
    app.add_option("--out", state->out, "write the results to a folder, for merge and --resume")
        .type_name("DIR");
    app.add_option("--time-limit", state->time_limit, "begin no run after that time")
        .type_name("DURATION");
    app.add_flag("--resume", state->resume, "run only what the folder lacks");
    add_report_options(app, state->reporting);
    add_scenario_options(app, state->changes);
    app.remove_option("--seed");
    app.footer(sweep_examples);
    return {app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
