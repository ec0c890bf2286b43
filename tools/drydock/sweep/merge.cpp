// `drydock merge`: the shards of a sweep, told as one.
#include "tools/drydock/command.hpp"
#include "tools/drydock/sweep/report_options.hpp"
#include "tools/drydock/sweep/shard_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace drydock::tools {

namespace {

struct merge_command {
    command_line app;
    report_options reporting;
    std::string folder;

    int act(console const& to) const;
};

constexpr char const* merge_examples =
    "Examples:\n"
    "  drydock merge results\n"
    "  drydock merge results --worst load.recovery.peak --csv runs.csv\n"
    "\n"
    "Prints what one process would have printed that had run the whole sweep. Shards and seeds "
    "that\n"
    "are missing are named; shards of different sweeps are refused.\n"
    "\n"
    "Exit codes: 0 all held, 1 an expectation or property failed with some seed, 2 shards that do\n"
    "not belong together, or not all runs are there.\n";

std::vector<missing_runs> missing_in(std::vector<shard_file> const& shards,
                                     sweep_results const& results)
{
    auto const& first = shards.front();
    std::vector<missing_runs> all;
    for (std::uint64_t number = 1; number <= first.part.of; ++number)
        if (auto missing = missing_of(first.plan, {number, first.part.of}, results))
            all.push_back(std::move(*missing));
    return all;
}

int merge_command::act(console const& to) const
{
    if (auto const why = reporting.objection(app); !why.empty()) return refuse(to, why);
    auto const found = read_shards(folder);
    if (!found.failure.empty()) return refuse(to, found.failure);
    if (found.shards.empty())
        return refuse(to, fmt::format("no shard of a sweep (shard-I-of-N.jsonl) in {}", folder));
    auto const& plan = found.shards.front().plan;
    sweep_results results{plan.over.points()};
    for (auto const& one : found.shards)
        results.merge(one.results);
    auto missing = missing_in(found.shards, results);
    return report(
        to,
        {.plan = plan, .part = {}, .results = std::move(results), .missing = std::move(missing)},
        reporting);
}

} // namespace

command add_merge_command(command_line program)
{
    auto state = std::make_shared<merge_command>();
    auto app = program.add_subcommand("merge", "tell the shards of a sweep as one");
    state->app = app;
    app.add_option("DIR", state->folder, "what sweep --out wrote to").required();
    add_report_options(app, state->reporting);
    app.footer(merge_examples);
    return {app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
