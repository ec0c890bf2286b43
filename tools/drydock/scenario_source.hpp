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

/// A file, or "@name": a scenario that is part of the program.
scenario_source read_scenario(std::string const& path);

/// Whether a path names a bundled scenario. A file with such a name is "./@name".
bool is_bundled_name(std::string_view path);

/// The bundled scenario that `run` plays without a file.
inline constexpr std::string_view outage_story = "@outage_shorter_than_the_ladder";

/// Reads the scenario. Files that it names are looked for beside its own.
sim::load_result load(scenario_source const& source, sim::load_options options);

/// The error as one line, then the line of the file that it means, with a caret below.
std::string shown(sim::scenario_error const& error, scenario_source const& source, painter paint);

/// Scenarios in the order in which they are run: files and bundled ones as given, folders with all
/// that is below them (*.json), sorted by name, save what one of those sends as a payload.
struct scenario_files {
    struct file {
        std::string path;
        bool named = false; ///< on the command line itself, not found in a folder
    };
    std::vector<file> files;
    /// A path or a bundled name that is not there, or a folder without any.
    std::optional<std::string> failure;
};
scenario_files find_scenarios(std::vector<std::string> const& paths);

/// All that stands in the files, and in the folders' *.json and *.jsonl, each after its name:
/// another text when one of them has changed, come or gone.
std::string text_of_all(std::vector<std::string> const& paths);

} // namespace drydock::tools
