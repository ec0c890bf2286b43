// A tree against the tables of what a scenario file may contain.
#pragma once

#include "sim/scenario/load.hpp"
#include "sim/scenario/shape/shape.hpp"

#include <vector>

namespace drydock::sim {

/// Appends everything that is wrong in `tree`.
void check_shape(node const& tree, shape const& wanted, std::vector<scenario_error>& errors);

/// "a number, or an object", for messages.
std::string expected_text(shape const& wanted);
/// The value as JSON, cut when it is long.
std::string found_text(node const& value);
/// Whether `value` has the JSON type that `wanted` is of.
bool is_of_kind(node const& value, shape const& wanted);
/// `"a", "b" or "c"`
std::string listed(std::span<std::string_view const> names, std::string_view last_word);

} // namespace drydock::sim
