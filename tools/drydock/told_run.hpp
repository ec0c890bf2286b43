// One scenario run for people: what `run` does with a file and `trigger` with a text of its own.
#pragma once

#include "tools/drydock/command.hpp"
#include "tools/drydock/run_options.hpp"
#include "tools/drydock/scenario_source.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace drydock::tools {

/// What people know a run by.
struct run_title {
    std::string name;                 ///< of what is run
    std::string command;              ///< that runs it, without the options of a run
    std::string_view expects_nothing; ///< said of a scenario without expectations
};

/// Loads the scenario, starts what the options start, runs, and prints timeline and summary, or
/// what is wrong. Gives the exit code.
int tell_run(console const& to, scenario_source const& source, sim::load_options const& asked,
             run_options const& options, run_title const& title);

/// What a file leaves open, with the values used, under a title; nothing when it leaves nothing
/// open.
std::string assumptions_text(std::vector<std::string> const& assumptions, painter paint);

} // namespace drydock::tools
