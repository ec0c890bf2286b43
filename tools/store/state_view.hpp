// A state as tables: for people as columns, for machines as JSON.
#pragma once

#include "model/state.hpp"
#include "sim/scenario/tree/tree.hpp"
#include "tools/drydock/terminal.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace drydock::tools {

/// All entities of one kind, by ordinal, each as an object.
struct state_table {
    std::string_view name;
    std::uint64_t total = 0;
    std::vector<sim::node> rows; ///< the first ones, as many as were asked for
};

/// Webhooks, shipments with their scans, deliveries that are not ended; then, where there are any,
/// batches, carriers, order sources, their imports and reports.
std::vector<state_table> view_state(model::state const& s, model::text_table const& texts,
                                    std::uint64_t most_rows);

/// The table for people; says how many rows are left out. Points in time are offsets from `start`.
std::string to_text(state_table const& table, model::instant start, painter paint);

} // namespace drydock::tools
