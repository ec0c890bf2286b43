#include "sim/scenario/policy_presets.hpp"

#include <algorithm>
#include <array>

namespace drydock::sim {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;

constexpr std::array names{"seed-2019"sv, "svix"sv};

/// Source: Svix's documentation, "Retry schedule".
policy_choice svix()
{
    constexpr std::array<model::duration, 7> delays{5s, 5min, 30min, 2h, 5h, 10h, 10h};
    policy_choice made;
    made.policy.attempts = 8;
    made.policy.timeout = 15s;
    made.policy.jitter_millionths = 200'000;
    set_delays(made.policy, delays);
    made.given = {.attempts = true, .timeout = true, .success = true};
    return made;
}

} // namespace

std::optional<policy_choice> find_preset(std::string_view name)
{
    if (name == "seed-2019") return policy_choice{};
    if (name == "svix") return svix();
    return std::nullopt;
}

std::span<std::string_view const> preset_names()
{
    return names;
}

bool set_delays(model::retry_policy& policy, std::span<model::duration const> delays)
{
    auto const reached = std::max<std::size_t>(1, policy.attempts - 1u);
    delays = delays.first(std::min(delays.size(), reached));
    while (delays.size() > 1 && delays.back() == delays[delays.size() - 2])
        delays = delays.first(delays.size() - 1);
    if (delays.empty() || delays.size() > model::retry_policy::longest_ladder) return false;
    std::vector<model::duration> const kept{delays.begin(), delays.end()};
    policy.delays.fill({});
    std::ranges::copy(kept, policy.delays.begin());
    policy.delay_count = static_cast<std::uint8_t>(kept.size());
    return true;
}

} // namespace drydock::sim
