#include "model/property/attempt_rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drydock::model {

attempt_rules::attempt_rules(retry_policy policy, instant start)
    : policy_{std::move(policy)}, start_{start}
{
}

void attempt_rules::on_cancelled(delivery_number which, sequence_number sequence)
{
    cancelled_.emplace_back(which, sequence);
}

void attempt_rules::judge_retry(event const& e, attempt_course const& of, sequence_number sequence)
{
    auto const start = e.as<attempt_started>();
    judge_number(start, of, sequence);
    if (start.attempt.value > 1) judge_spacing(e, of, sequence);
}

void attempt_rules::judge_number(attempt_started const& start, attempt_course const& of,
                                 sequence_number sequence)
{
    if (start.attempt.value > policy_.attempts) {
        bounded_.add([&] {
            return violation{fmt::format("delivery {} made attempt {} (event {}), the policy "
                                         "allows {}",
                                         start.delivery.value, start.attempt.value, sequence.value,
                                         policy_.attempts),
                             {sequence}};
        });
    } else if (start.attempt.value != of.attempt.value + 1) {
        bounded_.add([&] {
            return violation{fmt::format("delivery {} made attempt {} (event {}) after attempt {}",
                                         start.delivery.value, start.attempt.value, sequence.value,
                                         of.attempt.value),
                             {sequence}};
        });
    }
}

void attempt_rules::judge_spacing(event const& e, attempt_course const& of,
                                  sequence_number sequence)
{
    auto const start = e.as<attempt_started>();
    auto const complain = [&](std::string const& why, std::vector<sequence_number> evidence) {
        return violation{fmt::format("attempt {} of delivery {} started at {} (event {}), {}",
                                     start.attempt.value, start.delivery.value, clock(e.at),
                                     sequence.value, why),
                         std::move(evidence)};
    };
    if (of.scheduled != start.attempt) {
        spaced_.add([&] { return complain("which no retry was scheduled for", {sequence}); });
    } else if (!of.held && of.due != e.at) {
        spaced_.add([&] {
            return complain(
                fmt::format("its retry was due at {} (event {})", clock(of.due), e.cause.value),
                {e.cause, sequence});
        });
    } else if (e.at < earliest_retry(of)) {
        spaced_.add([&] {
            return complain(fmt::format("the policy allows it from {} (scheduled in event {})",
                                        clock(earliest_retry(of)), e.cause.value),
                            {e.cause, sequence});
        });
    }
}

// A Retry-After is not in the journal: where the policy heeds it, only what it can do at the least
// is asked for.
instant attempt_rules::earliest_retry(attempt_course const& of) const
{
    if (policy_.retry_after == retry_after_rule::honour) return of.failed_at;
    if (of.attempt.value == 0 || of.attempt.value >= policy_.attempts) return of.failed_at;
    auto const least = policy_.jittered(policy_.delay_after(of.attempt)).least;
    auto const anchor = policy_.anchor == delay_anchor::end ? of.failed_at : of.started_at;
    auto const by_ladder = std::max(of.failed_at, anchor + least);
    if (policy_.retry_after == retry_after_rule::ignore) return by_ladder;
    return std::min(by_ladder, of.failed_at + policy_.retry_after_least);
}

void attempt_rules::judge_silence(attempt_started const& start, sequence_number sequence)
{
    auto const cancelled =
        std::find_if(cancelled_.rbegin(), cancelled_.rend(),
                     [&](auto const& entry) { return entry.first == start.delivery; });
    auto const text = fmt::format("attempt {} of delivery {} started (event {})",
                                  start.attempt.value, start.delivery.value, sequence.value);
    if (cancelled == cancelled_.rend()) {
        spaced_.add([&] { return violation{text + " after the delivery had ended", {sequence}}; });
        return;
    }
    silent_.add([&] {
        return violation{fmt::format("{} after the delivery was cancelled (event {})", text,
                                     cancelled->second.value),
                         {cancelled->second, sequence}};
    });
}

property_result attempt_rules::result(property which) const
{
    ASSERT(is_always_on(which));
    auto found = which == property::attempts_bounded ? bounded_
                 : which == property::retries_spaced ? spaced_
                                                     : silent_;
    found.judged = requested_;
    return found;
}

} // namespace drydock::model
