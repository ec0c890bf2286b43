#include "sim/queue/near_set.hpp"

#include <algorithm>

namespace drydock::sim {

bool work_line::push(work const& item)
{
    if (!empty() && item < all_.back()) return false;
    // Before the line grows, it moves up into the room of those that are gone, if that is half.
    if (all_.size() == all_.capacity() && 2 * next_ >= all_.size()) drop_gone();
    all_.push_back(item);
    return true;
}

void work_line::move_to(std::vector<work>& out)
{
    drop_gone();
    out.insert(out.end(), all_.begin(), all_.end());
    all_.clear();
}

void work_line::drop_gone()
{
    all_.erase(all_.begin(), all_.begin() + static_cast<std::ptrdiff_t>(next_));
    next_ = 0;
}

void near_set::push_to_many(work item)
{
    ++many_;
    if (line_.push(item)) return;
    heap_.push_back(item);
    std::ranges::push_heap(heap_, later);
}

void near_set::pop_of_many()
{
    --many_;
    if (is_line_first()) return line_.pop();
    std::ranges::pop_heap(heap_, later);
    heap_.pop_back();
}

void near_set::move_to(std::vector<work>& out)
{
    line_.move_to(out);
    out.insert(out.end(), heap_.begin(), heap_.end());
    out.insert(out.end(), sorted_.begin(), sorted_.begin() + static_cast<std::ptrdiff_t>(few_));
    heap_.clear();
    few_ = 0;
    many_ = 0;
}

} // namespace drydock::sim
