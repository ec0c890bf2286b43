// What is questionable in the policies that a word of the command line means.
#pragma once

#include "sim/scenario/policy/lint.hpp"
#include "tools/drydock/command.hpp"

#include <string>
#include <utility>
#include <vector>

namespace drydock::tools {

struct linted_policies {
    std::vector<std::pair<std::string, sim::policy_finding>> findings; ///< by name of the policy
    std::string failure; ///< why there are none, as lines
};

/// `name` is a policy of the library, a scenario (all its policies), a file or text of one policy,
/// or empty: the whole library.
linted_policies lint_named(std::string const& name, environment const& machine);

} // namespace drydock::tools
