#include "sim/scenario/policy/presets.hpp"

#include "model/assert.hpp"
#include "sim/scenario/policy/read_policy.hpp"
#include "sim/scenario/tree/reader.hpp"

#include <algorithm>

namespace drydock::sim {

policy_preset const* find_policy_preset(std::string_view name)
{
    auto const found = std::ranges::find(policy_presets(), name, &policy_preset::name);
    return found == policy_presets().end() ? nullptr : &*found;
}

policy_choice read_preset(std::string_view text)
{
    std::vector<scenario_error> errors;
    auto const tree = read_json(text, errors);
    ASSERT(tree.has_value());
    ASSERT(errors.empty());
    complaints wrong{*tree};
    auto made = read_policy(&*tree, nullptr, wrong);
    ASSERT(!wrong.has_errors());
    return made;
}

std::optional<policy_choice> find_preset(std::string_view name)
{
    auto const* const preset = find_policy_preset(name);
    if (preset == nullptr) return std::nullopt;
    return read_preset(preset->policy);
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
