// What a policy amounts to, whatever it is applied to.
#pragma once

#include "model/policy.hpp"

#include <vector>

namespace drydock::sim {

/// When an attempt starts, counted from the start of the first, if all before it failed at once:
/// jitter makes a range of it.
using attempt_start = model::retry_policy::range;

/// One for each attempt of the policy, max_age left aside.
std::vector<attempt_start> attempt_starts(model::retry_policy const& policy);

/// How many of them are made in any case, with max_age.
std::size_t sure_attempts(model::retry_policy const& policy,
                          std::vector<attempt_start> const& starts);

/// The longest outage from which nothing is lost, whatever the jitter: an event at its beginning
/// has its last attempt when it is over.
model::duration survivable_outage(model::retry_policy const& policy);

} // namespace drydock::sim
