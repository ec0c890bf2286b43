#include "sim/event_queue.hpp"

namespace drydock::sim {

void event_queue::push(work const& item)
{
    ++size_;
    ++pushes_;
    if (!wheel_.push(item)) keep_near(item);
}

// When near works crowd, the buckets are too wide. To deal anew costs time in proportion to what is
// pending, which as many pushes make up for.
void event_queue::keep_near(work const& item)
{
    near_.push(item);
    if (!near_.is_crowded() || pushes_ < size_) return;
    wheel_.start_afresh(near_);
    pushes_ = 0;
}

// The wheel opens a bucket only when nothing else goes before it, nor the end: what is pushed until
// then may still go into it.
inline event_queue::place event_queue::find(model::instant end)
{
    auto const* const soon = near_.front();
    while (!wheel_.front() && wheel_.has_unopened()) {
        auto const from = wheel_.unopened_from();
        if (from > end || (soon && soon->due < from)) break;
        wheel_.open();
    }
    auto const* const opened = wheel_.front();
    bool const is_soon = soon && (!opened || *soon < *opened);
    auto const* const first = is_soon ? soon : opened;
    return {first && first->due <= end ? first : nullptr, is_soon};
}

work const* event_queue::head(model::instant end)
{
    return find(end).first;
}

std::optional<work> event_queue::pop_due(model::instant end)
{
    auto const [first, is_soon] = find(end);
    if (!first) return std::nullopt;

    auto const taken = *first;
    if (is_soon)
        near_.pop();
    else
        wheel_.pop();
    --size_;
    return taken;
}

} // namespace drydock::sim
