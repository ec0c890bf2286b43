// Entries of a timeline that happen many times, written out one by one.
#pragma once

#include "model/time.hpp"
#include "sim/scenario/tree/tree.hpp"

#include <optional>

namespace drydock::sim {

/// Nothing when no entry repeats, or so often that nobody could read it.
std::optional<node> with_repeats_written_out(node const& scenario, model::instant start);

} // namespace drydock::sim
