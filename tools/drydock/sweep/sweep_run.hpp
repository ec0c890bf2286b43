// The runs of a sweep on several threads, each of which plays a world of its own.
#pragma once

#include "tools/drydock/scenario_source.hpp"
#include "tools/drydock/sweep/sweep_plan.hpp"
#include "tools/drydock/sweep/sweep_results.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace drydock::tools {

/// What is to be run, and how.
struct sweep_task {
    sweep_plan const& plan;
    std::vector<sim::scenario> const& scenarios; ///< one for each grid point
    scenario_source const& source;               ///< what they were loaded from
    sim::load_options const& asked;              ///< and how, but for the grid
    std::vector<std::uint64_t> runs;             ///< in order; begun in order
    unsigned jobs = 1;
    std::optional<std::chrono::microseconds> time_limit; ///< after it no run is begun
    /// Writes down what there is, now and then: all but a tenth of the time is never lost. Gives
    /// what went wrong, or nothing. Empty: nowhere.
    std::function<std::optional<std::string>(sweep_results const&)> save;
    std::ostream* progress = nullptr; ///< a terminal that wants to see how far it is
};

/// What ended the sweep before its time: a scenario that cannot be played with some seed, or a file
/// that cannot be written. Runs that the time limit left out are simply not there.
struct sweep_end {
    std::string failure;
    int code = 0;
};

/// Adds to `results` what comes of the runs.
sweep_end run_sweep(sweep_task const& task, sweep_results& results);

/// The scenario of one grid point, or why it is none.
sim::load_result load_point(scenario_source const& source, sim::load_options asked,
                            std::vector<std::string> const& assignments);

} // namespace drydock::tools
