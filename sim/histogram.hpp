// Percentiles of many values in little memory, with integers only: exact below 256, and above that
// off by less than 1/128. The buckets are those of HdrHistogram with two significant digits, so
// that two histograms merge into what one would have been. Each bucket remembers its largest value,
// so a value that comes again and again is reported as it is.
#pragma once

#include "model/assert.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <vector>

namespace drydock::sim {

class histogram {
public:
    struct bucket {
        std::uint64_t count = 0;
        std::int64_t largest = 0;
        friend bool operator==(bucket const&, bucket const&) = default;
    };

    /// REQUIRES: value >= 0.
    void add(std::int64_t value)
    {
        ASSERT(value >= 0);
        add(bucket{1, value});
    }

    /// Adds as many values as the bucket counts, the largest of which is known.
    /// REQUIRES: it counts one at least, none of them below 0.
    void add(bucket const& some)
    {
        ASSERT(some.count > 0);
        ASSERT(some.largest >= 0);
        auto const index = bucket_of(static_cast<std::uint64_t>(some.largest));
        if (index >= buckets_.size()) buckets_.resize(index + 1);
        auto& b = buckets_[index];
        b.count += some.count;
        b.largest = std::max(b.largest, some.largest);
        count_ += some.count;
        max_ = std::max(max_, some.largest);
    }

    /// Adds all values of another one: the same as if each had been added here.
    void merge(histogram const& other)
    {
        for (auto const& b : other.buckets_)
            if (b.count > 0) add(b);
    }

    /// In order of their values; some are empty.
    std::vector<bucket> const& buckets() const { return buckets_; }

    friend bool operator==(histogram const&, histogram const&) = default;

    std::uint64_t count() const { return count_; }
    /// 0 when empty.
    std::int64_t max() const { return max_; }

    /// By nearest rank; empty when there is no value. REQUIRES: 1 <= percent <= 100.
    std::optional<std::int64_t> percentile(std::uint64_t percent) const
    {
        ASSERT(percent >= 1 && percent <= 100);
        if (count_ == 0) return std::nullopt;
        auto const rank = nearest_rank(percent);
        std::uint64_t seen = 0;
        for (auto const& b : buckets_)
            if ((seen += b.count) >= rank) return b.largest;
        return max_;
    }

private:
    static constexpr unsigned precision = 7; // 128 buckets to an octave

    static std::size_t bucket_of(std::uint64_t value)
    {
        if (value < (2U << precision)) return value;
        auto const shift = static_cast<unsigned>(std::bit_width(value)) - precision - 1;
        return (std::size_t{shift} << precision) + static_cast<std::size_t>(value >> shift);
    }

    // The ceiling of count x percent / 100, without overflow.
    std::uint64_t nearest_rank(std::uint64_t percent) const
    {
        auto const whole = count_ / 100 * percent;
        return whole + (count_ % 100 * percent + 99) / 100;
    }

    std::vector<bucket> buckets_;
    std::uint64_t count_ = 0;
    std::int64_t max_ = 0;
};

} // namespace drydock::sim
