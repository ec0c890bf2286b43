// Live entities in recycled slots, found by their permanent ordinal. Storage never decides an
// order: whoever iterates goes by ordinal.
#pragma once

#include "model/assert.hpp"
#include "model/id.hpp"
#include "model/ordinal_map.hpp"

#include <algorithm>
#include <vector>

namespace drydock::model {

/// Entities carry their ordinal as `number`. `Index` finds slots by ordinals: an ordinal_map where
/// some live much longer than others, else an ordinal_window.
template <class Entity, class Index = ordinal_map<slot>> class slab {
public:
    /// Stores an entity whose ordinal is not live.
    slot put(Entity entity)
    {
        auto const where = take_place();
        index_.put(entity.number.value, where);
        entities_[where.value] = std::move(entity);
        return where;
    }

    /// The same for one that is filled in where it stands, with nothing but its ordinal in it yet.
    Entity& begin(std::uint32_t ordinal)
    {
        auto const where = take_place();
        index_.put(ordinal, where);
        auto& begun = entities_[where.value] = {};
        begun.number = {ordinal};
        return begun;
    }

    /// The slot of a live ordinal; the none slot for one that is gone or never was.
    slot find(std::uint32_t ordinal) const
    {
        if (holds(ordinal, recent_)) return recent_;
        auto const* const found = index_.find(ordinal);
        return found == nullptr ? slot{} : *found;
    }
    /// Whether that is the slot of a live ordinal.
    bool holds(std::uint32_t ordinal, slot where) const
    {
        return where.value < entities_.size() && entities_[where.value].number.value == ordinal &&
               ordinal != 0;
    }
    /// The same, where it is most likely known: no search then.
    slot find(std::uint32_t ordinal, slot likely) const
    {
        return holds(ordinal, likely) ? likely : find(ordinal);
    }
    /// The entity, or null. The next search for it is short.
    Entity* seek(std::uint32_t ordinal)
    {
        auto const where = find(ordinal);
        if (where == slot{}) return nullptr;
        recent_ = where;
        return &entities_[where.value];
    }
    /// Says where the entity is that is asked for next. It may be wrong: then the search is long.
    void expect(slot where) { recent_ = where; }

    /// Has what is stored there brought near, for it is asked for soon. Always inline: GCC 12 takes
    /// a function that does nothing else for one without effect, and leaves the call out.
    [[gnu::always_inline]] void prefetch(slot where) const
    {
        if (where.value < entities_.size()) __builtin_prefetch(&entities_[where.value], 1);
    }

    /// Forgets a live ordinal; its slot may be given to another from now on.
    void erase(std::uint32_t ordinal)
    {
        auto const where = find(ordinal);
        ASSERT(where != slot{});
        erase(where);
    }
    /// The same for what is stored there.
    void erase(slot where)
    {
        auto& number = entities_[where.value].number;
        index_.erase(number.value);
        number = {};
        free_.push_back(where);
    }
    /// Where an entity of this slab is stored.
    slot slot_of(Entity const& entity) const
    {
        return {static_cast<std::uint32_t>(&entity - entities_.data())};
    }

    Entity& operator[](slot where) { return entities_[where.value]; }
    Entity const& operator[](slot where) const { return entities_[where.value]; }

    std::size_t live() const { return index_.size(); }
    /// Those that are live, in ascending order.
    std::vector<std::uint32_t> ordinals() const
    {
        std::vector<std::uint32_t> all;
        all.reserve(live());
        index_.for_each([&](std::uint32_t ordinal, slot) { all.push_back(ordinal); });
        std::sort(all.begin(), all.end());
        return all;
    }

private:
    slot take_place()
    {
        if (free_.empty()) {
            entities_.emplace_back();
            recent_ = {static_cast<std::uint32_t>(entities_.size() - 1)};
        } else {
            recent_ = free_.back();
            free_.pop_back();
        }
        return recent_;
    }

    std::vector<Entity> entities_; // one that is forgotten has number 0
    std::vector<slot> free_;
    Index index_;
    slot recent_;
};

} // namespace drydock::model
