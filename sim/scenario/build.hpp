// A resolved node tree to a scenario. Shapes are checked elsewhere: what has the wrong one is
// passed over here, and only errors of meaning are reported.
#pragma once

#include "sim/scenario/load.hpp"

namespace drydock::sim {

/// Of the options only `now` counts: what the others ask for stands in the tree already, and
/// `resolved` of the result is left to the caller, who owns the tree.
/// Appends to `errors` and `hints`, in the order of the file. Empty when `errors` is not empty at
/// the end, whoever filled it.
std::optional<scenario> build_scenario(node const& resolved, std::string path,
                                       load_options const& options,
                                       std::vector<scenario_error>& errors,
                                       std::vector<std::string>& hints);

} // namespace drydock::sim
