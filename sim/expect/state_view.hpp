// The state of one entity as JSON: what `state` expectations look at, and what people are shown.
#pragma once

#include "model/state.hpp"
#include "sim/scenario/tree/tree.hpp"

#include <optional>
#include <string_view>

namespace drydock::sim {

/// The entity of that kind ("shipment", "webhook", "batch", "carrier", "order_source",
/// "sales_order", "report") and id as an object: its own members, then the API's fields that were
/// given for it. Empty when there is none. `now` is the time that is looked at.
std::optional<node> view_of(std::string_view entity, std::string_view id, model::state const& s,
                            model::text_table const& texts, model::instant now);

// Parts of a view.
node::member text_member(std::string name, std::string_view text);
node::member number_member(std::string name, std::uint64_t number);
node::member truth_member(std::string name, bool truth);
node object_of(std::vector<node::member> members);

} // namespace drydock::sim
