// A run: scenario in, folds of its journal out.
#pragma once

#include "sim/expectation.hpp"
#include "sim/journal.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/summary.hpp"

#include <string>
#include <vector>

namespace drydock::sim {

struct run_result {
    std::string digest; ///< 32 hexadecimal digits
    run_summary summary;
    std::vector<verdict> verdicts; ///< one an expectation, then one a broken always-on property
    std::uint64_t simulation_events = 0;
    instant end;

    bool held() const; ///< all verdicts passed
};

/// Runs to the end. `extra` subscribers see the same stream as the folds of the result.
run_result run(scenario const& what, std::vector<subscriber*> extra = {});

} // namespace drydock::sim
