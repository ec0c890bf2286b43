// Live entities in recycled slots, found by their permanent ordinal. Storage never decides an
// order: whoever iterates goes by ordinal.
#pragma once

#include "model/assert.hpp"
#include "model/id.hpp"

#include <deque>
#include <vector>

namespace drydock::model {

/// REQUIRES: ordinals are put in ascending order, without gaps, each once.
template <class Entity> class slab {
public:
    /// Stores the entity of the next ordinal and gives its slot.
    slot put(Entity entity)
    {
        slot where;
        if (free_.empty()) {
            where.value = static_cast<std::uint32_t>(entities_.size());
            entities_.push_back(std::move(entity));
        } else {
            where = free_.back();
            free_.pop_back();
            entities_[where.value] = std::move(entity);
        }
        slots_.push_back(where);
        ++live_;
        return where;
    }

    /// The slot of a live ordinal; the none slot for one that is gone or never was.
    slot find(std::uint32_t ordinal) const
    {
        if (ordinal < first_ || ordinal - first_ >= slots_.size()) return {};
        return slots_[ordinal - first_];
    }

    /// Forgets a live ordinal; its slot may be given to another from now on.
    void erase(std::uint32_t ordinal)
    {
        auto const where = find(ordinal);
        ASSERT(where != slot{});
        free_.push_back(where);
        slots_[ordinal - first_] = {};
        while (!slots_.empty() && slots_.front() == slot{}) {
            slots_.pop_front();
            ++first_;
        }
        --live_;
    }

    /// Makes `next` the ordinal of the entity that is put next: those before it are gone already.
    /// REQUIRES: it is not among those that were put.
    void skip_to(std::uint32_t next)
    {
        ASSERT(next >= end_ordinal());
        if (slots_.empty())
            first_ = next;
        else
            slots_.resize(next - first_);
    }

    Entity& operator[](slot where) { return entities_[where.value]; }
    Entity const& operator[](slot where) const { return entities_[where.value]; }

    std::size_t live() const { return live_; }
    /// Ordinals to visit, in order, with find(): [first_ordinal(), end_ordinal()).
    std::uint32_t first_ordinal() const { return first_; }
    std::uint32_t end_ordinal() const { return first_ + static_cast<std::uint32_t>(slots_.size()); }

private:
    std::vector<Entity> entities_;
    std::vector<slot> free_;
    std::deque<slot> slots_;  // of ordinals first_, first_ + 1, ...
    std::uint32_t first_ = 1; // the oldest ordinal that may still live
    std::size_t live_ = 0;
};

} // namespace drydock::model
