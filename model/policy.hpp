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

/// The n-th delay is min(most, initial x factor^(n-1)), factor = numerator / denominator, each step
/// rounded down to the microsecond.
struct backoff {
    duration initial{};
    std::uint64_t numerator = 2, denominator = 1;
    duration most = longest_duration;

    bool operator==(backoff const&) const = default;

    /// REQUIRES: n >= 1.
    duration nth(std::uint32_t n) const;
};

/// Turns a webhook off that keeps failing. A limit of 0 is none.
struct disable_rule {
    std::uint32_t failed_deliveries = 0; ///< that many discarded in a row, no success between
    duration failing_for{};              ///< a failure this long after the first since a success
    std::uint32_t failed_attempts = 0;   ///< that many failed in a row, no success between
    /// Turns it on again, on trial: the first failure turns it off for the next, longer time, the
    /// first success ends the trial.
    std::optional<backoff> recover_after = {};
    std::uint32_t for_good_after = 0; ///< failed attempts in a row, after which it stays off

    bool operator==(disable_rule const&) const = default;
};

/// Attempts of one webhook start no closer than per / attempts. 0 attempts: as they come.
struct rate_limit {
    std::uint32_t attempts = 0;
    duration per{};

    bool operator==(rate_limit const&) const = default;

    duration gap() const { return attempts == 0 ? duration{} : per / attempts; }
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
    rate_limit rate;
    std::uint32_t in_flight = 0; ///< at most so many attempts of one webhook at a time; 0: any

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

/// The delays of so many attempts. Empty when one would pass longest_duration, or more than
/// longest_ladder different delays are needed.
std::optional<std::vector<duration>> ladder(backoff const& shape, std::uint16_t attempts);

} // namespace drydock::model
