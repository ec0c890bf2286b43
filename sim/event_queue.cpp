#include "sim/event_queue.hpp"

#include <algorithm>

namespace drydock::sim {

namespace {

// The heap functions keep the largest in front.
constexpr auto later = [](work const& a, work const& b) { return b < a; };

} // namespace

void event_queue::push(work const& item)
{
    heap_.push_back(item);
    std::ranges::push_heap(heap_, later);
}

std::optional<work> event_queue::pop_due(model::instant end)
{
    if (heap_.empty() || heap_.front().due > end) return std::nullopt;
    std::ranges::pop_heap(heap_, later);
    auto const earliest = heap_.back();
    heap_.pop_back();
    return earliest;
}

} // namespace drydock::sim
