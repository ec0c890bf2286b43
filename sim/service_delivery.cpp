// The part of the service that sends: attempts, their outcomes, effects, cancellations.
#include "model/entity/delivery.hpp"
#include "model/payload.hpp"
#include "sim/service.hpp"

#include <fmt/format.h>
#include <xxhash.h>

namespace drydock::sim {

using model::sequence_number;

void service::handle_retry(work const& item)
{
    // A cancelled delivery leaves its wake-up behind.
    auto const where = state_.deliveries.find(item.ordinal, item.where);
    if (where == model::slot{}) return;
    ASSERT(where == item.where);
    if (!retry_shortly(where)) start_attempt(where);
}

[[gnu::flatten]] void service::start_attempt(model::slot where)
{
    model::refusal refused;
    auto const started = command(refused, model::start_attempt{where, now_}, plan_->policy);
    ASSERT(!refused);
    if (is_deferred(where, started)) [[unlikely]]
        return;
    launch(where);
}

// The attempt has started: judges it, and hands it over.
[[gnu::flatten]] void service::launch(model::slot where)
{
    auto const& d = state_.deliveries[where];
    auto const to = routes_[d.webhook.value - 1];
    std::string body;
    if (receivers_.wants_body(to) || sender_->sends_bytes())
        body = model::webhook_body(state_, log_->texts(),
                                   {state_.at(d.webhook).event, d.subject, d.told},
                                   {plan_->profile, plan_->base_url});
    offer to_offer{.to = to, .event = state_.at(d.webhook).event, .subject = d.subject};
    if (!body.empty()) {
        auto const hash = XXH3_128bits(body.data(), body.size());
        to_offer.body_hash = {hash.high64, hash.low64};
    }
    auto const told = told_by(d);
    to_offer.occurred_at = told.occurred_at;
    auto const decided = receivers_.judge(to, describe(d, told, body), log_->texts());
    take_off(d, where, decided, to_offer);
    send(d, where, decided, body);
}

bool service::is_deferred(model::slot where, std::span<model::event const> decided)
{
    if (decided.front().type != model::event_type::attempt_deferred) return false;
    auto const deferred = decided.front().as<model::attempt_deferred>();
    if (deferred.due != instant{})
        queue_->push({.due = deferred.due,
                      .ordinal = deferred.delivery.value,
                      .where = where,
                      .attempt = deferred.attempt.value,
                      .kind = work_kind::retry});
    return true;
}

void service::start_held(model::webhook_number webhook)
{
    while (true) {
        auto const where = model::next_held(state_, webhook, plan_->policy);
        if (where == model::slot{}) return;
        start_attempt(where);
    }
}

void service::send(model::delivery const& d, model::slot where, fate const& decided,
                   std::string_view body)
{
    attempt_order order{d.number, where, d.attempt.value, d.webhook, now_, decided};
    if (!sender_->sends_bytes()) return sender_->start(order);
    auto const& webhook = state_.at(d.webhook);
    auto const subject = model::to_text(state_.id_of(d.subject), log_->texts());
    outgoing const content{.url = log_->texts()[webhook.url],
                           .body = body,
                           .fields = log_->texts()[webhook.fields],
                           .event = webhook.event,
                           .probe = receivers_.probe_of(routes_[d.webhook.value - 1]),
                           .judged = &receivers_.judged(),
                           .subject = subject,
                           .draws = draw(plan_->seed, {.purpose = draw_purpose::attempt,
                                                       .subject = stable_of(d.subject),
                                                       .nth = d.nth,
                                                       .attempt = d.attempt.value})};
    order.content = &content;
    sender_->start(order);
}

service::told_thing service::told_by(model::delivery const& d)
{
    auto const passing = subject_of(state_, d);
    if (passing != model::slot{}) {
        auto const& p = state_.passing[passing];
        if (d.told == p.scan_count) return {{p.id, {}}, p.id, p.status, p.last_at};
        auto const scan = state_.told_scan(p.number, d.told);
        return {{p.id, {}}, p.id, scan.status, scan.occurred_at};
    }
    bool const is_scan = state_.at(d.webhook).event == model::webhook_event::track;
    return {state_.id_of(d.subject), stable_of(d.subject),
            is_scan ? state_.told_scan(d.subject.shipment(), d.told).status : model::scan_status{},
            state_.occurred_at(d)};
}

arriving_attempt service::describe(model::delivery const& d, told_thing const& told,
                                   std::string_view body)
{
    return {.event = state_.at(d.webhook).event,
            .subject = told.id,
            .stable = told.stable,
            .nth = d.nth,
            .status = told.status,
            .attempt = d.attempt.value,
            .at = now_,
            .body = body};
}

void service::take_off(model::delivery const& d, model::slot where, fate const& decided,
                       offer const& to_offer)
{
    if (flights_.size() <= where.value) flights_.resize(where.value + std::size_t{1});
    flights_[where.value] = {decided, to_offer};
    if (!decided.has_effect || decided.effect_after <= plan_->policy.timeout) return;

    queue_->push({.due = now_ + decided.effect_after,
                  .ordinal = d.number.value,
                  .where = {keep_late(to_offer, d.last_event, false)},
                  .attempt = d.attempt.value,
                  .kind = work_kind::late_effect});
}

std::uint32_t service::keep_late(offer const& to_offer, sequence_number cause, bool is_sure)
{
    auto place = static_cast<std::uint32_t>(late_.size());
    if (free_late_.empty()) {
        late_.emplace_back();
    } else {
        place = free_late_.back();
        free_late_.pop_back();
    }
    late_[place] = {to_offer, cause, is_sure};
    return place;
}

[[gnu::flatten]] void service::handle_outcome(work const& item)
{
    ASSERT(state_.deliveries.find(item.ordinal, item.where) == item.where);
    auto const& d = state_.deliveries[item.where];
    auto const seen = sender_->conclude(item, flights_[item.where.value].decided);
    tell_effects(item, d, seen);

    auto const jitter = plan_->policy.jitter_millionths == 0 && !plan_->asked_policy
                            ? 0
                            : draw(plan_->seed, {.purpose = draw_purpose::retry_jitter,
                                                 .subject = stable_of(d.subject),
                                                 .nth = d.nth,
                                                 .attempt = item.attempt});
    model::report_attempt report{.where = item.where,
                                 .attempt = {item.attempt},
                                 .outcome = seen.outcome,
                                 .at = now_,
                                 .jitter_draw = jitter,
                                 .retry_after = seen.retry_after,
                                 .heard = seen.heard};
    if (plan_->asked_policy && !plan_->policy.is_success(seen.outcome)) {
        report.advice = ask_policy(d, seen, jitter);
        if (!report.advice) return;
    }
    auto const webhook = d.webhook;
    model::refusal refused;
    auto const events = command(refused, report, plan_->policy);
    ASSERT(!refused);
    follow_up(item, events, {log_->last().value - events.size() + 1});
    if (plan_->policy.in_flight != 0) start_held(webhook);
}

// What a scripted receiver did is what was judged, if the request reached it; of a real one is
// known what a probe showed.
void service::tell_effects(work const& item, model::delivery const& d, observation const& seen)
{
    auto const& [decided, to_offer] = flights_[item.where.value];
    if (!seen.probed) {
        if (!decided.has_effect || decided.effect_after > plan_->policy.timeout) return;
        auto const due = d.started_at + decided.effect_after;
        if (seen.has_arrived && due <= now_)
            return offer_payload(to_offer, d.last_event, d.number, item.attempt);
        if (!seen.has_arrived && !seen.may_arrive) return;
        // The sender knows how it went before the receiver has done its work.
        work const effect{.due = due,
                          .ordinal = d.number.value,
                          .where = {keep_late(to_offer, d.last_event, true)},
                          .attempt = item.attempt,
                          .kind = work_kind::late_effect};
        return seen.has_arrived ? queue_->push(effect) : sender_->await_arrival(effect);
    }
    auto const [effects, shows] = *seen.probed;
    auto const cause = d.last_event;
    for (std::uint32_t i = 0; i < effects; ++i) {
        auto writer = log_->open(now_);
        writer.add(cause, model::effect_applied{d.number, {item.attempt}, shows});
        apply(writer);
    }
    if (effects != 0 || !plan_->policy.is_success(seen.outcome)) return;
    auto writer = log_->open(now_);
    writer.add(cause, model::effect_skipped{
                          d.number, {item.attempt}, model::skip_reason::no_effect, shows});
    apply(writer);
}

// Empty when the code failed.
std::optional<model::retry_advice> service::ask_policy(model::delivery const& d,
                                                       observation const& seen,
                                                       std::uint64_t jitter)
{
    auto const attempt = describe(d, told_by(d), {});
    failed_attempt const failed{.event = attempt.event,
                                .subject = model::to_text(attempt.subject, log_->texts()),
                                .attempt = attempt.attempt,
                                .outcome = seen.outcome,
                                .requested_at = d.requested_at,
                                .started_at = d.started_at,
                                .at = now_,
                                .retry_after = seen.retry_after,
                                .draw = jitter};
    auto const who = [&] {
        return fmt::format("the policy, asked about attempt {} for {} at {},", failed.attempt,
                           failed.subject, model::to_text(now_));
    };
    auto& guard = receivers_.guard();
    auto const delay = guard.ask(who, [&] { return plan_->asked_policy(failed); });
    if (!delay) return std::nullopt;
    if (*delay && (**delay < duration::zero() || **delay > model::longest_duration)) {
        guard.fail(who, fmt::format("answered {}; expected 0s to {}", model::to_text(**delay),
                                    model::to_text(model::longest_duration)));
        return std::nullopt;
    }
    return model::retry_advice{*delay};
}

void service::follow_up(work const& item, std::span<model::event const> events,
                        sequence_number first)
{
    for (auto const& event : events) {
        if (event.type != model::event_type::retry_scheduled) continue;
        auto const retry = event.as<model::retry_scheduled>();
        queue_->push({.due = retry.due,
                      .ordinal = item.ordinal,
                      .where = item.where,
                      .attempt = retry.attempt.value,
                      .kind = work_kind::retry});
    }
    webhook_changed(events, first);
}

void service::handle_late_effect(work const& item)
{
    auto const effect = late_[item.where.value];
    free_late_.push_back(item.where.value);
    if (!effect.is_sure && !sender_->has_arrived(item)) return;
    offer_payload(effect.to_offer, effect.cause, {item.ordinal}, item.attempt);
}

void service::offer_payload(offer const& to_offer, sequence_number cause,
                            model::delivery_number delivery, std::uint16_t attempt)
{
    auto writer = log_->open(now_);
    if (auto const skipped = receivers_.take(to_offer))
        writer.add(cause, model::effect_skipped{delivery, {attempt}, *skipped});
    else
        writer.add(cause, model::effect_applied{delivery, {attempt}});
    log_->commit(writer);
}

void service::cancel_waiting(model::webhook_number webhook, sequence_number cause)
{
    for (auto const ordinal : state_.deliveries.ordinals()) {
        auto const where = state_.deliveries.find(ordinal);
        auto const& d = state_.deliveries[where];
        bool const waits = d.status == model::delivery_status::waiting ||
                           d.status == model::delivery_status::deferred;
        if (d.webhook != webhook || !waits) continue;
        model::refusal refused;
        command(refused, model::cancel_delivery{where, cause});
        ASSERT(!refused);
    }
}

} // namespace drydock::sim
