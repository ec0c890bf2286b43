// A path that a search has found, as a scenario file that goes the same way.
#pragma once

#include "sim/explore/explorer.hpp"

#include <optional>
#include <string>
#include <vector>

namespace drydock::tools {

/// The text of a file, or why there is none.
struct path_file {
    std::string text;
    std::string failure;
};

/// The scenario with rules that answer each attempt as the path has it, and the one expectation
/// that the path breaks. Where works of one instant go in another order than the usual one, what
/// comes later is a microsecond late. The file has been run, and breaks that expectation.
path_file path_scenario(sim::scenario const& what,
                        std::vector<sim::possible_outcome> const& outcomes,
                        std::vector<sim::path_step> const& path, model::property broken,
                        std::string const& about);

} // namespace drydock::tools
