// What a search found, for people and for machines.
#pragma once

#include "sim/explore/explorer.hpp"
#include "tools/drydock/terminal.hpp"

#include <array>
#include <string>
#include <vector>

namespace drydock::tools {

/// A finished search, and what was written of it.
struct exploration {
    sim::scenario const* what;
    std::vector<sim::possible_outcome> outcomes;
    std::vector<model::property> judged;
    sim::explore_bounds bounds;
    sim::explored found;
    model::duration wall{};
    struct file {
        std::string path;    ///< empty: none was asked for, or see below
        std::string problem; ///< why there is none
    };
    std::array<file, sim::properties_count> files{}; ///< by property
    bool failed_to_write = false;

    /// Whether a property that is judged broke.
    bool is_broken() const;
};

std::string exploration_text(exploration const& done, painter paint);
/// One object, and a line end.
std::string exploration_json(exploration const& done);

} // namespace drydock::tools
