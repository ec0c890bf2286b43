#include "sim/queue/bucket_wheel.hpp"

#include "model/assert.hpp"

#include <algorithm>
#include <bit>

namespace drydock::sim {

namespace {

model::instant median_due(std::vector<work> const& all)
{
    std::vector<model::instant> dues;
    dues.reserve(all.size());
    for (auto const& each : all)
        dues.push_back(each.due);
    auto const half = dues.begin() + static_cast<std::ptrdiff_t>(dues.size() / 2);
    std::ranges::nth_element(dues, half);
    return *half;
}

// What was pushed in order, as for one instant it mostly was, still is so.
void sort(std::vector<work>::iterator begin, std::vector<work>::iterator end)
{
    if (!std::is_sorted(begin, end)) std::sort(begin, end);
}

} // namespace

void bucket_wheel::put_far(work item)
{
    if (far_.empty() || item.due < far_from_) far_from_ = item.due;
    far_.push_back(item);
}

void bucket_wheel::open()
{
    ASSERT(front() == nullptr);
    if (in_buckets_ == 0) {
        if (far_.size() <= 2 * bucket_aim) return open_far();
        deal();
    }
    auto const left = static_cast<std::uint64_t>(INT64_MAX) - base_;
    auto const end = ((first_ + 1) << shift_) - 1;
    opened_through_ = at(base_ + std::min(end, left));
    open_bucket(buckets_[first_]);
    if (in_buckets_ == 0) return;
    while (buckets_[first_].count == 0)
        ++first_;
}

// Few as they are, they need no buckets.
void bucket_wheel::open_far()
{
    ASSERT(!far_.empty());
    run_.swap(far_);
    far_.clear();
    sort(run_.begin(), run_.end());
    opened_through_ = run_.back().due;
    bucket_count_ = 0;
    start_run();
}

void bucket_wheel::start_run()
{
    next_ = run_.data();
    run_end_ = next_ + run_.size();
}

// The width is such that the earlier half, at least, comes into buckets: so a work is dealt twice,
// on average, however far ahead it is due.
void bucket_wheel::deal()
{
    auto const median = median_due(far_);
    base_ = static_cast<std::uint64_t>(far_from_.time_since_epoch().count());
    auto const wanted = std::clamp(far_.size() / 2 / bucket_aim, std::size_t{1}, most_buckets / 2);
    constexpr unsigned widest = 63; // bits, of 64
    auto const width = offset(median) / wanted;
    shift_ = std::min(static_cast<unsigned>(std::bit_width(width)), widest);
    auto const last = index_of(std::ranges::max(far_, {}, &work::due).due);
    bucket_count_ = std::min<std::uint64_t>(last + 1, most_buckets);

    auto kept = far_.begin();
    for (auto const& item : far_) {
        auto const index = index_of(item.due);
        if (index < bucket_count_)
            put(index, item);
        else
            *kept++ = item;
    }
    far_.erase(kept, far_.end());
    measure_far();
}

void bucket_wheel::measure_far()
{
    if (!far_.empty()) far_from_ = std::ranges::min(far_, {}, &work::due).due;
}

void bucket_wheel::start_afresh(near_set& soon)
{
    soon.move_to(far_);
    far_.insert(far_.end(), next_, run_end_);
    run_.clear();
    start_run();
    for (auto& each : buckets_) {
        visit(each, [&](work const& item) { far_.push_back(item); });
        clear(each);
    }
    bucket_count_ = 0;
    opened_through_ = model::instant::min();
    measure_far();
}

// --- one bucket --------------------------------------------------------------------------------

void bucket_wheel::add_chunk(bucket& into)
{
    auto added = free_chunk_;
    if (added == none) {
        added = static_cast<std::uint32_t>(chunks_.size());
        chunks_.emplace_back();
    } else {
        free_chunk_ = chunks_[added].next;
    }
    if (into.count == 0)
        into.first = added;
    else
        chunks_[into.last].next = added;
    into.last = added;
}

template <class Visitor> void bucket_wheel::visit(bucket const& from, Visitor each) const
{
    auto at = from.first;
    for (auto left = from.count; left > 0; at = chunks_[at].next) {
        auto const here = std::min(left, chunk_size);
        for (std::uint32_t i = 0; i < here; ++i)
            each(chunks_[at].items[i]);
        left -= here;
    }
}

void bucket_wheel::clear(bucket& from)
{
    if (from.count == 0) return;
    chunks_[from.last].next = free_chunk_;
    free_chunk_ = from.first;
    in_buckets_ -= from.count;
    from = {};
}

// Dealt by time into parts of one or two works, then each part is sorted.
void bucket_wheel::open_bucket(bucket& from)
{
    constexpr unsigned part_bits = 8;
    auto const start = first_ << shift_;
    auto const narrowing = shift_ > part_bits ? shift_ - part_bits : 0;
    auto const part_of = [&](work const& item) { return (offset(item.due) - start) >> narrowing; };

    std::array<std::uint32_t, (1 << part_bits) + 1> ends{};
    visit(from, [&](work const& item) { ++ends[part_of(item) + 1]; });
    for (std::size_t i = 1; i < ends.size(); ++i)
        ends[i] += ends[i - 1];
    run_.resize(from.count);
    // ends[i] is where part i begins, and moves on to where it ends.
    visit(from, [&](work const& item) { run_[ends[part_of(item)]++] = item; });
    clear(from);

    auto begin = run_.begin();
    for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
        auto const end = run_.begin() + ends[i];
        sort(begin, end);
        begin = end;
    }
    start_run();
}

} // namespace drydock::sim
