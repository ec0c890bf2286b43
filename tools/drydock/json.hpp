// Builds the JSON that the program prints, as the same tree that scenarios are read into.
#pragma once

#include "model/time.hpp"
#include "sim/scenario/tree/tree.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace drydock::tools {

sim::node json_null();
sim::node json_boolean(bool value);
sim::node json_string(std::string_view text);
sim::node json_number(std::uint64_t value);
/// Seconds, exact to the microsecond, without trailing zeros: 14400, 0.05. Null when there is none.
sim::node json_seconds(std::optional<model::duration> length);
/// Thousandths as a decimal: 2500 is 2.5.
sim::node json_thousandths(std::uint64_t value);
sim::node json_object(std::initializer_list<std::pair<std::string_view, sim::node>> members);
sim::node json_array();
void append_member(sim::node& object, std::string_view name, sim::node value);

} // namespace drydock::tools
