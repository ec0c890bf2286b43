// Work to come, in the one order that drydock has: due time, kind, ordinal, attempt. Neither the
// slot nor the history of pushes ever decides.
#pragma once

#include "model/id.hpp"
#include "model/time.hpp"

#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

namespace drydock::sim {

/// In the order in which they go at one instant.
enum class work_kind : std::uint8_t {
    timeline = 1, ///< ordinal: place in the file
    story,        ///< ordinal: shipment
    refresh,      ///< its end; ordinal: order source
    late_effect,  ///< ordinal: delivery
    outcome,      ///< ordinal: delivery
    retry,        ///< ordinal: delivery
};

struct work {
    model::instant due{};
    std::uint32_t ordinal = 0;
    model::slot where{}; ///< a short cut to what the work concerns; no part of the order
    std::uint16_t attempt = 0;
    work_kind kind{};

    friend bool operator<(work const& a, work const& b)
    {
        return std::tie(a.due, a.kind, a.ordinal, a.attempt) <
               std::tie(b.due, b.kind, b.ordinal, b.attempt);
    }
};

class event_queue {
public:
    void push(work const& item);

    /// The earliest work due at or before `end`, taken out; empty when there is none.
    std::optional<work> pop_due(model::instant end);

    /// How much is pending.
    std::size_t size() const { return heap_.size(); }

private:
    std::vector<work> heap_;
};

} // namespace drydock::sim
