// What several runs of a sweep come to together.
#pragma once

#include "sim/summary.hpp"
#include "tools/drydock/sweep/sweep_plan.hpp"
#include "tools/drydock/sweep/sweep_results.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace drydock::tools {

/// A measure over runs: its least, its nearest-rank median and its most, in millionths.
struct spread {
    std::int64_t least = 0, median = 0, most = 0;
};

struct sweep_tally {
    std::uint64_t runs = 0;
    std::uint64_t held = 0;
    std::map<std::string, std::uint64_t> failed_in; ///< by expectation or property: runs

    /// Deliveries, attempts, latency and effects of all runs together; its load is of no run.
    sim::run_summary counts;
    std::uint64_t simulation_events = 0;
    std::optional<spread> load_peak;     ///< attempts in the fullest minute of each run
    std::optional<spread> recovery_peak; ///< the same after the last outage; none without one
};

sweep_tally tally_of_all(sweep_plan const& plan, sweep_results const& results);
/// Of the runs of one grid point.
sweep_tally tally_of_point(sweep_plan const& plan, sweep_results const& results, std::size_t point);

} // namespace drydock::tools
