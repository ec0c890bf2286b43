// The part of the service that takes several steps of a generated shipment at once, in a run that
// has a short way. Each step here is one of evolve(), each event one that the model would have
// decided; tests play the same runs without it.
#include "model/passing.hpp"
#include "sim/service.hpp"
#include "sim/story.hpp"

namespace drydock::sim {

void service::admit_shortly(std::size_t place, std::uint32_t id)
{
    auto writer = log_->open(now_);
    auto& made = writer.begin<model::shipment_created>({});
    made.shipment = {state_.shipment_count + 1};
    made.id.numeric = id;
    made.ends = ends_[place];
    log_->commit(writer);
    auto const& p = model::admit(state_, made.shipment, id, ends_[place]);
    pass_next(state_.passing.slot_of(p), place, model::scan_status::AC);
}

/// A scan, and the first attempt to tell of it.
void service::scan_shortly(model::slot shipment, model::scan_status status,
                           subject_draws const& its)
{
    auto& p = state_.passing[shipment];
    auto const now = now_;
    auto const webhook = short_way_->webhook;
    auto writer = log_->open(now);
    auto& scan = writer.begin<model::shipment_scanned>({});
    scan.shipment = p.number;
    scan.occurred_at = now;
    scan.status = status;
    pass_on(state_, p, now, status);

    auto& wish = writer.begin<model::delivery_requested>(writer.last());
    auto& d = request_delivery(state_, p, webhook, now, writer.last());
    wish.delivery = d.number;
    wish.webhook = webhook;
    wish.subject.ordinal = p.number.value;
    begin_shortly(d, {1}, writer);
    log_->commit(writer);
    launch_shortly(d, its);
}

inline void service::begin_shortly(model::delivery& d, model::attempt_number attempt,
                                   model::event_writer& out)
{
    auto& start = out.begin<model::attempt_started>(d.last_event);
    start.delivery = d.number;
    start.attempt = attempt;
    begin_attempt(state_.at(d.webhook), d, attempt, now_, out.last());
}

/// Judges the attempt, and posts its outcome.
inline void service::launch_shortly(model::delivery const& d, subject_draws const& its)
{
    auto const& [webhook, rules, outages] = *short_way_;
    auto const where = state_.deliveries.slot_of(d);
    for (auto const& each : *outages)
        if (now_ >= each.from && now_ < each.until) [[unlikely]]
            return launch(where);

    std::uint16_t met = 0;
    while (!rules[met].taken.hits(its.of(draw_purpose::rule_chance, d.nth, met, d.attempt.value)))
        ++met;
    auto const& rule = rules[met];
    auto const takes =
        rule.after->is_random()
            ? rule.after->sample(its.of(draw_purpose::answer_delay, d.nth, 0, d.attempt.value))
            : rule.after->first;
    if (!rule.is_plain || takes > plan_->policy.timeout) [[unlikely]]
        return launch(where);
    queue_->push({.due = now_ + takes,
                  .ordinal = d.number.value,
                  .where = where,
                  .attempt = d.attempt.value,
                  .kind = work_kind::outcome,
                  .short_way = static_cast<std::uint8_t>(met + 1)});
}

void service::end_shortly(work const& item)
{
    auto const& rule = short_way_->rules[item.short_way - 1U];
    auto& d = state_.deliveries[item.where];
    ASSERT(d.number.value == item.ordinal && d.attempt.value == item.attempt);
    ASSERT(d.status == model::delivery_status::in_flight);
    if (!rule.delivers) return fail_shortly(d, rule);

    auto writer = log_->open(now_);
    if (rule.has_effect) {
        auto& effect = writer.begin<model::effect_applied>(d.last_event);
        effect.delivery = d.number;
        effect.attempt = d.attempt;
    }
    auto& success = writer.begin<model::delivery_succeeded>(d.last_event);
    success.delivery = d.number;
    success.attempt = d.attempt;
    success.status = rule.outcome.status;
    log_->commit(writer);
    succeed(state_.at(d.webhook));
    end_delivery(state_, d, d.likely.where);
}

void service::fail_shortly(model::delivery& d, common_rule const& rule)
{
    auto const where = state_.deliveries.slot_of(d);
    auto& webhook = state_.at(d.webhook);
    auto const next =
        after_failure(plan_->policy, d,
                      {.where = where, .attempt = d.attempt, .outcome = rule.outcome, .at = now_});
    auto writer = log_->open(now_);
    auto& failure = writer.begin<model::attempt_failed>(d.last_event);
    failure.delivery = d.number;
    failure.attempt = d.attempt;
    failure.reason = rule.outcome;
    d.last_event = writer.last();
    fail(webhook, now_);
    if (next.give_up) {
        writer.add(d.last_event, model::delivery_discarded{d.number, d.attempt, *next.give_up});
        log_->commit(writer);
        ++webhook.discarded_in_row;
        return end_delivery(state_, d, d.likely.where);
    }
    auto& retry = writer.begin<model::retry_scheduled>(d.last_event);
    retry.delivery = d.number;
    retry.attempt = {static_cast<std::uint16_t>(d.attempt.value + 1)};
    retry.due = next.due;
    log_->commit(writer);
    await_retry(d, retry.attempt, next.due, writer.last());
    queue_->push({.due = next.due,
                  .ordinal = d.number.value,
                  .where = where,
                  .attempt = d.attempt.value,
                  .kind = work_kind::retry});
}

bool service::retry_shortly(model::slot where)
{
    auto& d = state_.deliveries[where];
    if (!short_way_ || !state_.passing.holds(d.subject.ordinal, d.likely.where)) return false;
    ASSERT(d.status == model::delivery_status::waiting);
    auto writer = log_->open(now_);
    begin_shortly(d, d.attempt, writer);
    log_->commit(writer);
    launch_shortly(d, {plan_->seed, state_.passing[d.likely.where].id});
    return true;
}

} // namespace drydock::sim
