// How the properties of a scenario are judged: by its policy, its endpoints and its start.
#pragma once

#include "model/property/property.hpp"
#include "sim/endpoint.hpp"

#include <vector>

namespace drydock::sim {

/// What the sender is held to.
model::retry_policy judged_policy(scenario const& what);

/// For a property_fold or effect_rules. Both arguments must outlive it.
model::property_options property_options_of(scenario const& what, receivers const& routes,
                                            std::vector<model::property> asked);

} // namespace drydock::sim
