// Changes to the tree of a scenario that a command writes for people.
#pragma once

#include "sim/scenario/tree/tree.hpp"

#include <string>
#include <string_view>

namespace drydock::tools {

/// Null when there is none.
sim::node* find_member(sim::node& object, std::string_view name);
void remove_member(sim::node& object, std::string_view name);
/// Replaces a member's value, or adds the member at the end.
void set_member(sim::node& object, std::string_view name, sim::node value);

/// The file's text: its members in the order in which scenarios are usually written.
std::string scenario_text(sim::node tree);

} // namespace drydock::tools
