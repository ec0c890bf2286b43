// What in a policy is likely not meant, or costs more than it seems to.
#pragma once

#include "sim/scenario/policy/presets.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace drydock::sim {

struct policy_finding {
    std::string_view rule; ///< "max_age_cuts_ladder": never changes its meaning
    std::string message;
};

std::vector<policy_finding> lint(model::retry_policy const& policy);
/// The same, and where its page says two things.
std::vector<policy_finding> lint(policy_preset const& preset);

} // namespace drydock::sim
