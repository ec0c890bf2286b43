#include "model/property/attempt_rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drydock::model {

attempt_rules::attempt_rules(retry_policy policy, instant start)
    : policy_{std::move(policy)}, start_{start}
{
}

inline void attempt_rules::on_started(event const& e, sequence_number sequence)
{
    auto const start = e.as<attempt_started>();
    auto* const s = deliveries_.find(start.delivery);
    if (s == nullptr) [[unlikely]]
        return judge_silence(start, sequence);
    // The first attempt of a delivery is always within bounds.
    if (start.attempt.value != 1 || s->attempt.value != 0) judge_retry(e, *s, sequence);
    s->started_at = e.at;
    s->attempt = start.attempt;
    s->held = false;
}

void attempt_rules::on_deferred(attempt_deferred const& deferred)
{
    auto* const s = deliveries_.find(deferred.delivery);
    if (s == nullptr) return;
    s->held = deferred.due == instant{};
    s->due = deferred.due;
}

// One loop with all that most events need in it: this runs for every event of every run.
void attempt_rules::apply(std::span<event const> block, sequence_number first)
{
    for (auto const& e : block) {
        auto const sequence = sequence_number{first.value++};
        switch (e.type) {
        case event_type::delivery_requested:
            ++requested_;
            deliveries_.add(e.as<delivery_requested>().delivery);
            break;
        case event_type::attempt_started: on_started(e, sequence); break;
        case event_type::attempt_failed:
            if (auto* const s = deliveries_.find(e.as<attempt_failed>().delivery))
                s->failed_at = e.at;
            break;
        case event_type::retry_scheduled: on_scheduled(e.as<retry_scheduled>()); break;
        case event_type::attempt_deferred: on_deferred(e.as<attempt_deferred>()); break;
        case event_type::delivery_succeeded:
            deliveries_.forget(e.as<delivery_succeeded>().delivery);
            break;
        case event_type::delivery_discarded:
            deliveries_.forget(e.as<delivery_discarded>().delivery);
            break;
        case event_type::delivery_cancelled:
            cancelled_.emplace_back(e.as<delivery_cancelled>().delivery, sequence);
            deliveries_.forget(e.as<delivery_cancelled>().delivery);
            break;
        case event_type::webhook_created:
        case event_type::webhook_updated:
        case event_type::webhook_deleted:
        case event_type::webhook_enabled:
        case event_type::webhook_disabled:
        case event_type::shipment_created:
        case event_type::shipment_scanned:
        case event_type::event_unsubscribed:
        case event_type::effect_applied:
        case event_type::batch_created:
        case event_type::batch_status_changed:
        case event_type::rates_updated:
        case event_type::carrier_connected:
        case event_type::report_completed:
        case event_type::order_source_refresh_started:
        case event_type::order_source_refresh_completed:
        case event_type::order_source_refresh_failed:
        case event_type::sales_orders_imported:
        case event_type::effect_skipped:
        case event_type::request_received:
        case event_type::request_answered:
        case event_type::call_sent:
        case event_type::call_answered:
        case event_type::tracking_started:
        case event_type::tracking_stopped:
        case event_type::label_created:
        case event_type::endpoint_changed:
        case event_type::request_captured:
        case event_type::clock_advanced:
        case event_type::timeline_added:
        case event_type::base_url_changed:
        case event_type::clock_mode_changed: break;
        }
    }
}

void attempt_rules::on_scheduled(retry_scheduled const& retry)
{
    auto* const s = deliveries_.find(retry.delivery);
    if (s == nullptr) return;
    s->due = retry.due;
    s->scheduled = retry.attempt;
}

void attempt_rules::judge_retry(event const& e, sending const& s, sequence_number sequence)
{
    auto const start = e.as<attempt_started>();
    judge_number(start, s, sequence);
    if (start.attempt.value > 1) judge_spacing(e, s, sequence);
}

void attempt_rules::judge_number(attempt_started const& start, sending const& s,
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
    } else if (start.attempt.value != s.attempt.value + 1) {
        bounded_.add([&] {
            return violation{fmt::format("delivery {} made attempt {} (event {}) after attempt {}",
                                         start.delivery.value, start.attempt.value, sequence.value,
                                         s.attempt.value),
                             {sequence}};
        });
    }
}

void attempt_rules::judge_spacing(event const& e, sending const& s, sequence_number sequence)
{
    auto const start = e.as<attempt_started>();
    auto const complain = [&](std::string const& why, std::vector<sequence_number> evidence) {
        return violation{fmt::format("attempt {} of delivery {} started at {} (event {}), {}",
                                     start.attempt.value, start.delivery.value, clock(e.at),
                                     sequence.value, why),
                         std::move(evidence)};
    };
    if (s.scheduled != start.attempt) {
        spaced_.add([&] { return complain("which no retry was scheduled for", {sequence}); });
    } else if (!s.held && s.due != e.at) {
        spaced_.add([&] {
            return complain(
                fmt::format("its retry was due at {} (event {})", clock(s.due), e.cause.value),
                {e.cause, sequence});
        });
    } else if (e.at < earliest_retry(s)) {
        spaced_.add([&] {
            return complain(fmt::format("the policy allows it from {} (scheduled in event {})",
                                        clock(earliest_retry(s)), e.cause.value),
                            {e.cause, sequence});
        });
    }
}

// A Retry-After is not in the journal: where the policy heeds it, only what it can do at the least
// is asked for.
instant attempt_rules::earliest_retry(sending const& s) const
{
    if (policy_.retry_after == retry_after_rule::honour) return s.failed_at;
    if (s.attempt.value == 0 || s.attempt.value >= policy_.attempts) return s.failed_at;
    auto const least = policy_.jittered(policy_.delay_after(s.attempt)).least;
    auto const anchor = policy_.anchor == delay_anchor::end ? s.failed_at : s.started_at;
    auto const by_ladder = std::max(s.failed_at, anchor + least);
    if (policy_.retry_after == retry_after_rule::ignore) return by_ladder;
    return std::min(by_ladder, s.failed_at + policy_.retry_after_least);
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
