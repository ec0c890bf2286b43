// `--watch`: once more whenever something changes.
#pragma once

#include "tools/drydock/command.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace drydock::tools {

/// Calls `run` at once, and after each change of what `look` gives: all that stands in the files
/// that are watched, however an editor saves them. Ctrl-C ends the program with the exit code of
/// the last run that finished. Returns only when there is nowhere to print. `what` tells people.
int watch(console const& to, std::string_view what, std::function<std::string()> const& look,
          std::function<int()> const& run);

} // namespace drydock::tools
