// What a sweep tells, from its results alone: the same text from one process as from many.
#pragma once

#include "tools/drydock/sweep/shard.hpp"
#include "tools/drydock/sweep/sweep_plan.hpp"
#include "tools/drydock/sweep/sweep_results.hpp"
#include "tools/drydock/terminal.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::tools {

/// Runs that should be there and are not. Whole shards of them when nothing of a shard is there.
struct missing_runs {
    shard part;
    bool is_whole = false;
    std::vector<std::uint64_t> runs;
};

/// Results, and what they are the results of.
struct swept {
    sweep_plan plan;
    shard part; ///< the whole sweep: 1 of 1
    sweep_results results;
    std::vector<missing_runs> missing;

    /// 0 when all runs are there and held, 1 when one did not hold, else 2.
    int exit_code() const;
};

/// The runs of a shard that the results lack, if any.
std::optional<missing_runs> missing_of(sweep_plan const& plan, shard const& part,
                                       sweep_results const& results);

/// The report for people. `worst` is a measure whose highest runs are listed; empty: none.
std::string report_text(swept const& what, std::string_view worst, painter paint);
/// The same as one JSON object, on one line.
std::string report_json(swept const& what, std::string_view worst);
/// One row a run, comma-separated: the grid's variables, seed, digest, all measures.
std::string report_csv(swept const& what);

/// The runs with the highest values of a measure, highest first, then in order; `count` at most.
struct worst_run {
    std::uint64_t run = 0;
    std::int64_t millionths = 0;
};
std::vector<worst_run> worst_runs(sweep_results const& results, std::string_view path,
                                  std::size_t count);

} // namespace drydock::tools
