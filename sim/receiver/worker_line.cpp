#include "sim/receiver/worker_line.hpp"

#include "model/assert.hpp"

#include <algorithm>
#include <functional>

namespace drydock::sim {

worker_line::worker_line(receiver_capacity const& capacity)
    : most_waiting_{capacity.queue}, free_at_(capacity.workers, instant::min())
{
    ASSERT(capacity.workers >= 1);
}

bool worker_line::has_room(instant now)
{
    while (!beginnings_.empty() && beginnings_.front() <= now)
        beginnings_.pop_front();
    return free_at_.front() <= now || beginnings_.size() < most_waiting_;
}

duration worker_line::take_in(instant now, duration length)
{
    ASSERT(has_room(now));
    auto const begins = std::max(now, free_at_.front());
    if (begins > now) beginnings_.push_back(begins);
    std::ranges::pop_heap(free_at_, std::greater{});
    free_at_.back() = begins + length;
    std::ranges::push_heap(free_at_, std::greater{});
    return begins - now;
}

} // namespace drydock::sim
