// One scenario under several policies: the same events and the same chance, so that all that
// differs is what the policies make of them.
#pragma once

#include "sim/runner.hpp"
#include "sim/scenario/scenario.hpp"
#include "tools/drydock/terminal.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace drydock::tools {

/// What became of the scenario under one policy.
struct compared_policy {
    std::string name;
    sim::node policy;             ///< as the header of a journal has it
    model::duration survivable{}; ///< the longest outage that loses nothing
    sim::run_result run;
    /// Attempts that began while some outage of the scenario lasted.
    std::uint64_t in_outages = 0;
    std::uint64_t peak_in_outages = 0; ///< the most of them in one minute

    std::uint64_t lost() const
    {
        return run.summary.deliveries.discarded + run.summary.deliveries.cancelled;
    }
    /// Attempts that delivered nothing.
    std::uint64_t wasted() const
    {
        return run.summary.attempts.total - run.summary.deliveries.delivered;
    }
};

/// Runs the scenario under its policy. What it expects is not judged.
compared_policy run_for_comparison(sim::scenario what, std::string name);

/// A table; columns that say nothing in any row are left out.
std::string comparison_text(std::vector<compared_policy> const& rows, painter paint);
/// One JSON object. Lengths of time are seconds.
std::string comparison_json(sim::scenario const& what, std::vector<compared_policy> const& rows);

} // namespace drydock::tools
