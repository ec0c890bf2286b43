#include "model/property/effect_rules.hpp"

#include "model/state.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drydock::model {

effect_rules::effect_rules(property_options options) : options_{std::move(options)} {}

void effect_rules::apply(std::span<event const> block, sequence_number first,
                         text_table const& texts)
{
    for (auto const& e : block) {
        apply(e, first, texts);
        ++first.value;
    }
}

void effect_rules::apply(event const& e, sequence_number sequence, text_table const& texts)
{
    switch (e.type) {
    case event_type::webhook_created:
    case event_type::webhook_updated: webhooks_.apply(e, sequence); break;
    case event_type::shipment_created:
    case event_type::batch_created:
    case event_type::carrier_connected:
    case event_type::report_completed:
    case event_type::order_source_refresh_started: on_named(e); break;
    case event_type::shipment_scanned: on_scan(e.as<shipment_scanned>(), sequence); break;
    case event_type::delivery_requested: on_requested(e, sequence); break;
    case event_type::attempt_failed: {
        auto const failure = e.as<attempt_failed>();
        if (failure.by != answerer{}) on_heard(failure.delivery, e.cause, texts);
        if (auto* const w = window_.find(failure.delivery)) w->late.on_failed(failure);
        break;
    }
    case event_type::delivery_succeeded: {
        auto const success = e.as<delivery_succeeded>();
        if (success.by != answerer{}) on_heard(success.delivery, e.cause, texts);
        on_ended(success.delivery, fate::delivered, sequence);
        break;
    }
    case event_type::delivery_discarded:
        on_ended(e.as<delivery_discarded>().delivery, fate::discarded, sequence);
        break;
    case event_type::delivery_cancelled:
        on_ended(e.as<delivery_cancelled>().delivery, fate::cancelled, sequence);
        break;
    case event_type::event_unsubscribed: {
        auto const subject = e.as<event_unsubscribed>().subject();
        if (subject.is_shipment()) forget_if_over(subject.shipment());
        break;
    }
    case event_type::effect_applied: on_applied(e, sequence, texts); break;
    case event_type::effect_skipped: on_skipped(e.as<effect_skipped>(), sequence); break;
    case event_type::webhook_deleted:
    case event_type::webhook_enabled:
    case event_type::webhook_disabled:
    case event_type::attempt_started:
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

void effect_rules::on_named(event const& e)
{
    if (e.type != event_type::shipment_created) return names_.apply(e);
    auto const created = e.as<shipment_created>();
    shipments_.put(
        created.shipment.value,
        {.id = created.id, .newest = {}, .shown = {}, .effect = {}, .ends = created.ends});
}

void effect_rules::on_scan(shipment_scanned const& scan, sequence_number sequence)
{
    last_scan_ = {sequence, scan.occurred_at, scan.status};
    auto& subject = at(scan.shipment);
    if (subject.ends == 0) scans_.push_back(last_scan_);
    auto& newest = subject.newest;
    if (!newest.sequence || scan.occurred_at >= newest.occurred_at) newest = last_scan_;
}

// A delivery follows its scan at once, save one that carries an old body again.
effect_rules::told_scan effect_rules::scan_at(sequence_number told) const
{
    if (last_scan_.sequence == told) return last_scan_;
    auto const found = std::lower_bound(
        scans_.begin(), scans_.end(), told,
        [](told_scan const& s, sequence_number wanted) { return s.sequence < wanted; });
    return found != scans_.end() && found->sequence == told ? *found : told_scan{};
}

void effect_rules::on_requested(event const& e, sequence_number sequence)
{
    auto const request = e.as<delivery_requested>();
    auto& w = window_.add(request.delivery);
    w.scan = scan_at(e.cause);
    w.requested = sequence;
    w.subject = request.subject;
    w.webhook = request.webhook;
    w.resend_of = original_of(request);
    if (request.subject.is_shipment()) {
        auto& subject = at(request.subject.shipment());
        ++subject.open;
        if (w.scan.sequence) subject.told = true;
    }
    ++deliveries_;
}

// The first in a chain of resends, which is the one that was lost. Those between may be forgotten.
delivery_number effect_rules::original_of(delivery_requested const& request)
{
    if (!request.resend_of) return {};
    auto const before = originals_.find(request.resend_of);
    auto const original = before == originals_.end() ? request.resend_of : before->second;
    originals_.emplace(request.delivery, original);
    return original;
}

// Of a live run: an attempt that a rule answered may have been sent all the same.
void effect_rules::on_heard(delivery_number number, sequence_number started,
                            text_table const& texts)
{
    auto* const w = window_.find(number);
    if (w == nullptr || w->unseen) return;
    auto const url = webhooks_.url_at(w->webhook, started);
    if (options_.has_probe && options_.has_probe(texts[url])) return;
    w->unseen = true;
    ++not_observed_;
}

// A delivery that has ended is remembered while it counts as lost, or may yet have an effect.
void effect_rules::on_ended(delivery_number number, fate how, sequence_number sequence)
{
    auto* const w = window_.find(number);
    if (w == nullptr) return;
    w->is = how;
    w->ended = sequence;
    forget_if_done(number, *w);
}

void effect_rules::on_applied(event const& e, sequence_number sequence, text_table const& texts)
{
    auto const effect = e.as<effect_applied>();
    auto* const w = window_.find(effect.delivery);
    ++effects_;
    if (w == nullptr) return;
    judge_once(effect, *w, sequence);
    judge_order(e, *w, sequence, texts);
    if (w->scan.sequence) {
        auto& subject = at(w->subject.shipment());
        subject.shown = w->scan;
        if (effect.shows != scan_status{}) subject.shown.status = effect.shows;
        subject.effect = sequence;
    }
    w->applied = true;
    w->late.on_effect(effect.attempt);
    auto const original = w->resend_of;
    forget_if_done(effect.delivery, *w);
    make_good(original);
}

void effect_rules::on_skipped(effect_skipped const& skip, sequence_number sequence)
{
    auto* const w = window_.find(skip.delivery);
    if (w == nullptr) return;
    if (skip.shows != scan_status{} && w->scan.sequence)
        at(w->subject.shipment()).shown.status = skip.shows;
    if (skip.reason == skip_reason::stale) w->stale = true;
    if (skip.reason == skip_reason::duplicate) w->duplicate = sequence;
    w->late.on_effect(skip.attempt);
    auto const original = w->stale ? w->resend_of : delivery_number{};
    forget_if_done(skip.delivery, *w);
    make_good(original);
}

// What a resend brought home is not lost, though the delivery that failed to bring it is over.
void effect_rules::make_good(delivery_number original)
{
    auto* const w = original ? window_.find(original) : nullptr;
    if (w == nullptr) return;
    w->resent = true;
    forget_if_done(original, *w);
}

void effect_rules::forget_if_done(delivery_number number, watched const& w)
{
    if (w.is == fate::pending || w.is_lost() || w.late.possible != 0) return;
    auto const subject = w.subject;
    window_.forget(number);
    close(subject);
}

void effect_rules::close(model::subject subject)
{
    if (!subject.is_shipment()) return;
    --at(subject.shipment()).open;
    forget_if_over(subject.shipment());
}

// What the receiver shows wrongly at the end it goes on to show wrongly.
void effect_rules::forget_if_over(shipment_number number)
{
    auto const& s = at(number);
    if (s.open != 0 || !s.newest.sequence || (s.ends & set_of(s.newest.status)) == 0) return;
    if (s.told && !s.has_converged()) return;
    if (s.told) ++forgotten_;
    for (auto& of_receiver : newest_applied_)
        of_receiver.erase(number.value);
    shipments_.erase(number.value);
}

void effect_rules::judge_once(effect_applied const& effect, watched const& w,
                              sequence_number sequence)
{
    if (!w.applied) return;
    repeated_.add([&] {
        return violation{fmt::format("delivery {} had an effect again, of attempt {} (event {})",
                                     effect.delivery.value, effect.attempt.value, sequence.value),
                         {w.requested, sequence}};
    });
}

void effect_rules::judge_order(event const& e, watched const& w, sequence_number sequence,
                               text_table const& texts)
{
    if (!w.scan.sequence) return;
    auto const number = e.as<effect_applied>().delivery;
    auto const url = webhooks_.url_at(w.webhook, e.cause);
    auto& newest = newest_applied(receiver(url, texts), w.subject.shipment());
    if (!newest.effect || w.scan.occurred_at >= newest.scan.occurred_at) {
        newest = {w.scan, sequence, number};
        return;
    }
    regressed_.add([&] {
        return violation{
            fmt::format("{} went back from {} (delivery {}, event {}) to {} (delivery {}, event "
                        "{}) at {}",
                        subject_of(w, texts), describe(newest.scan), newest.delivery.value,
                        newest.effect.value, describe(w.scan), number.value, sequence.value,
                        texts[url]),
            {newest.effect, sequence}};
    });
}

property_result effect_rules::result(property which, text_table const& texts) const
{
    ASSERT(!is_always_on(which));
    auto found = judge(which, texts);
    found.not_observed = not_observed_;
    return found;
}

property_result effect_rules::judge(property which, text_table const& texts) const
{
    if (which == property::nothing_lost) return lost(texts);
    if (which == property::receiver_converges) return diverged(texts);
    auto found = which == property::status_never_regresses ? regressed_ : repeated_;
    found.judged = effects_;
    return found;
}

property_result effect_rules::lost(text_table const& texts) const
{
    property_result found{.judged = deliveries_, .first = {}};
    window_.for_each([&](delivery_number number, watched const& w) {
        if (w.is_lost()) found.add([&] { return describe_lost(number, w, texts); });
    });
    return found;
}

violation effect_rules::describe_lost(delivery_number number, watched const& w,
                                      text_table const& texts) const
{
    static constexpr std::string_view how[]{"is pending", "was delivered", "was discarded",
                                            "was cancelled"};
    auto text = fmt::format("delivery {} of {} ({}) {}", number.value, subject_of(w, texts),
                            w.scan.sequence ? describe(w.scan)
                                            : std::string{name(webhooks_.event_of(w.webhook))},
                            how[static_cast<std::size_t>(w.is)]);
    violation made{{}, {w.requested}};
    if (w.ended) {
        text += fmt::format(" (event {})", w.ended.value);
        made.evidence.push_back(w.ended);
    }
    made.message = text + " and had no effect";
    if (w.duplicate) {
        made.message += fmt::format(", skipped as a duplicate (event {})", w.duplicate.value);
        made.evidence.push_back(w.duplicate);
    }
    std::sort(made.evidence.begin(), made.evidence.end());
    return made;
}

property_result effect_rules::diverged(text_table const& texts) const
{
    property_result found;
    found.judged = forgotten_;
    std::map<std::uint32_t, seen_shipment const*> wrong; // by ordinal
    shipments_.for_each([&](std::uint32_t ordinal, seen_shipment const& s) {
        if (s.told) ++found.judged;
        if (s.told && !s.has_converged()) wrong.emplace(ordinal, &s);
    });
    for (auto const& [ordinal, s] : wrong)
        found.add([&, s = s] { return describe_diverged(*s, texts); });
    return found;
}

violation effect_rules::describe_diverged(seen_shipment const& s, text_table const& texts) const
{
    auto const truth = fmt::format("{} is {} (event {})", to_text(s.id, texts), describe(s.newest),
                                   s.newest.sequence.value);
    if (!s.effect) return {truth + ", the receiver shows nothing", {s.newest.sequence}};
    violation made{fmt::format("{}, the receiver shows {} (event {})", truth, describe(s.shown),
                               s.effect.value),
                   {s.newest.sequence, s.effect}};
    std::sort(made.evidence.begin(), made.evidence.end());
    return made;
}

std::uint32_t effect_rules::receiver(text_number url, text_table const& texts)
{
    if (auto const known = receivers_.find(url); known != receivers_.end()) return known->second;
    auto const number = options_.receiver_of ? options_.receiver_of(texts[url])
                                             : static_cast<std::uint32_t>(receivers_.size());
    receivers_.emplace(url, number);
    return number;
}

effect_rules::applied_scan& effect_rules::newest_applied(std::uint32_t receiver,
                                                         shipment_number subject)
{
    if (receiver >= newest_applied_.size()) newest_applied_.resize(receiver + 1);
    auto& of_receiver = newest_applied_[receiver];
    auto* const known = of_receiver.find(subject.value);
    return known != nullptr ? *known : of_receiver.put(subject.value, {});
}

std::string effect_rules::subject_of(watched const& w, text_table const& texts) const
{
    if (!w.subject.is_shipment()) return names_.subject(w.subject, texts);
    return to_text(shipments_.find(w.subject.ordinal)->id, texts);
}

std::string effect_rules::describe(told_scan const& scan) const
{
    if (!scan.sequence) return "no scan";
    return fmt::format("{} of {}", name(scan.status),
                       to_text(duration{scan.occurred_at - options_.start}));
}

} // namespace drydock::model
