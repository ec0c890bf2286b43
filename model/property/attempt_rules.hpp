// The properties of the sender: attempts_bounded, retries_spaced, cancelled_means_silent. Part of
// every run, so an event costs a few steps in a flat record. Who keeps the records feeds the rules:
// a summary keeps more of a delivery in the same place, and looks it up once for both.
#pragma once

#include "model/property/property.hpp"

#include <utility>

namespace drydock::model {

/// What the rules remember of a delivery until it ends.
struct attempt_course {
    instant started_at; ///< of the last attempt
    instant failed_at;
    instant due; ///< of the retry to come
    attempt_number attempt;
    attempt_number scheduled;
    bool held = false; ///< until an attempt in flight ends: nobody knows when that is
};

class attempt_rules {
public:
    attempt_rules(retry_policy policy, instant start);

    void on_requested() { ++requested_; }
    /// `of` is null when the delivery has ended, or never was.
    void on_started(attempt_course* of, event const& e, sequence_number sequence);
    void on_failed(attempt_course& of, instant at) { of.failed_at = at; }
    void on_scheduled(attempt_course& of, retry_scheduled const& retry);
    void on_deferred(attempt_course& of, attempt_deferred const& deferred);
    void on_cancelled(delivery_number which, sequence_number sequence);

    /// REQUIRES: the property is always on.
    property_result result(property which) const;

private:
    void judge_retry(event const& e, attempt_course const& of, sequence_number sequence);
    void judge_number(attempt_started const& start, attempt_course const& of,
                      sequence_number sequence);
    void judge_spacing(event const& e, attempt_course const& of, sequence_number sequence);
    void judge_silence(attempt_started const& start, sequence_number sequence);
    instant earliest_retry(attempt_course const& of) const;
    std::string clock(instant at) const { return to_text(duration{at - start_}); }

    retry_policy policy_;
    instant start_;
    std::uint64_t requested_ = 0;
    // Searched only for an attempt that should not be.
    std::vector<std::pair<delivery_number, sequence_number>> cancelled_;
    property_result bounded_, spaced_, silent_;
};

inline void attempt_rules::on_started(attempt_course* of, event const& e, sequence_number sequence)
{
    auto const start = e.as<attempt_started>();
    if (of == nullptr) [[unlikely]]
        return judge_silence(start, sequence);
    // The first attempt of a delivery is always within bounds.
    if (start.attempt.value != 1 || of->attempt.value != 0) judge_retry(e, *of, sequence);
    of->started_at = e.at;
    of->attempt = start.attempt;
    of->held = false;
}

inline void attempt_rules::on_scheduled(attempt_course& of, retry_scheduled const& retry)
{
    of.due = retry.due;
    of.scheduled = retry.attempt;
}

inline void attempt_rules::on_deferred(attempt_course& of, attempt_deferred const& deferred)
{
    of.held = deferred.due == instant{};
    of.due = deferred.due;
}

} // namespace drydock::model
