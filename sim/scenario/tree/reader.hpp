// JSON text to a tree with positions. Comments and trailing commas are accepted.
#pragma once

#include "sim/scenario/load.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace drydock::sim {

/// Deeper nesting is an error, so that walking a tree needs little stack.
inline constexpr std::size_t deepest_nesting = 64;

/// The tree, or empty after a syntax error. Repeated keys are errors too, but leave a tree: it
/// holds each of them.
std::optional<node> read_json(std::string_view text, std::vector<scenario_error>& errors);

} // namespace drydock::sim
