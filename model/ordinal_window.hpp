// A table from ordinals to slots for what lives about equally long: a ring over the ordinals from
// the oldest live one to the newest. No search, and memory follows that span.
#pragma once

#include "model/assert.hpp"
#include "model/id.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace drydock::model {

/// REQUIRES: ordinals are put in ascending order, each once.
class ordinal_window {
public:
    void put(std::uint32_t ordinal, slot where)
    {
        ASSERT(ordinal >= end_ && where != slot{});
        if (size_ == 0) first_ = end_ = ordinal;
        while (ordinal - first_ >= ring_.size())
            grow();
        end_ = ordinal + 1;
        at(ordinal) = where;
        ++size_;
    }

    /// Null when there is none.
    slot const* find(std::uint32_t ordinal) const
    {
        if (ordinal < first_ || ordinal >= end_) return nullptr;
        auto const& found = ring_[ordinal & (ring_.size() - 1)];
        return found == slot{} ? nullptr : &found;
    }

    /// REQUIRES: it is there.
    void erase(std::uint32_t ordinal)
    {
        at(ordinal) = {};
        --size_;
        while (first_ != end_ && at(first_) == slot{})
            ++first_;
    }

    std::size_t size() const { return size_; }

    /// Calls `visit(ordinal, slot)` for every entry.
    template <class Visitor> void for_each(Visitor&& visit) const
    {
        for (auto ordinal = first_; ordinal != end_; ++ordinal)
            if (auto const* const where = find(ordinal)) visit(ordinal, *where);
    }

private:
    slot& at(std::uint32_t ordinal) { return ring_[ordinal & (ring_.size() - 1)]; }

    void grow()
    {
        std::vector<slot> old(ring_.empty() ? 64 : ring_.size() * 2);
        old.swap(ring_);
        for (auto ordinal = first_; ordinal != end_; ++ordinal)
            at(ordinal) = old[ordinal & (old.size() - 1)];
    }

    std::vector<slot> ring_; // a power of two, or none; free places hold the none slot
    std::uint32_t first_ = 1;
    std::uint32_t end_ = 1; // after the newest that was put
    std::size_t size_ = 0;
};

} // namespace drydock::model
