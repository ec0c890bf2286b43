#include "sim/scenario/policy/ladder.hpp"

#include <algorithm>

namespace drydock::sim {

std::vector<attempt_start> attempt_starts(model::retry_policy const& policy)
{
    std::vector<attempt_start> starts{{}};
    for (std::uint32_t n = 1; n < policy.attempts; ++n) {
        auto const delay = policy.jittered(policy.delay_after({static_cast<std::uint16_t>(n)}));
        starts.push_back({starts.back().least + delay.least, starts.back().most + delay.most});
    }
    return starts;
}

std::size_t sure_attempts(model::retry_policy const& policy,
                          std::vector<attempt_start> const& starts)
{
    if (!policy.max_age) return starts.size();
    auto const cut = std::ranges::find_if(
        starts, [&](attempt_start const& s) { return s.most > *policy.max_age; });
    return static_cast<std::size_t>(cut - starts.begin());
}

model::duration survivable_outage(model::retry_policy const& policy)
{
    auto const starts = attempt_starts(policy);
    auto const longest = starts[sure_attempts(policy, starts) - 1].least;
    auto const failing = policy.disable_after.failing_for;
    return failing > model::duration{} ? std::min(longest, failing) : longest;
}

} // namespace drydock::sim
