#include "sim/load_curve.hpp"

#include <algorithm>

namespace drydock::sim {

void load_curve::open_bucket(instant at)
{
    auto const from = at - (at - start_) % length_;
    buckets_.push_back({.from = from});
    end_ = from + length_;
}

load_curve::peak load_curve::highest() const
{
    peak found;
    for (auto const& b : buckets_)
        if (b.all > found.attempts) found = {b.all, b.from};
    return found;
}

std::uint64_t load_curve::normal() const
{
    std::vector<std::uint64_t> counts;
    for (auto const& b : buckets_)
        if (b.first > 0) counts.push_back(b.first);
    if (counts.empty()) return 0;
    auto const middle = counts.begin() + static_cast<std::ptrdiff_t>((counts.size() + 1) / 2 - 1);
    std::nth_element(counts.begin(), middle, counts.end());
    return *middle;
}

std::optional<load_curve::wave> load_curve::recovery() const
{
    if (!healed_) return std::nullopt;
    auto const usual = normal();
    wave found;
    for (auto const& b : buckets_) {
        found.peak = std::max(found.peak, b.healed);
        if (b.healed > usual) found.above_normal = b.from + length_ - *healed_;
    }
    return found;
}

} // namespace drydock::sim
