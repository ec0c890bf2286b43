// The journal of a served world in memory, for whoever asks for it: a fold, like all else.
#pragma once

#include "sim/journal.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace drydock::tools {

class event_log final : public sim::subscriber {
public:
    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const&) override
    {
        events_.insert(events_.end(), block.begin(), block.end());
        for (auto const& e : block) {
            if (e.type == model::event_type::request_captured)
                captures_[e.as<model::request_captured>().bin.value].push_back(first);
            ++first.value;
        }
    }

    std::span<model::event const> events() const { return events_; }
    model::event const& at(model::sequence_number place) const { return events_[place.value - 1]; }
    /// What the bin of this name took in, in order.
    std::span<model::sequence_number const> captures(model::text_number bin) const
    {
        auto const found = captures_.find(bin.value);
        if (found == captures_.end()) return {};
        return found->second;
    }

private:
    std::vector<model::event> events_;
    std::map<std::uint32_t, std::vector<model::sequence_number>> captures_; // by bin
};

} // namespace drydock::tools
