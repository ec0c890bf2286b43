// The edits that a command line makes to a scenario file, and the variables of the file.
#pragma once

#include "sim/scenario/load.hpp"

#include <vector>

namespace drydock::sim {

/// Applies `options` to a tree as it was read, then puts values in the place of variables. What
/// comes from an option has a position on line 0 that option_of() knows.
void resolve(node& tree, load_options const& options, std::vector<scenario_error>& errors);

/// "--policy" for a position that resolve() made; empty for one in a file.
std::string_view option_of(position where);

} // namespace drydock::sim
