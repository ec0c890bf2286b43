// A retry policy as the JSON that means it.
#pragma once

#include "model/policy.hpp"
#include "sim/scenario/tree/tree.hpp"

#include <optional>

namespace drydock::sim {

/// The canonical object: attempts, delay, timeout, anchor and success always, the rest when it
/// is not the default. Reads back as an equal policy.
node policy_node(model::retry_policy const& policy);

/// The longest that all attempts and delays of one delivery can take; empty when that is longer
/// than longest_duration.
std::optional<model::duration> ladder_length(model::retry_policy const& policy);

} // namespace drydock::sim
