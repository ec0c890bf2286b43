// A piece of work to come, and the one order that drydock has: due time, kind, ordinal, attempt.
// Neither the slot nor the history of pushes ever decides.
#pragma once

#include "model/id.hpp"
#include "model/time.hpp"

#include <cstdint>
#include <type_traits>

namespace drydock::sim {

/// In the order in which they go at one instant.
enum class work_kind : std::uint8_t {
    timeline = 1, ///< ordinal: place in the file, populations after all entries
    story,        ///< ordinal: shipment
    refresh,      ///< its end; ordinal: order source
    processing,   ///< the next step of a batch that a request queued; ordinal: batch
    late_effect,  ///< ordinal: delivery
    outcome,      ///< ordinal: delivery
    retry,        ///< ordinal: delivery
    recovery,     ///< ordinal: webhook
};

/// Passed by value: what was just written member by member is slow to read again as a whole, and a
/// reference would have it written.
struct work {
    model::instant due{};
    std::uint32_t ordinal = 0;
    model::slot where{}; ///< a short cut to what the work concerns; no part of the order
    std::uint16_t attempt = 0;
    work_kind kind{};
    /// No part of the order. Of a story: 1 for a generated shipment. Of an outcome: the rule that
    /// was met, from 1, when the attempt took the short way.
    std::uint8_t short_way = 0;

    /// What decides among works of one instant.
    std::uint64_t rank() const
    {
        return std::uint64_t{static_cast<std::uint8_t>(kind)} << 48 | std::uint64_t{ordinal} << 16 |
               attempt;
    }

    friend bool operator<(work const& a, work const& b)
    {
        return a.due != b.due ? a.due < b.due : a.rank() < b.rank();
    }
};
static_assert(sizeof(work) == 24 && std::is_trivially_copyable_v<work>);

/// For the functions of the standard library that keep the largest in front.
inline constexpr auto later = [](work const& a, work const& b) { return b < a; };

} // namespace drydock::sim
