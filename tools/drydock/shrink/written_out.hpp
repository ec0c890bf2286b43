// A scenario with what is drawn written out, so that each piece of it can be left out.
#pragma once

#include "sim/scenario/tree/tree.hpp"

#include <optional>

namespace drydock::tools {

/// The same scans at the same times as entries, and for each attempt that was no success at once a
/// rule that says so, in the place of stories, populations of shipments, rules and outages. Nothing
/// when it draws nothing, or when it cannot be played.
std::optional<sim::node> written_out(sim::node const& scenario);

} // namespace drydock::tools
