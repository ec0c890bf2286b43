// Retry policies by name, as senders of webhooks publish them.
#pragma once

#include "model/policy.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace drydock::sim {

/// Which values of a policy somebody has named; the others are assumptions of ours.
struct named_values {
    bool attempts = false, timeout = false, anchor = false, success = false, retry_after = false;
};

struct policy_choice {
    model::retry_policy policy;
    named_values given;
};

/// Empty for an unknown name.
std::optional<policy_choice> find_preset(std::string_view name);
std::span<std::string_view const> preset_names();

/// Sets the delays, without those that `attempts` never reaches and those that only repeat the
/// last one. False, and nothing set, when more than longest_ladder are left.
bool set_delays(model::retry_policy& policy, std::span<model::duration const> delays);

} // namespace drydock::sim
