// What happens to deliveries, and to the passing shipments that they tell of, step by step.
// evolve() takes these steps one event at a time; whoever knows what comes next may take several at
// once, with the events that say so.
#pragma once

#include "model/state.hpp"

#include <algorithm>

namespace drydock::model {

inline passing_shipment& admit(state& s, shipment_number number, std::uint32_t id, status_set ends)
{
    ++s.shipment_count;
    auto& p = s.passing.begin(number.value);
    p.id = id;
    p.ends = ends;
    return p;
}

/// Takes a scan into a recycled place.
inline std::uint32_t keep_passed(state& s, passed_scan const& scan)
{
    if (s.free_passed == 0) {
        s.passed_scans.push_back(scan);
        return static_cast<std::uint32_t>(s.passed_scans.size());
    }
    auto const place = s.free_passed;
    auto& free = s.passed_scans[place - 1];
    s.free_passed = free.previous;
    free = scan;
    return place;
}

inline void pass_on(state& s, passing_shipment& p, instant at, scan_status status)
{
    if (auto const before = p.scan_count; before > passing_shipment::kept_here) {
        p.passed = keep_passed(s, {.at = p.last_at, .previous = p.passed, .status = p.status});
    } else if (before != 0) {
        p.first_at[before - 1] = p.last_at;
        p.first_statuses[before - 1] = p.status;
    }
    ++p.scan_count;
    p.last_at = at;
    p.status = status;
}

/// Of the scan that was passed on last.
inline delivery& request_delivery(state& s, passing_shipment& p, webhook_number webhook, instant at,
                                  sequence_number sequence)
{
    ++p.open;
    auto& d = s.deliveries.begin(++s.delivery_count);
    d.webhook = webhook;
    d.subject.ordinal = p.number.value;
    d.told = d.nth = p.scan_count;
    d.requested_at = at;
    d.last_event = sequence;
    d.likely = {s.passing.slot_of(p)};
    return d;
}

inline void begin_attempt(webhook& w, delivery& d, attempt_number attempt, instant at,
                          sequence_number sequence)
{
    ++w.in_flight;
    w.last_start = std::max(w.last_start, at);
    d.status = delivery_status::in_flight;
    d.last_event = sequence;
    d.attempt = attempt;
    d.started_at = at;
}

inline void await_retry(delivery& d, attempt_number attempt, instant due, sequence_number sequence)
{
    d.status = delivery_status::waiting;
    d.last_event = sequence;
    d.attempt = attempt;
    d.due = due;
}

inline void fail(webhook& w, instant at)
{
    if (!w.failing) w.failing_since = at;
    w.failing = true;
    ++w.failed_in_row;
    --w.in_flight;
}

inline void succeed(webhook& w)
{
    w.failing = false;
    w.on_trial = false;
    w.discarded_in_row = w.failed_in_row = w.recoveries = 0;
    --w.in_flight;
}

inline void forget_if_over(state& s, passing_shipment const& p)
{
    if (p.open != 0 || p.scan_count == 0 || (p.ends & set_of(p.status)) == 0) return;
    for (auto place = p.passed; place != 0;) {
        auto& gone = s.passed_scans[place - 1];
        auto const next = gone.previous;
        gone = {.at = {}, .previous = s.free_passed};
        s.free_passed = place;
        place = next;
    }
    s.passing.erase(s.passing.slot_of(p));
}

/// `told` is where the passing shipment is that the delivery tells of; the none slot: of none.
inline void end_delivery(state& s, delivery const& d, slot told)
{
    s.deliveries.erase(s.deliveries.slot_of(d));
    if (told == slot{}) return;
    auto& p = s.passing[told];
    --p.open;
    forget_if_over(s, p);
}

} // namespace drydock::model
