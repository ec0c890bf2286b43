// Works due at scattered times: kept in buckets of equal width, each of which is sorted when it is
// opened. What lies beyond the last bucket waits in no order; when all buckets are used up, it is
// dealt into new ones, whose width follows from how densely it lies.
//
// Opening is up to the caller, who does it only once nothing else is earlier: a work due within
// what was opened is no longer taken.
#pragma once

#include "sim/queue/near_set.hpp"
#include "sim/queue/work.hpp"

#include <array>
#include <vector>

namespace drydock::sim {

class bucket_wheel {
public:
    bucket_wheel() = default;
    bucket_wheel(bucket_wheel const&) = delete; // it points into itself
    bucket_wheel& operator=(bucket_wheel const&) = delete;

    /// False: it is due within what was opened, and the caller must keep it.
    bool push(work item)
    {
        if (item.due <= opened_through_) return false;
        auto const index = index_of(item.due);
        if (index < bucket_count_)
            put(index, item);
        else
            put_far(item);
        return true;
    }

    /// The earliest of what was opened; null when none of that is left.
    work const* front() const { return next_ == run_end_ ? nullptr : next_; }

    /// REQUIRES: front().
    void pop() { ++next_; }

    /// The work `n` places after the front(), if it is opened; null: it is not.
    work const* ahead(std::ptrdiff_t n) const { return run_end_ - next_ > n ? next_ + n : nullptr; }

    bool has_unopened() const { return in_buckets_ != 0 || !far_.empty(); }

    /// No unopened work is earlier than this. REQUIRES: has_unopened().
    model::instant unopened_from() const { return in_buckets_ != 0 ? start_of(first_) : far_from_; }

    /// Opens the first bucket with anything in it. REQUIRES: has_unopened(), and no front().
    void open();

    /// Closes what was opened, takes in all of `soon`, and will deal everything anew.
    void start_afresh(near_set& soon);

private:
    static constexpr std::size_t most_buckets = 1024;
    /// So many works a bucket are aimed at: enough to pay for opening it, few enough for the cache.
    static constexpr std::size_t bucket_aim = 256;

    static constexpr std::uint32_t chunk_size = 42; // of a kilobyte
    struct chunk {
        std::uint32_t next;
        std::array<work, chunk_size> items;
    };
    /// A list of chunks, of which only the last may have room.
    struct bucket {
        std::uint32_t count = 0;
        std::uint32_t first = 0;
        std::uint32_t last = 0;
    };

    std::uint64_t index_of(model::instant due) const { return offset(due) >> shift_; }
    std::uint64_t offset(model::instant due) const
    {
        return static_cast<std::uint64_t>(due.time_since_epoch().count()) - base_;
    }
    model::instant start_of(std::uint64_t index) const { return at(base_ + (index << shift_)); }
    static model::instant at(std::uint64_t microseconds)
    {
        return model::instant{model::duration{static_cast<std::int64_t>(microseconds)}};
    }

    void put(std::uint64_t index, work item)
    {
        auto& into = buckets_[index];
        auto const place = into.count % chunk_size;
        if (place == 0) add_chunk(into);
        chunks_[into.last].items[place] = item;
        ++into.count;
        ++in_buckets_;
        if (index < first_ || in_buckets_ == 1) first_ = index;
    }

    void put_far(work item);

    void start_run();
    void open_far();
    void deal();
    void measure_far();

    void add_chunk(bucket& into);
    template <class Visitor> void visit(bucket const& from, Visitor each) const;
    void clear(bucket& from);
    void open_bucket(bucket& from);

    std::vector<work> run_;         // what was opened, sorted
    work const* next_ = nullptr;    // the earliest of it that is left
    work const* run_end_ = nullptr; // one past the last
    model::instant opened_through_ = model::instant::min();

    // Bucket i holds what is due from base_ + (i << shift_) on.
    std::array<bucket, most_buckets> buckets_{};
    std::uint64_t base_ = 0;
    unsigned shift_ = 0;
    std::uint64_t bucket_count_ = 0; // of those in use now
    std::uint64_t first_ = 0;        // the first with anything in it, if there is one
    std::size_t in_buckets_ = 0;

    std::vector<work> far_;
    model::instant far_from_{}; // the earliest of them, if there is one

    std::vector<chunk> chunks_;
    std::uint32_t free_chunk_ = none;
    static constexpr std::uint32_t none = UINT32_MAX;
};

} // namespace drydock::sim
