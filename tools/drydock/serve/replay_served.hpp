// The journal of a served world, taken up again without anything being sent; or told again under
// another policy.
#pragma once

#include "sim/recorded.hpp"
#include "sim/runner.hpp"
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

/// The same world under the policy of `plan`: what came in comes in again at its place, and each
/// attempt that would meet a real endpoint meets what it met, or else what was heard nearest. Ends
/// where the journal does; what waits then is pending. A failure of the result says what could not
/// come in again.
sim::run_result retell_served(journal_source& source, sim::scenario const& plan,
                              sim::replay_assumptions& assumed);

} // namespace drydock::tools
