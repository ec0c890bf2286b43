// One policy of a scenario file, in any of its forms.
#pragma once

#include "sim/scenario/complaints.hpp"
#include "sim/scenario/policy/presets.hpp"
#include "sim/scenario/tree/tree.hpp"

#include <string_view>

namespace drydock::sim {

/// A name or an object; null: the default. `own` is the `policies` block of the file, or null.
policy_choice read_policy(node const* given, node const* own, complaints& c);

/// The policy that the name means, of the file's own or of the library; `where` is blamed.
policy_choice read_named_policy(std::string_view name, node const* where, node const* own,
                                complaints& c);

} // namespace drydock::sim
