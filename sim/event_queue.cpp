#include "sim/event_queue.hpp"

namespace drydock::sim {

// When near works crowd, the buckets are too wide. To deal anew costs time in proportion to what is
// pending, which as many pushes make up for.
void event_queue::uncrowd()
{
    if (pushes_ < size_) return;
    wheel_.start_afresh(near_);
    pushes_ = 0;
}

// The wheel opens a bucket only when nothing else goes before it, nor the end: what is pushed until
// then may still go into it.
void event_queue::open_until(model::instant end)
{
    auto const* const soon = near_.front();
    while (!wheel_.front() && wheel_.has_unopened()) {
        auto const from = wheel_.unopened_from();
        if (from > end || (soon && soon->due < from)) break;
        wheel_.open();
    }
}

} // namespace drydock::sim
