// Text of a scenario file to a scenario. Every error of a file is reported, none is thrown.
#pragma once

#include "sim/scenario/scenario.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace drydock::sim {

/// One thing wrong in a scenario file.
struct scenario_error {
    enum class kind {
        text,    ///< not JSON
        shape,   ///< the JSON Schema refuses it too
        meaning, ///< well-formed, but it cannot be meant (unknown id, illegal move, overflow)
    };
    kind is{};
    position where;
    std::string pointer; ///< RFC 6901
    std::string message; ///< what was expected, what was found, the nearest known name
};

/// A file that was read, or why it was not.
struct file_contents {
    std::string text;
    std::optional<std::string> failure;
};

/// What a command line may change.
struct load_options {
    std::vector<std::pair<std::string, std::string>> vars; ///< --var name=value
    std::vector<std::pair<std::string, std::string>> sets; ///< --set POINTER=VALUE
    std::optional<std::uint64_t> seed;
    std::optional<std::string> until;
    std::optional<std::string> policy; ///< a name of the file's own, a preset, or inline JSON
    /// The policy stands in for the one that the file was written for: conditions on attempts that
    /// it never makes are no errors.
    bool any_attempt = false;
    /// The text is a part of something that goes on: what it names may be there without it.
    bool is_part = false;
    std::optional<std::string> profile;
    instant now{}; ///< for "start": "now"; the caller reads the clock
    /// Reads a file that the scenario names, by the path written there. Without it there are none.
    std::function<file_contents(std::string const& path)> read_file;
};

struct load_result {
    std::optional<scenario> loaded; ///< empty exactly when there are errors
    std::vector<scenario_error> errors;
    std::vector<std::string> hints; ///< likely slips that are no errors, with their position
};

/// `path` names the text in messages.
load_result load_scenario(std::string_view text, std::string path,
                          load_options const& options = {});

/// "outage.json:14:22 /endpoints/...: expected ..."
std::string to_text(scenario_error const& error, std::string_view path);

/// The JSON Schema (draft 2020-12) of a scenario file, made from the same tables that the loader
/// checks with.
std::string scenario_schema();

} // namespace drydock::sim
