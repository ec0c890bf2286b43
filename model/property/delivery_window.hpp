// What a fold remembers of deliveries, for as long as it says. Most are forgotten when they end, so
// memory follows what is open.
#pragma once

#include "model/event.hpp"
#include "model/ordinal_map.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace drydock::model {

/// The attempts of one delivery that may yet have an effect: those that timed out before their
/// receiver had done anything. Every other effect comes before the outcome of its attempt.
struct late_effects {
    attempt_number seen;        ///< the last attempt with an effect, applied or skipped, in time
    attempt_number failed;      ///< the last one that the sender saw fail
    std::uint16_t possible = 0; ///< how many effects may still come late

    /// Whether the sender had given the attempt up before.
    bool on_effect(attempt_number attempt)
    {
        if (attempt > failed) {
            seen = attempt;
            return false;
        }
        if (possible > 0) --possible;
        return true;
    }
    void on_failed(attempt_failed const& failure)
    {
        failed = failure.attempt;
        if (failure.reason.kind == outcome_kind::timeout && seen != failed) ++possible;
    }
};

/// REQUIRES: deliveries are added in the order of their ordinals, from 1. Pointers are good until
/// the next add() or forget().
template <class Record> class delivery_window {
public:
    /// A record with its default values, for the caller to fill.
    Record& add(delivery_number number)
    {
        ASSERT(number.value == last_ + 1);
        last_ = number.value;
        auto& place = recent_[last_ % recent_size];
        if (place.ordinal != 0) [[unlikely]]
            older_.put(place.ordinal, std::move(place.record));
        place.ordinal = last_;
        place.record = {};
        return place.record;
    }

    /// Null when the delivery is forgotten or never was.
    Record* find(delivery_number number)
    {
        auto& place = recent_[number.value % recent_size];
        if (place.ordinal == number.value) [[likely]]
            return &place.record;
        return older_.find(number.value);
    }

    void forget(delivery_number number)
    {
        auto& place = recent_[number.value % recent_size];
        if (place.ordinal == number.value) [[likely]]
            place.ordinal = 0;
        else
            older_.erase(number.value);
    }

    /// Calls `visit(number, record)` for every delivery not forgotten, by ordinal.
    template <class Visitor> void for_each(Visitor&& visit) const
    {
        std::vector<std::pair<std::uint32_t, Record const*>> all;
        older_.for_each([&](std::uint32_t n, Record const& r) { all.emplace_back(n, &r); });
        for (auto const& place : recent_)
            if (place.ordinal != 0) all.emplace_back(place.ordinal, &place.record);
        std::sort(all.begin(), all.end());
        for (auto const& [ordinal, record] : all)
            visit(delivery_number{ordinal}, *record);
    }

private:
    // Most deliveries end soon after they are requested, while their place here is still theirs.
    static constexpr std::uint32_t recent_size = 256;
    struct seat {
        std::uint32_t ordinal = 0; // 0: none, or forgotten
        Record record{};
    };
    std::array<seat, recent_size> recent_{};
    ordinal_map<Record> older_;
    std::uint32_t last_ = 0;
};

} // namespace drydock::model
