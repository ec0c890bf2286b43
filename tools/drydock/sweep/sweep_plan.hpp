// What makes a sweep that sweep: which scenario, which seeds, which values. Its runs are numbered
// from 0, grid point by grid point, the seeds of each in order.
#pragma once

#include "sim/scenario/scenario.hpp"
#include "tools/drydock/run_options.hpp"
#include "tools/drydock/sweep/grid.hpp"
#include "tools/drydock/sweep/seed_range.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace drydock::tools {

struct sweep_plan {
    std::string program;                  ///< its version
    std::string scenario;                 ///< file or @name, as given
    std::string about;                    ///< the scenario's own words
    std::vector<std::string> assumptions; ///< as a run prints them, of the first grid point
    bool expects = false;                 ///< whether the scenario has expectations
    std::string options;                  ///< those of the command line that change the scenario
    std::string fingerprint;              ///< of all scenarios that are run, whatever the seed
    seed_range seeds;
    grid over;

    std::uint64_t runs() const { return over.points() * seeds.count(); }
    std::size_t point_of(std::uint64_t run) const
    {
        return static_cast<std::size_t>(run / seeds.count());
    }
    std::uint64_t seed_of(std::uint64_t run) const { return seeds.first + run % seeds.count(); }

    /// The command that plays one run: "drydock run outage.json --seed 7 --var down_for=5h".
    std::string repro_line(std::uint64_t run) const;
    /// "seed 7", with the values of the grid behind it.
    std::string name_of(std::uint64_t run) const;
};

/// The plan for scenarios that were loaded, one for each grid point.
sweep_plan make_plan(std::vector<sim::scenario> const& scenarios, run_options const& options,
                     seed_range seeds, grid over);

/// Empty when both are of one sweep, else what tells them apart: "seeds 1..10 and 1..20".
std::string difference(sweep_plan const& a, sweep_plan const& b);

} // namespace drydock::tools
