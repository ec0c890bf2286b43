// The properties of the sender: attempts_bounded, retries_spaced, cancelled_means_silent. Part of
// every run, so an event costs a look into a flat record and no more.
#pragma once

#include "model/property/delivery_window.hpp"
#include "model/property/property.hpp"

#include <utility>

namespace drydock::model {

class attempt_rules {
public:
    attempt_rules(retry_policy policy, instant start);

    void apply(std::span<event const> block, sequence_number first);
    property_result result(property which) const;

private:
    struct sending {
        instant started_at; // of the last attempt
        instant failed_at;
        instant due; // of the retry to come
        attempt_number attempt;
        attempt_number scheduled;
        bool held = false; // until an attempt in flight ends: nobody knows when that is
    };

    void on_started(event const& e, sequence_number sequence);
    void on_deferred(attempt_deferred const& deferred);
    void on_scheduled(retry_scheduled const& retry);
    void judge_retry(event const& e, sending const& s, sequence_number sequence);
    void judge_number(attempt_started const& start, sending const& s, sequence_number sequence);
    void judge_spacing(event const& e, sending const& s, sequence_number sequence);
    void judge_silence(attempt_started const& start, sequence_number sequence);
    instant earliest_retry(sending const& s) const;
    std::string clock(instant at) const { return to_text(duration{at - start_}); }

    retry_policy policy_;
    instant start_;
    delivery_window<sending> deliveries_;
    std::uint64_t requested_ = 0;
    // Searched only for an attempt that should not be.
    std::vector<std::pair<delivery_number, sequence_number>> cancelled_;
    property_result bounded_, spaced_, silent_;
};

} // namespace drydock::model
