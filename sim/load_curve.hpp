// Attempts per bucket of time. Memory follows the buckets that hold attempts, not the time between.
#pragma once

#include "model/time.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace drydock::sim {

using model::duration;
using model::instant;

class load_curve {
public:
    /// Buckets of `length` from `start`. `healed` is when the last outage ends, if there is one.
    load_curve(instant start, duration length, std::optional<instant> healed)
        : start_{start}, length_{length}, healed_{healed}
    {
    }

    /// Counts an attempt. REQUIRES: `at` never decreases.
    void add(instant at, bool is_first)
    {
        if (at >= end_) open_bucket(at);
        auto& b = buckets_.back();
        ++b.all;
        if (is_first) ++b.first;
        if (healed_ && at >= *healed_) ++b.healed;
    }

    struct peak {
        std::uint64_t attempts = 0;
        std::optional<instant> at; ///< where the bucket begins
    };
    /// The fullest bucket, the earliest on a tie.
    peak highest() const;

    /// The nearest-rank median of first attempts over the buckets that have any.
    std::uint64_t normal() const;

    struct wave {
        std::uint64_t peak = 0;  ///< attempts in the fullest bucket after the last outage
        duration above_normal{}; ///< until the end of the last bucket above `normal`
    };
    /// What came after the last outage, in which attempts before its end do not count; none
    /// without an outage.
    std::optional<wave> recovery() const;

private:
    struct bucket {
        instant from;
        std::uint64_t all = 0;
        std::uint64_t first = 0;
        std::uint64_t healed = 0; // since the last outage ended
    };
    void open_bucket(instant at);

    instant start_;
    duration length_;
    std::optional<instant> healed_;
    std::vector<bucket> buckets_;
    instant end_ = instant::min(); // of the last bucket
};

} // namespace drydock::sim
