#include "sim/expect/judged_properties.hpp"

#include <map>
#include <string>
#include <utility>

namespace drydock::sim {

namespace {

/// One number an endpoint, and one more for each URL that belongs to none.
struct receiver_numbers {
    receivers const* routes;
    std::uint32_t endpoints;
    std::map<std::string, std::uint32_t, std::less<>> others = {};

    std::uint32_t operator()(std::string_view url)
    {
        auto const to = routes->resolve(url);
        if (to.is == route::kind::endpoint) return to.endpoint;
        auto const next = endpoints + static_cast<std::uint32_t>(others.size());
        return others.emplace(url, next).first->second;
    }
};

} // namespace

// A policy that is code is held to any number of attempts, each when it was scheduled.
model::retry_policy judged_policy(scenario const& what)
{
    auto policy = what.policy;
    if (!what.asked_policy) return policy;
    policy.attempts = UINT16_MAX;
    policy.retry_after = model::retry_after_rule::honour; // a retry may start at once
    return policy;
}

model::property_options property_options_of(scenario const& what, receivers const& routes,
                                            std::vector<model::property> asked)
{
    return {.policy = judged_policy(what),
            .start = what.start,
            .asked = std::move(asked),
            .receiver_of =
                receiver_numbers{&routes, static_cast<std::uint32_t>(what.endpoints.size())},
            .has_probe = [&routes](std::string_view url) {
                return routes.probe_of(routes.resolve(url)) != nullptr;
            }};
}

} // namespace drydock::sim
