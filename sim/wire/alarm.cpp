#include "sim/wire/alarm.hpp"

#include "model/assert.hpp"

namespace drydock::sim::wire {

bool alarm_heap::before(alarm const& a, alarm const& b)
{
    return a.due_ != b.due_ ? a.due_ < b.due_ : a.rank_ < b.rank_;
}

void alarm_heap::set(alarm& what, model::instant due, alarm_kind kind)
{
    ASSERT(!what.is_set());
    what.due_ = due;
    what.rank_ = std::uint64_t{static_cast<std::uint8_t>(kind)} << 56 | ++sets_;
    heap_.push_back(&what);
    rise(what, heap_.size() - 1);
}

void alarm_heap::unset(alarm& what)
{
    if (!what.is_set()) return;
    auto const place = what.place_;
    ASSERT(heap_[place] == &what);
    what.place_ = alarm::nowhere;
    auto& last = *heap_.back();
    heap_.pop_back();
    if (&last == &what) return;
    put(last, place);
    rise(last, place);
    sink(last, last.place_);
}

alarm& alarm_heap::take()
{
    auto& first = *heap_.front();
    unset(first);
    return first;
}

void alarm_heap::put(alarm& what, std::size_t place)
{
    heap_[place] = &what;
    what.place_ = place;
}

void alarm_heap::rise(alarm& what, std::size_t place)
{
    while (place > 0) {
        auto const above = (place - 1) / 2;
        if (!before(what, *heap_[above])) break;
        put(*heap_[above], place);
        place = above;
    }
    put(what, place);
}

void alarm_heap::sink(alarm& what, std::size_t place)
{
    for (auto below = 2 * place + 1; below < heap_.size(); below = 2 * place + 1) {
        if (below + 1 < heap_.size() && before(*heap_[below + 1], *heap_[below])) ++below;
        if (!before(*heap_[below], what)) break;
        put(*heap_[below], place);
        place = below;
    }
    put(what, place);
}

} // namespace drydock::sim::wire
