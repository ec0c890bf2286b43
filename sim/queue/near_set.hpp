// Works due soon: at this instant, or as outcomes of attempts in flight. They are few, nearly
// always, and a sorted array holds them. When they are many, those that come in the order in which
// they go, as with constant delays or at one instant, line up; only the others need a heap.
#pragma once

#include "sim/queue/work.hpp"

#include <array>
#include <vector>

namespace drydock::sim {

/// A line of works in their order.
class work_line {
public:
    bool empty() const { return next_ == all_.size(); }
    work const& front() const { return all_[next_]; }

    /// False: it goes before the last of them, and is not taken.
    bool push(work const& item);

    /// REQUIRES: !empty().
    void pop() { ++next_; }

    /// All of them, appended to `out`; none is left.
    void move_to(std::vector<work>& out);

private:
    void drop_gone();

    std::vector<work> all_;
    std::size_t next_ = 0; // what is before it is gone
};

class near_set {
public:
    void push(work item)
    {
        if (few_ == sorted_.size()) return push_to_many(item);
        auto place = few_++;
        for (; place > 0 && sorted_[place - 1] < item; --place)
            sorted_[place] = sorted_[place - 1];
        sorted_[place] = item;
    }

    /// The earliest; null when there is none.
    work const* front() const
    {
        auto const* const first = few_ == 0 ? nullptr : &sorted_[few_ - 1];
        if (many_ == 0) [[likely]]
            return first;
        auto const& other = front_of_many();
        return first && *first < other ? first : &other;
    }

    /// REQUIRES: front().
    void pop()
    {
        if (many_ != 0 && (few_ == 0 || front_of_many() < sorted_[few_ - 1])) return pop_of_many();
        --few_;
    }

    /// So many that the heap is slow.
    bool is_crowded() const { return heap_.size() > 2048; }

    /// All of them, in no order, appended to `out`; none is left.
    void move_to(std::vector<work>& out);

private:
    bool is_line_first() const
    {
        return heap_.empty() || (!line_.empty() && line_.front() < heap_.front());
    }

    /// REQUIRES: many_ != 0.
    work const& front_of_many() const { return is_line_first() ? line_.front() : heap_.front(); }

    void push_to_many(work item);
    void pop_of_many();

    std::array<work, 16> sorted_; // the earliest last
    std::size_t few_ = 0;         // how many of them there are

    work_line line_;
    std::vector<work> heap_;
    std::size_t many_ = 0; // in the line and the heap
};

} // namespace drydock::sim
