// JSON pointers (RFC 6901) into a tree.
#pragma once

#include "sim/scenario/tree/tree.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::sim {

/// The steps of "/policy/attempts", unescaped. Empty for a text that is no pointer, and for the
/// pointer "" to the whole document.
std::optional<std::vector<std::string>> parse_pointer(std::string_view text);

/// Puts `value` where `steps` lead: replaces what is there, adds a member to an object, or an item
/// at the end of an array ("-" or its length). Empty on success, else what was expected.
std::string put(node& tree, std::vector<std::string> const& steps, node value);

} // namespace drydock::sim
