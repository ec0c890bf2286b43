// Whether the story of a population can be told.
#pragma once

#include "sim/scenario/build_parts.hpp"

namespace drydock::sim {

/// More shipments, and their deliveries could not all be numbered.
inline constexpr std::uint32_t most_generated = 1'000'000'000;
/// More, and they could not all be numbered in the works of the queue.
inline constexpr std::uint32_t most_populations = 1'000;

/// Complains of illegal moves, of chances that leave a choice untried or a rest unspoken for, of
/// statuses that nothing leads to, and of stories that cannot end. `source` is the story's node.
void check_story(building& b, shipment_population const& p, node const& source);

} // namespace drydock::sim
