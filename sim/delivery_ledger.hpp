// What became of every delivery: kept only when something may be resent.
#pragma once

#include "model/state.hpp"
#include "sim/scenario/scenario.hpp"

#include <vector>

namespace drydock::sim {

class delivery_ledger {
public:
    struct entry {
        model::webhook_event event{};
        model::subject subject;
        model::sequence_number told; ///< the event that it tells of
        std::uint16_t attempts = 0;  ///< started so far
        std::string_view outcome = "pending";
        bool resent = false;
    };

    /// REQUIRES: every event, in order, each after it was applied to `s`.
    void apply(model::event const& e, model::state const& s);

    /// The deliveries that the filter takes, that were not resent before, and for whose event a
    /// webhook is on, in order. They count as resent from now on.
    std::vector<model::delivery_number> take(entity_filter const& which, model::state const& s,
                                             model::text_table const& texts);

    entry const& operator[](model::delivery_number number) const
    {
        return entries_[number.value - 1];
    }

private:
    entry& at(model::delivery_number number) { return entries_[number.value - 1]; }

    std::vector<entry> entries_; // by number - 1
};

} // namespace drydock::sim
