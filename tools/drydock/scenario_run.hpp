// One scenario run from beginning to end, with all that the command line asked for: what `run` does
// once and `test` for every file.
#pragma once

#include "sim/scenario/scenario.hpp"
#include "tools/drydock/run_options.hpp"
#include "tools/drydock/summary.hpp"
#include "tools/page/html_file.hpp"
#include "tools/store/determinism.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace drydock::tools {

/// A finished run, or why there is none.
struct scenario_run {
    std::optional<measured_run> finished = {};
    std::optional<divergence> diverged = {}; ///< with --verify-determinism
    std::string failure = {};                ///< why it did not run, or was not written down
    int failure_code = exit_bad_input;
    std::string api_url = {};             ///< where the API was served; empty: nowhere
    std::string warning = {};             ///< what a receiver will refuse; empty: nothing
    sim::transport_maker again = {};      ///< runs it once more without a receiver; empty: directly
    std::unique_ptr<html_file> page = {}; ///< with --html: all but what came of it
};

/// Runs with the journal and the second run that `options` ask for, and further subscribers.
scenario_run run_scenario(sim::scenario const& what, run_options const& options,
                          std::vector<sim::subscriber*> extra);

/// Completes the page of a finished run, if there is one. What went wrong, or nothing.
std::optional<std::string> finish_page(scenario_run const& run, sim::scenario const& what,
                                       page_title const& title);

/// The two events that tell the runs apart, for people.
std::string to_text(divergence const& found);

/// 0, 1 or 4, by what came of it; else that of its failure.
int exit_code_of(scenario_run const& run);

} // namespace drydock::tools
