// Changes to the tree of a scenario, and how it is written for people.
#pragma once

#include "sim/scenario/tree/tree.hpp"

#include <string>
#include <string_view>

namespace drydock::sim {

/// Null when there is none, or this is no object.
node* find_member(node& object, std::string_view name);
void remove_member(node& object, std::string_view name);
/// Replaces a member's value, or adds the member at the end.
void set_member(node& object, std::string_view name, node value);

node string_node(std::string_view text);

/// The text of a scenario file: its members in the order in which they are usually written.
std::string scenario_text(node tree);

} // namespace drydock::sim
