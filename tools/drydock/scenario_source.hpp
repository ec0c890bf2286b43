// Scenarios from files, and their errors for people.
#pragma once

#include "sim/scenario/load.hpp"
#include "tools/drydock/terminal.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::tools {

/// The text of a scenario and the name that messages use for it.
struct scenario_source {
    std::string name;
    std::string text;
    std::optional<std::string> failure; ///< why it cannot be read
};

scenario_source read_scenario(std::string const& path);

/// The outage story that `run` plays without a file.
scenario_source bundled_scenario();

/// Reads the scenario. Files that it names are looked for beside its own.
sim::load_result load(scenario_source const& source, sim::load_options options);

/// The error as one line, then the line of the file that it means, with a caret below.
std::string shown(sim::scenario_error const& error, scenario_source const& source, painter paint);

/// Scenario files in the order in which they are run: files as given, folders with all that is
/// below them (*.json), sorted by name.
struct scenario_files {
    struct file {
        std::string path;
        bool named = false; ///< on the command line itself, not found in a folder
    };
    std::vector<file> files;
    std::optional<std::string> failure; ///< a path that is not there, or a folder without any
};
scenario_files find_scenarios(std::vector<std::string> const& paths);

} // namespace drydock::tools
