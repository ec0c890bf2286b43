// Where shipments are found by what clients know of them. It remembers what the state says anyway,
// so that a question need not look at all shipments.
#pragma once

#include "model/state.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::model::api {

/// Belongs to one state: each call takes in what that has more than it had at the last one.
class shipment_index {
public:
    /// The shipment of this carrier and tracking number, of several the one made last; the none
    /// number when there is none.
    shipment_number tracked(state const& s, text_table const& texts, std::string_view carrier,
                            std::string_view number);
    /// The same by label.
    shipment_number labelled(state const& s, text_table const& texts, std::string_view label);
    /// The shipments whose labels were made with a batch, in order.
    std::span<shipment_number const> batch_labels(state const& s, text_table const& texts,
                                                  std::string_view batch);

private:
    void catch_up(state const& s, text_table const& texts);
    void take_in(shipment const& found, text_table const& texts);

    std::map<std::string, shipment_number, std::less<>> numbers_, labels_;
    std::map<std::string, std::vector<shipment_number>, std::less<>> batches_;
    std::uint32_t shipments_seen_ = 0;
    std::size_t labels_seen_ = 0;
};

} // namespace drydock::model::api
