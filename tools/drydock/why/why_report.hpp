// Explanations in words and times, and for machines.
#pragma once

#include "tools/drydock/terminal.hpp"
#include "tools/drydock/why/explanation.hpp"

#include <string>
#include <vector>

namespace drydock::tools {

/// A point in time as an offset, exact to the microsecond: "05:59:59.999999", "1d 02:30:00".
std::string exact_offset(model::duration offset);

/// What happened to a delivery, one line after the other, then margin and remedies.
std::string explanation_text(what_if const& world, explanation const& e, painter paint);
std::string turning_points_text(what_if const& world, turning_points const& t, painter paint);

sim::node explanation_json(explanation const& e);
sim::node turning_points_json(turning_points const& t);

} // namespace drydock::tools
