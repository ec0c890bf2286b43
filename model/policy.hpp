// When a failed attempt is tried again: pure data, filled from a scenario's `policy` block.
#pragma once

#include "model/id.hpp"
#include "model/status.hpp"
#include "model/time.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace drydock::model {

/// What to do with an answer's Retry-After header.
enum class retry_after_rule : std::uint8_t { ignore, honour, clamp };

/// From which instant of the failed attempt the delay counts.
enum class delay_anchor : std::uint8_t { end, start };

/// Turns a webhook off that keeps failing. A limit of 0 is none.
struct disable_rule {
    std::uint32_t failed_deliveries = 0; ///< that many discarded in a row, no success between
    duration failing_for{};              ///< a failure this long after the first since a success

    bool operator==(disable_rule const&) const = default;
};

/// Source: attempts and delay are ShipEngine's (the seed, "Retry & Backoff"); what the seed leaves
/// open (timeout, anchor, success) is a named assumption, printed by each run.
struct retry_policy {
    static constexpr std::size_t longest_ladder = 64;

    std::uint16_t attempts = 3; ///< all of them, the first included; at least 1
    /// The n-th delay stands between attempts n and n + 1; the last one repeats.
    std::array<duration, longest_ladder> delays{std::chrono::hours{2}};
    std::uint8_t delay_count = 1;                ///< at least 1
    duration timeout = std::chrono::seconds{10}; ///< from the start of the attempt
    delay_anchor anchor = delay_anchor::end;
    std::uint32_t jitter_millionths = 0; ///< 200'000: each delay within +-20 %
    std::vector<std::uint16_t> success;  ///< empty: every 2xx
    retry_after_rule retry_after = retry_after_rule::ignore;
    duration retry_after_least{}; ///< for clamp
    duration retry_after_most{};
    std::vector<std::uint16_t> stop_on;
    std::optional<duration> max_age; ///< no attempt is scheduled later than requested + max_age
    disable_rule disable_after;

    bool operator==(retry_policy const&) const = default;

    bool is_success(attempt_outcome outcome) const;
    bool stops_on(attempt_outcome outcome) const;

    /// The delay between attempt `failed` and the next, before jitter. Attempts count from 1.
    /// REQUIRES: failed < attempts.
    duration delay_after(attempt_number failed) const;

    /// The delays that jitter may make of `delay`, both ends included, each rounded towards it.
    struct range {
        duration least, most;
    };
    range jittered(duration delay) const;
};

/// n delays of min(most, initial x factor^(n-1)), factor = numerator / denominator, each step
/// rounded down to the microsecond. Empty when a delay would pass longest_duration, or more
/// than longest_ladder different delays are needed.
struct backoff {
    duration initial;
    std::uint64_t numerator, denominator;
    duration most;
};
std::optional<std::vector<duration>> ladder(backoff const& shape, std::uint16_t attempts);

} // namespace drydock::model
