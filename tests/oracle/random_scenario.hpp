// Scenarios by chance, legal ones only, made to meet at the same instants as often as possible:
// all times lie on a coarse grid, and delays, timeouts, outages and answers are of its size.
#pragma once

#include "sim/scenario/scenario.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace drydock::oracle {

/// The same scenario for the same number, always.
sim::scenario random_scenario(std::uint64_t number);

/// Whether a scan may follow a status, derived anew from the contract's sentence.
bool may_follow(model::scan_status from, model::scan_status to);

/// The statuses that a batch takes on its way, `to` included; none when there is no way. The fewest
/// steps, and without errors where it may be either.
std::optional<std::vector<model::batch_status>> batch_way(model::batch_status from,
                                                          model::batch_status to);

/// Takes out of the timeline what the contract forbids: illegal moves, a second shipment of an id,
/// changes to a webhook that is not there, refreshes of a store that overlap.
void make_legal(sim::scenario& plan);

/// The scenario as a file, for messages and for the loader. A receiver in C++ has no file form and
/// is left out.
std::string to_file(sim::scenario const& plan);

} // namespace drydock::oracle
