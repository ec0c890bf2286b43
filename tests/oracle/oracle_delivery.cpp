#include "tests/oracle/oracle_world.hpp"

#include <algorithm>

namespace drydock::oracle {
namespace {

std::string of_delivery(std::uint32_t number)
{
    return ",\"delivery\":" + std::to_string(number);
}

std::string of_attempt(std::uint32_t number, std::uint32_t attempt)
{
    return of_delivery(number) + ",\"attempt\":" + std::to_string(attempt);
}

bool among(std::vector<std::uint16_t> const& list, attempt_outcome answer)
{
    return answer.kind == model::outcome_kind::http &&
           std::find(list.begin(), list.end(), answer.status) != list.end();
}

} // namespace

world::delivery& world::request(telling const& what, hook& to, delivery* resend_of)
{
    deliveries_.emplace_back();
    auto& d = deliveries_.back();
    d.number = static_cast<std::uint32_t>(deliveries_.size());
    d.to = &to;
    d.what = what;
    d.nth = what.subject->events;
    d.url = to.url;
    d.body = body_of(what, what.scan);
    d.requested_at = now_;
    d.resend_of = resend_of;
    if (free_slots_.empty()) {
        d.slot = slots_++;
    } else {
        note("a delivery in a recycled slot");
        d.slot = free_slots_.back();
        free_slots_.pop_back();
    }
    auto text =
        of_delivery(d.number) + quoted("webhook", to.id) + quoted("subject", what.subject->id);
    if (resend_of) text += ",\"resend_of\":" + std::to_string(resend_of->number);
    d.cause = line("delivery_requested", what.cause, text);
    return d;
}

void world::start(delivery& d)
{
    if (defers(d)) return;
    ++d.attempt;
    d.is = phase::in_flight;
    d.was_off = false;
    d.started_at = now_;
    d.started = line("attempt_started", d.cause, of_attempt(d.number, d.attempt));
    note_start(d);
    auto f = judge(d);
    f.start = now_;
    f.started = d.started;
    f.attempt = d.attempt;
    f.body =
        is(defect::body_built_at_attempt) ? body_of(d.what, d.what.subject->scans.size()) : d.body;
    auto const deadline = now_ + plan_.policy.timeout;
    if (f.effect && *f.effect > deadline) {
        if (!is(defect::effect_lost_with_late_answer))
            push(*f.effect, late_effect, d.number, d.attempt, [this, &d, f] {
                note_late_effect(d, f);
                offer(d, f);
            });
        f.effect.reset();
    }
    if (f.effect && is(defect::effect_before_its_time)) {
        offer(d, f);
        f.effect.reset();
    }
    push(f.end, outcome, d.number, d.attempt, [this, &d, f] { finish(d, f); });
}

void world::finish(delivery& d, fate const& f)
{
    if (last_timeline_ == now_ && f.start < now_) note("an outcome at the instant of an entry");
    if (last_late_.first == now_ && last_late_.second != d.number && last_late_.second)
        note("a late effect at the instant of another's outcome");
    last_outcome_ = {now_, d.number};
    if (last_refresh_ == now_ && f.start < now_) note("an outcome when a refresh ended");
    if (f.effect) offer(d, f);
    if (succeeds(f.answer))
        succeed(d, f);
    else
        fail(d, f);
    start_held(*d.to);
}

bool world::succeeds(attempt_outcome answer) const
{
    auto const& list = plan_.policy.success;
    if (!list.empty()) return among(list, answer);
    return answer.kind == model::outcome_kind::http && answer.status >= 200 && answer.status < 300;
}

void world::succeed(delivery& d, fate const& f)
{
    if (!d.to->on())
        note(d.to->deleted ? "success for a deleted webhook" : "success while disabled");
    if (f.answer.status < 200 || f.answer.status > 299) note("success without a 2xx");
    if (!d.to->on() && is(defect::success_cancelled_when_disabled)) return cancel(d, d.to->off);
    line("delivery_succeeded", f.started,
         of_attempt(d.number, f.attempt) + ",\"status\":" + std::to_string(f.answer.status));
    if (!is(defect::discards_never_forgotten)) d.to->discarded = 0;
    d.to->failing_since.reset();
    if (d.to->on_trial) note("a trial passed");
    d.to->on_trial = false;
    d.to->failed = d.to->recoveries = 0;
    end(d, "delivered");
}

void world::fail(delivery& d, fate const& f)
{
    auto& to = *d.to;
    auto const failed =
        line("attempt_failed", f.started,
             of_attempt(d.number, f.attempt) + ",\"reason\":\"" + model::to_text(f.answer) + '"');
    if (f.attempt == 1) d.first_failed_at = now_;
    ++to.failed;
    if (!to.failing_since || is(defect::failing_since_last_failure)) to.failing_since = now_;
    auto due = retry_due(d, f);
    auto const why = give_up(d, f, due);
    auto const discard = [&] {
        line("delivery_discarded", failed,
             of_attempt(d.number, f.attempt) + ",\"reason\":\"" + *why + '"');
        ++to.discarded;
        end(d, "discarded");
    };
    auto const off = !to.on() || (d.was_off && is(defect::enabling_not_noticed_in_flight));
    if (d.was_off && to.on()) note("failure after its webhook was off and on again in flight");
    auto const goes_on = to.deleted ? is(defect::deleted_in_flight_not_cancelled)
                                    : is(defect::failure_retried_when_disabled);
    if (off && !goes_on) {
        note(to.deleted ? "failure, then cancelled: deleted" : "failure, then cancelled: disabled");
        if (why) note("cancelled with its ladder used up");
        if (why && is(defect::disabled_in_flight_discarded)) return discard();
        return cancel(d, to.off);
    }
    auto const disabled = maybe_disable(to, why.has_value(), failed);
    if (why && !(disabled && is(defect::disabling_cancels_its_exhausted)))
        discard();
    else if (disabled)
        cancel(d, disabled);
    else
        retry_later(d, failed, *due);
    if (disabled) note(why ? "discarded and its webhook disabled" : "cancelled by its own failure");
    if (disabled && !is(defect::disabling_cancels_no_others)) cancel_waiting(to, disabled);
}

std::optional<instant> world::ask_policy(delivery const& d, fate const& f)
{
    note("a policy in C++ asked");
    std::optional<duration> wish;
    if (f.retry_after) wish = std::chrono::seconds{*f.retry_after};
    auto const delay =
        plan_.asked_policy({d.what.event, d.what.subject->id, static_cast<std::uint16_t>(f.attempt),
                            f.answer, d.requested_at, f.start, now_, wish,
                            sim::draw(plan_.seed, key(d, sim::draw_purpose::retry_jitter))});
    if (!delay) return {};
    return now_ + *delay;
}

std::optional<instant> world::retry_due(delivery const& d, fate const& f)
{
    if (plan_.asked_policy) return ask_policy(d, f);
    auto const& policy = plan_.policy;
    auto const most = policy.attempts + (is(defect::one_attempt_too_many) ? 1 : 0) -
                      (is(defect::one_attempt_too_few) ? 1 : 0);
    if (static_cast<int>(f.attempt) >= most) return {};
    auto place = std::min<std::size_t>(f.attempt, policy.delay_count) - 1;
    if (is(defect::first_delay_repeats)) place = 0;
    auto delay = policy.delays[place];
    auto const part = duration{delay.count() / 1'000'000 * policy.jitter_millionths +
                               delay.count() % 1'000'000 * policy.jitter_millionths / 1'000'000};
    auto jitter_key = key(d, sim::draw_purpose::retry_jitter);
    if (is(defect::jitter_of_the_next_attempt)) ++jitter_key.attempt;
    auto const jittered = [&](duration length, duration by) {
        return sim::uniform(length - by, length + by, sim::draw(plan_.seed, jitter_key));
    };
    if (f.retry_after && policy.retry_after != model::retry_after_rule::ignore) {
        duration wish = std::chrono::seconds{*f.retry_after};
        note("Retry-After honoured");
        if (policy.retry_after == model::retry_after_rule::clamp &&
            !is(defect::retry_after_never_clamped)) {
            if (wish < policy.retry_after_least) note("Retry-After clamped up");
            if (wish > policy.retry_after_most) note("Retry-After clamped down");
            wish = std::max(wish, policy.retry_after_least);
            wish = std::min(wish, policy.retry_after_most);
        }
        if (is(defect::jitter_on_retry_after))
            wish = jittered(wish, wish * policy.jitter_millionths / 1'000'000);
        return (is(defect::retry_after_from_start) ? f.start : now_) + wish;
    }
    if (policy.jitter_millionths != 0) {
        auto const plain = delay;
        delay = jittered(delay, part);
        if (delay != plain) note("a retry moved by jitter");
    }
    auto const from_start =
        (policy.anchor == model::delay_anchor::start) != is(defect::anchor_swapped);
    if (!from_start) return now_ + delay;
    if (f.start + delay < now_) note("a delay from the start that ended in flight");
    if (is(defect::anchor_may_lie_in_the_past)) return f.start + delay;
    return std::max(now_, f.start + delay);
}

std::optional<std::string> world::give_up(delivery& d, fate const& f, std::optional<instant>& due)
{
    auto const& policy = plan_.policy;
    if (plan_.asked_policy) return due ? std::optional<std::string>{} : "stopped";
    if (among(policy.stop_on, f.answer) && !is(defect::stop_on_ignored)) {
        note(due ? "stopped by its answer" : "stopped by its last answer");
        return "stopped";
    }
    if (!due) return "attempts_exhausted";
    if (!policy.max_age) return {};
    auto const from = is(defect::max_age_from_first_failure) ? d.first_failed_at : d.requested_at;
    auto const last = from + *policy.max_age;
    if (*due == last) note("a retry exactly at the greatest age");
    if (*due < last || (*due == last && !is(defect::max_age_exclusive))) return {};
    note("too old for a retry");
    return "too_old";
}

std::uint64_t world::maybe_disable(hook& to, bool discarding, std::uint64_t cause)
{
    auto const& rule = plan_.policy.disable_after;
    auto const many =
        discarding && rule.failed_deliveries != 0 && to.discarded + 1 >= rule.failed_deliveries;
    auto const elapsed = now_ - *to.failing_since;
    auto const for_long = rule.failing_for != duration{} && elapsed >= rule.failing_for;
    auto const in_row = rule.failed_attempts != 0 && to.failed >= rule.failed_attempts;
    auto const on_trial = to.on_trial && !is(defect::trial_forgives_failures);
    if (!to.on() || (!many && !for_long && !in_row && !on_trial)) return 0;
    if (many) note("disabled after discards");
    if (for_long) note("disabled after failing for long");
    if (in_row) note("disabled after failed attempts");
    if (on_trial) note("a trial failed");
    if (for_long && elapsed == rule.failing_for) note("failing exactly as long as allowed");
    to.enabled = false;
    forget_turns(to);
    to.recovers = recovery_of(to);
    to.off = line("webhook_disabled", cause,
                  quoted("webhook", to.id) +
                      (to.recovers ? quoted("recovers_at", model::to_text(*to.recovers)) : ""));
    if (to.recovers)
        push(*to.recovers, recovery, static_cast<std::uint32_t>(number_of(to)), 0,
             [this, &to, due = *to.recovers] { recover(to, due); });
    for (auto& d : deliveries_)
        if (d.to == &to && d.is == phase::in_flight) d.was_off = true;
    return to.off;
}

void world::retry_later(delivery& d, std::uint64_t cause, instant due)
{
    d.is = phase::waiting;
    d.cause = line("retry_scheduled", cause,
                   of_attempt(d.number, d.attempt + 1) + ",\"due\":\"" + model::to_text(due) + '"');
    if (due == now_) note("a retry without delay");
    push(due, retry, d.number, d.attempt + 1, [this, &d] {
        if (d.is == phase::waiting) start(d);
    });
}

std::size_t world::number_of(hook const& to) const
{
    std::size_t number = 1;
    for (auto const& one : hooks_) {
        if (&one == &to) break;
        ++number;
    }
    return number;
}

void world::cancel(delivery& d, std::uint64_t cause)
{
    if (d.is == phase::deferred) note("a deferred attempt cancelled");
    line("delivery_cancelled", cause, of_delivery(d.number));
    if (!is(defect::cancelled_still_sends) || d.is != phase::waiting) end(d, "cancelled");
}

void world::cancel_waiting(hook& to, std::uint64_t cause)
{
    std::vector<delivery*> waiting;
    for (auto& d : deliveries_)
        if (d.to == &to && (d.is == phase::waiting || d.is == phase::deferred))
            waiting.push_back(&d);
    if (is(defect::cancelled_newest_first)) std::reverse(waiting.begin(), waiting.end());
    if (waiting.size() > 1) note("several cancelled at once");
    for (auto* const d : waiting)
        cancel(*d, cause);
}

void world::end(delivery& d, std::string_view how)
{
    d.is = phase::ended;
    d.outcome = how;
    free_slots_.push_back(d.slot);
}

void world::note_start(delivery const& d)
{
    if (d.attempt == 1) return;
    if (last_refresh_ == now_) note("a retry when a refresh ended");
    if (last_outcome_.first == now_ && last_outcome_.second != d.number)
        note("a retry due at the instant of another's outcome");
    if (last_late_.first == now_ && last_late_.second)
        note("a late effect at the instant of a retry");
}

void world::note_late_effect(delivery const& d, fate const& f)
{
    if (d.is == phase::ended) note("a late effect after its delivery ended");
    if (d.to->deleted) note("a late effect after its webhook was deleted");
    if (d.is == phase::in_flight && d.attempt > f.attempt)
        note("a late effect while the next attempt is in flight");
    if (last_timeline_ == now_) note("a late effect at the instant of an entry");
    if (last_refresh_ == now_) note("a late effect when a refresh ended");
    last_late_ = {now_, d.number};
}

} // namespace drydock::oracle
