// What a value of a scenario might be instead: rounder, and never larger.
#pragma once

#include "model/time.hpp"
#include "sim/scenario/tree/tree.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::sim {

/// A point in time or a length as it is written; offsets count from `start`.
std::optional<model::duration> read_time(node const& value, model::instant start);

/// From the roundest on, all of them rounder than the value itself. `name` is that of the member
/// that holds it. None for what is neither time nor number.
std::vector<node> simpler_values(node const& value, std::string_view name, model::instant start);

} // namespace drydock::sim
