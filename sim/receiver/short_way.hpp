// What the attempts of generated shipments meet in a run in which only the common can happen to
// them: no outage of a webhook, no limit, no code, no request. It is worked out once, before the
// run, so that the service can take several of their steps at once (service_short_way.cpp) instead
// of asking at each what might be. Events, state and draws are the same either way.
#pragma once

#include "sim/endpoint.hpp"
#include "sim/transport.hpp"

#include <optional>
#include <vector>

namespace drydock::sim {

struct short_way {
    model::webhook_number webhook;  ///< for `track`; on, from the first event to the last
    std::vector<common_rule> rules; ///< the last is always taken
    std::vector<outage> const* outages = nullptr;
};

/// None when something in the run may be uncommon. `now` is the state in which it begins,
/// `routes` are those of its webhooks.
std::optional<short_way> short_way_of(scenario const& plan, transport const& sender,
                                      receivers const& ends, model::state const& now,
                                      std::vector<route> const& routes);

} // namespace drydock::sim
