// The variables that a sweep tries values of.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::tools {

/// One variable of the scenario and its values, as `--var` takes them.
struct grid_axis {
    std::string variable;
    std::vector<std::string> values;

    friend bool operator==(grid_axis const&, grid_axis const&) = default;
};

/// "down_for=1h:5h:30m" or "chance=0:1:0.25": first value, last one, and the step between. Both
/// ends are included, the last one only if a step comes upon it. Or why it is no axis.
struct parsed_axis {
    grid_axis axis;
    std::string failure;
};
parsed_axis parse_grid_axis(std::string_view text);

/// All combinations. The last axis changes fastest; without axes there is one point.
struct grid {
    std::vector<grid_axis> axes;

    std::size_t points() const;
    /// One value for each axis. REQUIRES: point < points().
    std::vector<std::string> values(std::size_t point) const;
    /// What `--var` takes: "down_for=1h", one for each axis.
    std::vector<std::string> assignments(std::size_t point) const;

    friend bool operator==(grid const&, grid const&) = default;
};

/// All axes, or why they are no grid.
struct parsed_grid {
    grid over;
    std::string failure;
};
parsed_grid parse_grid(std::vector<std::string> const& texts);

} // namespace drydock::tools
