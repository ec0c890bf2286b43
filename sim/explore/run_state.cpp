#include "sim/explore/run_state.hpp"

#include <algorithm>
#include <cstring>
#include <type_traits>

namespace drydock::sim {

namespace {

using model::event_type;

template <class T> void append(std::string& bytes, T const& value)
{
    static_assert(std::has_unique_object_representations_v<T>);
    char raw[sizeof value];
    std::memcpy(raw, &value, sizeof value);
    bytes.append(raw, sizeof value);
}
void append(std::string& bytes, instant at)
{
    append(bytes, at.time_since_epoch().count());
}

bool remembers_deliveries(scenario const& what)
{
    return std::ranges::any_of(what.timeline,
                               [](timeline_entry const& entry) {
                                   return std::holds_alternative<resend_entry>(entry.what);
                               }) ||
           std::ranges::any_of(what.endpoints, [](endpoint const& e) {
               return e.handler == handler_kind::deduplicating;
           });
}

} // namespace

run_state::run_state(scenario const& what)
    : disables_{what.policy.disable_after != model::disable_rule{}},
      limits_{what.policy.rate != model::rate_limit{} || what.policy.in_flight != 0},
      keeps_ended_{remembers_deliveries(what)}
{
}

void run_state::on_block(std::span<model::event const> block, model::sequence_number first,
                         model::text_table const&)
{
    for (auto const& e : block) {
        apply(e, first);
        ++first.value;
    }
}

void run_state::apply(model::event const& e, model::sequence_number sequence)
{
    if (e.type == event_type::shipment_scanned) {
        auto const told = e.as<model::shipment_scanned>();
        scan const made{told.occurred_at, told.status};
        scans_.emplace(sequence, made);
        auto& s = shipments_[told.shipment];
        if (s.newest.status == model::scan_status{} || made.occurred_at >= s.newest.occurred_at)
            s.newest = made;
        ++s.scans;
    } else if (e.type == event_type::delivery_requested) {
        on_requested(e);
    } else if (e.type == event_type::attempt_started) {
        auto const start = e.as<model::attempt_started>();
        auto& d = at(start.delivery);
        d.attempt = start.attempt.value;
        d.started_at = e.at;
        d.in_flight = true;
        d.deferred = false;
        d.url = folded_->at(d.webhook).url;
    } else if (e.type == event_type::attempt_failed) {
        at(e.as<model::attempt_failed>().delivery).in_flight = false;
    } else if (e.type == event_type::attempt_deferred) {
        auto const deferred = e.as<model::attempt_deferred>();
        at(deferred.delivery).due = deferred.due;
        at(deferred.delivery).deferred = true;
    } else if (e.type == event_type::retry_scheduled) {
        auto const retry = e.as<model::retry_scheduled>();
        at(retry.delivery).due = retry.due;
    } else if (e.type == event_type::delivery_succeeded) {
        on_ended(e.as<model::delivery_succeeded>().delivery, status::delivered);
    } else if (e.type == event_type::delivery_discarded) {
        on_ended(e.as<model::delivery_discarded>().delivery, status::discarded);
    } else if (e.type == event_type::delivery_cancelled) {
        on_ended(e.as<model::delivery_cancelled>().delivery, status::cancelled);
    } else if (e.type == event_type::effect_applied) {
        on_applied(e.as<model::effect_applied>().delivery);
    } else if (e.type == event_type::effect_skipped) {
        auto const skip = e.as<model::effect_skipped>();
        at(skip.delivery).stale |= skip.reason == model::skip_reason::stale;
    }
}

void run_state::on_requested(model::event const& e)
{
    auto const request = e.as<model::delivery_requested>();
    delivery made{.subject = request.subject,
                  .webhook = request.webhook,
                  .requested_at = e.at,
                  .resend_of = request.resend_of};
    if (auto const told = scans_.find(e.cause); told != scans_.end()) made.tells = told->second;
    if (request.subject.is_shipment()) {
        auto& s = shipments_[request.subject.shipment()];
        ++s.open;
        s.told |= made.tells.status != model::scan_status{};
    }
    deliveries_.push_back(made);
}

void run_state::on_applied(model::delivery_number number)
{
    auto& d = at(number);
    outcome_.repeated |= d.applied;
    d.applied = true;
    if (d.tells.status == model::scan_status{}) return;
    auto& s = shipments_[d.subject.shipment()];
    s.shown = d.tells;
    auto const [known, is_first] = s.known.emplace(d.url, d.tells.occurred_at);
    if (!is_first) known->second = std::max(known->second, d.tells.occurred_at);
}

void run_state::on_ended(model::delivery_number number, status how)
{
    auto& d = at(number);
    d.is = how;
    d.in_flight = false;
    lost_ |= !d.applied && !d.stale;
    outcome_.discarded |= how == status::discarded;
    outcome_.cancelled |= how == status::cancelled;
    if (d.subject.is_shipment()) --shipments_[d.subject.shipment()].open;
}

run_outcome run_state::outcome() const
{
    auto made = outcome_;
    made.pending =
        std::ranges::any_of(deliveries_, [](delivery const& d) { return d.is == status::open; });
    return made;
}

void run_state::append_to(std::string& bytes, std::uint64_t script, scan_counts const& all) const
{
    append(bytes, script);
    append(bytes, static_cast<std::uint8_t>(outcome_.discarded | outcome_.cancelled << 1 |
                                            outcome_.repeated << 2 | lost_ << 3));
    append_webhooks(bytes);
    append_deliveries(bytes);
    append_shipments(bytes, all);
}

void run_state::append_webhooks(std::string& bytes) const
{
    for (auto const& w : folded_->webhooks) {
        append(bytes, static_cast<std::uint8_t>(w.enabled | w.deleted << 1 | w.on_trial << 2));
        append(bytes, w.url.value);
        append(bytes, w.recovers_at);
        if (disables_) {
            append(bytes, static_cast<std::uint8_t>(w.failing));
            append(bytes, w.discarded_in_row);
            append(bytes, w.failed_in_row);
            append(bytes, w.recoveries);
            append(bytes, w.failing_since);
        }
        if (!limits_) continue;
        append(bytes, w.last_start);
        for (auto i = w.held_gone; i < w.held.size(); ++i)
            append(bytes, w.held[i].value);
    }
}

void run_state::append_deliveries(std::string& bytes) const
{
    for (std::uint32_t i = 0; i < deliveries_.size(); ++i) {
        auto const& d = deliveries_[i];
        if (d.is != status::open && !keeps_ended_) continue;
        append(bytes, i);
        append(bytes, d.subject);
        append(bytes, d.webhook.value);
        append(bytes, d.resend_of.value);
        append(bytes, d.url.value);
        append(bytes, d.attempt);
        append(bytes, d.requested_at);
        append(bytes, d.is);
        append(bytes, static_cast<std::uint8_t>(d.stale | d.in_flight << 1 | d.applied << 2 |
                                                d.deferred << 3));
        if (d.is == status::open) append(bytes, d.in_flight ? d.started_at : d.due);
    }
}

run_state::scan_counts run_state::scans() const
{
    scan_counts counts;
    for (auto const& [number, s] : shipments_) {
        counts.resize(std::max<std::size_t>(counts.size(), number.value));
        counts[number.value - 1] = s.scans;
    }
    return counts;
}

// Of a shipment that nothing more will be told of counts only whether its receiver shows the truth.
void run_state::append_shipments(std::string& bytes, scan_counts const& all) const
{
    bool is_wrong = false;
    for (auto const& [number, s] : shipments_) {
        bool const is_over = number.value <= all.size() && s.scans == all[number.value - 1] &&
                             s.open == 0 && !keeps_ended_;
        if (is_over) {
            is_wrong |= s.told && s.shown.status != s.newest.status;
            continue;
        }
        append(bytes, number.value);
        append(bytes, static_cast<std::uint8_t>(s.told));
        append(bytes, static_cast<std::uint8_t>(s.shown.status));
        for (auto const& [url, newest] : s.known) {
            append(bytes, url.value);
            append(bytes, newest);
        }
    }
    append(bytes, static_cast<std::uint8_t>(is_wrong));
}

} // namespace drydock::sim
