#include "sim/expect/selection_fold.hpp"

#include <algorithm>

namespace drydock::sim {

using model::event_type;

void selection_fold::add(selection_judge judge)
{
    wants_[static_cast<std::size_t>(judge.selects())] = true;
    judges_.push_back(std::move(judge));
}

std::vector<selection_judge*> selection_fold::of_bodies()
{
    std::vector<selection_judge*> found;
    for (auto& judge : judges_)
        if (judge.body() != nullptr) found.push_back(&judge);
    return found;
}

void selection_fold::apply(std::span<model::event const> block, model::sequence_number first,
                           model::text_table const& texts)
{
    for (auto const& e : block) {
        apply(e, first, texts);
        ++first.value;
    }
}

void selection_fold::apply(model::event const& e, model::sequence_number sequence,
                           model::text_table const& texts)
{
    switch (e.type) {
    case event_type::webhook_created:
    case event_type::webhook_updated: webhooks_.apply(e, sequence); break;
    case event_type::shipment_created:
    case event_type::batch_created:
    case event_type::carrier_connected:
    case event_type::report_completed:
    case event_type::order_source_refresh_started: on_named(*named_by(e), texts); break;
    case event_type::shipment_scanned:
        if (!keeps_scans_) scans_.clear();
        scans_.push_back({sequence, e.as<model::shipment_scanned>().status});
        break;
    case event_type::delivery_requested: on_requested(e, sequence); break;
    case event_type::attempt_started: on_started(e, sequence); break;
    case event_type::attempt_failed: on_failed(e, texts); break;
    case event_type::delivery_succeeded: on_succeeded(e, sequence, texts); break;
    case event_type::delivery_discarded:
        end(e.as<model::delivery_discarded>().delivery, "discarded");
        break;
    case event_type::delivery_cancelled:
        end(e.as<model::delivery_cancelled>().delivery, "cancelled");
        break;
    case event_type::effect_applied: {
        auto const effect = e.as<model::effect_applied>();
        on_effect(e, effect.delivery, effect.attempt, sequence, texts);
        break;
    }
    case event_type::effect_skipped: {
        auto const skip = e.as<model::effect_skipped>();
        on_effect(e, skip.delivery, skip.attempt, sequence, texts);
        break;
    }
    case event_type::webhook_deleted:
    case event_type::webhook_enabled:
    case event_type::webhook_disabled:
    case event_type::event_unsubscribed:
    case event_type::batch_status_changed:
    case event_type::rates_updated:
    case event_type::order_source_refresh_completed:
    case event_type::order_source_refresh_failed:
    case event_type::sales_orders_imported:
    case event_type::retry_scheduled:
    case event_type::attempt_deferred:
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

void selection_fold::on_named(model::named_subject const& named, model::text_table const& texts)
{
    for (auto& judge : judges_)
        judge.filter().on_named(named, texts);
    for (auto& judge : latencies_)
        judge.filter().on_named(named, texts);
}

// A delivery follows its scan at once, save one that carries an old body again.
model::scan_status selection_fold::status_of(model::sequence_number told) const
{
    if (!scans_.empty() && scans_.back().sequence == told) return scans_.back().status;
    auto const found = std::lower_bound(
        scans_.begin(), scans_.end(), told,
        [](seen_scan const& s, model::sequence_number wanted) { return s.sequence < wanted; });
    return found != scans_.end() && found->sequence == told ? found->status : model::scan_status{};
}

void selection_fold::on_requested(model::event const& e, model::sequence_number sequence)
{
    auto const request = e.as<model::delivery_requested>();
    auto& f = deliveries_.add(request.delivery);
    f.facts = {request.delivery, webhooks_.event_of(request.webhook), request.subject, {}, 0};
    f.facts.status = status_of(e.cause);
    f.webhook = request.webhook;
    f.requested = sequence;
    f.requested_at = e.at;
}

void selection_fold::on_started(model::event const& e, model::sequence_number sequence)
{
    auto const start = e.as<model::attempt_started>();
    auto* const f = deliveries_.find(start.delivery);
    if (f == nullptr) return;
    f->started = sequence;
    f->started_at = e.at;
    f->facts.attempts = start.attempt.value;
    f->in_flight = true;
}

void selection_fold::on_failed(model::event const& e, model::text_table const& texts)
{
    auto const failure = e.as<model::attempt_failed>();
    auto* const f = deliveries_.find(failure.delivery);
    if (f == nullptr) return;
    if (failure.by != model::answerer{}) offer_unseen(*f, e, texts);
    f->late.on_failed(failure);
    f->in_flight = false;
    if (wants(kind::attempts)) offer_attempt(*f, to_text(failure.reason), failure.by);
}

void selection_fold::on_succeeded(model::event const& e, model::sequence_number sequence,
                                  model::text_table const& texts)
{
    auto const success = e.as<model::delivery_succeeded>();
    auto* const f = deliveries_.find(success.delivery);
    if (f == nullptr) return;
    f->in_flight = false;
    if (success.by != model::answerer{}) offer_unseen(*f, e, texts);
    if (wants(kind::attempts))
        offer_attempt(*f, to_text(model::attempt_outcome::http(success.status)), success.by);
    // Acknowledged without a word of its effect: the receiver took it in all the same.
    if (watches_receivers() && f->late.seen != success.attempt)
        offer(kind::arrivals, {f->facts,
                               success.attempt,
                               e.at,
                               sequence,
                               {},
                               texts[webhooks_.url_at(f->webhook, e.cause)]});
    for (auto& judge : latencies_)
        judge.offer({f->facts, {}, e.at, sequence, "delivered", {}}, e.at - f->requested_at);
    end(success.delivery, "delivered");
}

void selection_fold::on_effect(model::event const& e, model::delivery_number number,
                               model::attempt_number attempt, model::sequence_number sequence,
                               model::text_table const& texts)
{
    if (!watches_receivers()) return;
    auto* const f = deliveries_.find(number);
    if (f == nullptr) return;
    f->late.on_effect(attempt);
    candidate const seen{f->facts, attempt, e.at,
                         sequence, {},      texts[webhooks_.url_at(f->webhook, e.cause)]};
    offer(kind::arrivals, seen);
    if (e.type == event_type::effect_applied) offer(kind::effects, seen);
    if (f->has_ended && f->late.possible == 0) deliveries_.forget(number);
}

void selection_fold::end(model::delivery_number number, std::string_view outcome)
{
    auto* const f = deliveries_.find(number);
    if (f == nullptr) return;
    f->has_ended = true;
    offer_delivery(*f, outcome);
    if (!watches_receivers() || f->late.possible == 0) deliveries_.forget(number);
}

void selection_fold::offer_delivery(followed const& f, std::string_view outcome)
{
    offer(kind::deliveries, {f.facts, {}, f.requested_at, f.requested, outcome, {}});
}

void selection_fold::offer_attempt(followed const& f, std::string_view outcome, model::answerer by)
{
    offer(kind::attempts, {f.facts, {f.facts.attempts}, f.started_at, f.started, outcome, {}, by});
}

void selection_fold::offer(kind what, candidate const& c)
{
    if (!wants(what)) return;
    for (auto& judge : judges_)
        if (judge.selects() == what) judge.offer(c);
}

void selection_fold::offer_unseen(followed const& f, model::event const& e,
                                  model::text_table const& texts)
{
    if (!wants(kind::effects)) return;
    candidate const attempt{f.facts,      {f.facts.attempts},
                            f.started_at, f.started,
                            {},           texts[webhooks_.url_at(f.webhook, e.cause)]};
    for (auto& judge : judges_)
        if (judge.selects() == kind::effects) judge.offer_unseen(attempt);
}

void selection_fold::finish(std::vector<verdict>& verdicts)
{
    deliveries_.for_each([&](model::delivery_number, followed const& f) {
        if (f.has_ended) return;
        if (f.in_flight) offer_attempt(f, "in_flight", {});
        offer_delivery(f, "pending");
    });
    for (auto const& judge : judges_)
        judge.finish(verdicts);
    for (auto const& judge : latencies_)
        judge.finish(verdicts);
}

} // namespace drydock::sim
