// The journal of a served world, taken up again without anything being sent.
#pragma once

#include "sim/scenario/scenario.hpp"
#include "tools/store/journal_source.hpp"

#include <cstdint>
#include <string>

namespace drydock::tools {

struct served_replay {
    std::uint64_t events = 0;
    std::string difference; ///< where it differs from what follows now; empty: nowhere
};

/// Reads the source to its end; what is wrong with that is the source's failure().
served_replay replay_served(journal_source& source, sim::scenario plan);

} // namespace drydock::tools
