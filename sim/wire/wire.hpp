// The transport `wire`, for those who need not know what it is made of.
#pragma once

#include "sim/transport.hpp"

namespace drydock::sim {

/// For run(): attempts and requests as HTTP over a simulated network.
transport_maker over_wire();

} // namespace drydock::sim
