// The workload of the benchmarks: many shipments with a seeded life each, against a receiver that
// often fails.
#pragma once

#include "sim/scenario/scenario.hpp"

#include <cstdint>

namespace drydock::bench {

/// `shipments` of them, one a second, each with the story "delivered". An attempt fails with
/// chance 0.2; answers take 50 ms on average.
sim::scenario parcels(std::uint32_t shipments);

} // namespace drydock::bench
