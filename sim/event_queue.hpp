// Work to come, in the order of sim/queue/work.hpp. Where a work is kept follows from how long it
// will wait, so that hardly any costs a search; the order never does.
#pragma once

#include "sim/queue/bucket_wheel.hpp"
#include "sim/queue/near_set.hpp"
#include "sim/queue/work.hpp"

#include <cstdint>

namespace drydock::sim {

class event_queue {
public:
    void push(work item)
    {
        ++size_;
        ++pushes_;
        if (!wheel_.push(item)) keep_near(item);
    }

    /// The earliest work due at or before `end`, taken out; null when there is none. Good until the
    /// next is taken.
    work const* pop_due(model::instant end)
    {
        auto const [first, is_soon] = find(end);
        if (!first) return nullptr;

        taken_ = *first;
        if (is_soon)
            near_.pop();
        else
            wheel_.pop();
        --size_;
        return &taken_;
    }

    /// What pop_due() would take, left where it is; good until the queue changes.
    work const* head(model::instant end) { return find(end).first; }

    /// A work that will be taken soon, most likely so many after the next one; null: none is known.
    work const* ahead(std::ptrdiff_t n) const { return wheel_.ahead(n); }

    /// How much is pending.
    std::size_t size() const { return size_; }

private:
    /// The earliest work due by some end, and which part of the queue it is in.
    struct place {
        work const* first;
        bool is_soon;
    };

    place find(model::instant end)
    {
        auto const* const soon = near_.front();
        if (!wheel_.front() && wheel_.has_unopened()) [[unlikely]]
            open_until(end);
        auto const* const opened = wheel_.front();
        bool const is_soon = soon && (!opened || *soon < *opened);
        auto const* const first = is_soon ? soon : opened;
        return {first && first->due <= end ? first : nullptr, is_soon};
    }

    void open_until(model::instant end);

    void keep_near(work item)
    {
        near_.push(item);
        if (near_.is_crowded()) [[unlikely]]
            uncrowd();
    }
    void uncrowd();

    bucket_wheel wheel_;
    near_set near_; // due within what the wheel has opened
    work taken_;
    std::size_t size_ = 0;
    std::uint64_t pushes_ = 0; // since the wheel last started afresh
};

} // namespace drydock::sim
