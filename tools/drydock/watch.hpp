// `run --watch`: once more whenever the file changes.
#pragma once

#include "tools/drydock/command.hpp"

#include <functional>
#include <string>

namespace drydock::tools {

/// Calls `run` at once and after each change of what stands in the file, however an editor saves
/// it, until Ctrl-C ends the program with the exit code of the last run that finished. Returns only
/// when there is nothing to watch or nowhere to print.
int watch(console const& to, std::string const& path, std::function<int()> const& run);

} // namespace drydock::tools
