// A flat table from ordinals to records: one array, linear probing, no allocation per entry. Where
// an entry stands depends on history, so nothing may be decided by the order of for_each.
#pragma once

#include "model/assert.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace drydock::model {

/// Ordinals are at least 1. Pointers are good until the next put() or erase().
template <class Record> class ordinal_map {
public:
    /// REQUIRES: the ordinal is not in the table.
    Record& put(std::uint32_t ordinal, Record record)
    {
        ASSERT(ordinal != 0);
        if ((size_ + 1) * 4 > entries_.size() * 3) grow();
        ++size_;
        auto& free = entries_[probe(ordinal)];
        ASSERT(free.ordinal == 0);
        free = {ordinal, std::move(record)};
        return free.record;
    }

    /// Null when there is none.
    Record const* find(std::uint32_t ordinal) const
    {
        if (size_ == 0) return nullptr;
        auto& found = entries_[probe(ordinal)];
        return found.ordinal == ordinal ? &found.record : nullptr;
    }
    Record* find(std::uint32_t ordinal)
    {
        return const_cast<Record*>(std::as_const(*this).find(ordinal));
    }

    /// Does nothing when there is none.
    void erase(std::uint32_t ordinal)
    {
        if (size_ == 0) return;
        auto hole = probe(ordinal);
        if (entries_[hole].ordinal != ordinal) return;
        --size_;
        // Close the gap, so that no probe stops short at it.
        for (auto next = after(hole); entries_[next].ordinal != 0; next = after(next)) {
            auto const home = home_of(entries_[next].ordinal);
            if (((next - home) & mask()) < ((next - hole) & mask())) continue;
            entries_[hole] = std::move(entries_[next]);
            hole = next;
        }
        entries_[hole].ordinal = 0;
    }

    std::size_t size() const { return size_; }

    /// Calls `visit(ordinal, record)` for every entry, in no order that means anything.
    template <class Visitor> void for_each(Visitor&& visit) const
    {
        for (auto const& e : entries_)
            if (e.ordinal != 0) visit(e.ordinal, e.record);
    }

private:
    struct entry {
        std::uint32_t ordinal = 0; // 0: free
        Record record{};
    };
    std::size_t mask() const { return entries_.size() - 1; }
    std::size_t after(std::size_t index) const { return (index + 1) & mask(); }
    std::size_t home_of(std::uint32_t ordinal) const
    {
        return static_cast<std::size_t>((ordinal * std::uint64_t{0x9E3779B97F4A7C15}) >> 32) &
               mask();
    }
    /// The entry of the ordinal, or the free one where it would go.
    std::size_t probe(std::uint32_t ordinal) const
    {
        auto index = home_of(ordinal);
        while (entries_[index].ordinal != 0 && entries_[index].ordinal != ordinal)
            index = after(index);
        return index;
    }
    void grow()
    {
        std::vector<entry> old(entries_.empty() ? 16 : entries_.size() * 2);
        old.swap(entries_);
        for (auto& e : old)
            if (e.ordinal != 0) entries_[probe(e.ordinal)] = std::move(e);
    }

    std::vector<entry> entries_; // a power of two, or none
    std::size_t size_ = 0;
};

} // namespace drydock::model
