// The workload of the benchmarks: scenarios/parcels.json.
#pragma once

#include "sim/scenario/scenario.hpp"

#include <cstdint>

namespace drydock::bench {

/// `shipments` of them, one a second, against a receiver that fails one time in five.
sim::scenario parcels(std::uint32_t shipments);

} // namespace drydock::bench
