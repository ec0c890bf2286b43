#include "model/policy.hpp"

#include "model/assert.hpp"

#include <algorithm>

namespace drydock::model {
namespace {

constexpr std::uint64_t one_whole = 1'000'000;

bool holds(std::vector<std::uint16_t> const& codes, std::uint16_t code)
{
    return std::ranges::find(codes, code) != codes.end();
}

/// value x numerator / denominator, rounded down; empty when that passes 64 bits.
std::optional<std::uint64_t> scaled(std::uint64_t value, std::uint64_t numerator,
                                    std::uint64_t denominator)
{
    std::uint64_t whole = 0;
    std::uint64_t rest = 0;
    std::uint64_t sum = 0;
    if (__builtin_mul_overflow(value / denominator, numerator, &whole)) return std::nullopt;
    if (__builtin_mul_overflow(value % denominator, numerator, &rest)) return std::nullopt;
    if (__builtin_add_overflow(whole, rest / denominator, &sum)) return std::nullopt;
    return sum;
}

/// The delay after `last`; what cannot be represented counts as longer than anything.
duration next_delay(backoff const& shape, duration last)
{
    auto const grown =
        scaled(static_cast<std::uint64_t>(last.count()), shape.numerator, shape.denominator);
    auto const most = static_cast<std::uint64_t>(duration::max().count());
    if (!grown || *grown > most) return shape.most;
    return std::min(shape.most, duration{static_cast<std::int64_t>(*grown)});
}

} // namespace

duration backoff::nth(std::uint32_t n) const
{
    ASSERT(n >= 1);
    auto delay = std::min(most, initial);
    for (; n > 1; --n) {
        auto const next = next_delay(*this, delay);
        if (next == delay) break;
        delay = next;
    }
    return delay;
}

bool retry_policy::is_success(attempt_outcome outcome) const
{
    if (outcome.kind != outcome_kind::http) return false;
    if (success.empty()) return outcome.status >= 200 && outcome.status < 300;
    return holds(success, outcome.status);
}

bool retry_policy::stops_on(attempt_outcome outcome) const
{
    return outcome.kind == outcome_kind::http && holds(stop_on, outcome.status);
}

duration retry_policy::delay_after(attempt_number failed) const
{
    ASSERT(failed.value >= 1);
    ASSERT(failed.value < attempts);
    ASSERT(delay_count >= 1);
    ASSERT(delay_count <= longest_ladder);
    return delays[std::min<std::size_t>(failed.value, delay_count) - 1u];
}

retry_policy::range retry_policy::jittered(duration delay) const
{
    ASSERT(delay >= duration::zero());
    ASSERT(jitter_millionths <= one_whole);
    auto const spread =
        scaled(static_cast<std::uint64_t>(delay.count()), jitter_millionths, one_whole);
    ASSERT(spread.has_value());
    duration const reach{static_cast<std::int64_t>(*spread)};
    return {delay - reach, delay + reach};
}

std::optional<std::vector<duration>> ladder(backoff const& shape, std::uint16_t attempts)
{
    ASSERT(shape.denominator >= 1);
    ASSERT(shape.initial >= duration::zero());
    // The last delay of a policy repeats, so a ladder that stands still needs no further rung.
    std::vector<duration> delays{std::min(shape.most, shape.initial)};
    for (unsigned n = 2; n < attempts; ++n) {
        if (delays.back() > longest_duration) return std::nullopt;
        auto const next = next_delay(shape, delays.back());
        if (next == delays.back()) break;
        if (delays.size() == retry_policy::longest_ladder) return std::nullopt;
        delays.push_back(next);
    }
    if (delays.back() > longest_duration) return std::nullopt;
    return delays;
}

} // namespace drydock::model
