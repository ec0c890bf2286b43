#include "model/entity/delivery.hpp"

#include "model/draw.hpp"

#include <algorithm>

namespace drydock::model {

namespace {

duration delay_before_retry(retry_policy const& policy, report_attempt const& command)
{
    auto const delay = policy.delay_after(command.attempt);
    if (policy.jitter_millionths == 0) return delay;
    auto const [least, most] = policy.jittered(delay);
    return scale_draw(least, most, command.jitter_draw);
}

instant retry_due(retry_policy const& policy, delivery const& d, report_attempt const& command)
{
    if (command.retry_after && policy.retry_after == retry_after_rule::honour)
        return command.at + *command.retry_after;
    if (command.retry_after && policy.retry_after == retry_after_rule::clamp)
        return command.at +
               std::clamp(*command.retry_after, policy.retry_after_least, policy.retry_after_most);
    auto const delay = delay_before_retry(policy, command);
    return policy.anchor == delay_anchor::end ? command.at + delay
                                              : std::max(command.at, d.started_at + delay);
}

next_step advised(retry_advice const& advice, report_attempt const& command)
{
    if (!advice.delay) return {discard_reason::stopped};
    // Code that never gives up meets the end of the numbers.
    if (command.attempt.value == UINT16_MAX) return {discard_reason::attempts_exhausted};
    ASSERT(*advice.delay >= duration::zero());
    return {std::nullopt, command.at + *advice.delay};
}

} // namespace

next_step after_failure(retry_policy const& policy, delivery const& d,
                        report_attempt const& command)
{
    if (command.advice) return advised(*command.advice, command);
    if (policy.stops_on(command.outcome)) return {discard_reason::stopped};
    if (command.attempt.value >= policy.attempts) return {discard_reason::attempts_exhausted};
    auto const due = retry_due(policy, d, command);
    if (policy.max_age && due > d.requested_at + *policy.max_age) return {discard_reason::too_old};
    return {std::nullopt, due};
}

namespace {

bool must_disable(disable_rule const& rule, webhook const& w, instant at, bool discarded)
{
    if (w.on_trial) return true;
    if (rule.failed_attempts != 0 && w.failed_in_row + 1 >= rule.failed_attempts) return true;
    if (rule.failed_deliveries != 0 && discarded &&
        w.discarded_in_row + 1 >= rule.failed_deliveries)
        return true;
    return rule.failing_for > duration{} && w.failing && at - w.failing_since >= rule.failing_for;
}

/// When a webhook comes back that is turned off by this failure; the epoch: never by itself.
instant recovery(disable_rule const& rule, webhook const& w, instant at)
{
    if (!rule.recover_after) return {};
    if (rule.for_good_after != 0 && w.failed_in_row + 1 >= rule.for_good_after) return {};
    return at + rule.recover_after->nth(w.recoveries + 1);
}

/// Until when an attempt has to wait that may start by itself; the epoch: until one in flight ends.
std::optional<instant> deferral(state const& s, delivery const& d, retry_policy const& policy,
                                instant at)
{
    auto const& w = s.at(d.webhook);
    if (policy.in_flight != 0 && w.in_flight >= policy.in_flight) return instant{};
    bool const has_its_turn = d.status == delivery_status::deferred && !d.is_held();
    if (policy.rate.attempts == 0 || has_its_turn || w.last_start == instant::min())
        return std::nullopt;
    auto const earliest = w.last_start + policy.rate.gap();
    return earliest > at ? std::optional{earliest} : std::nullopt;
}

sequence_number add_failed(delivery const& d, report_attempt const& command, event_writer& out)
{
    attempt_failed failure{.delivery = d.number,
                           .attempt = command.attempt,
                           .reason = command.outcome,
                           .by = command.heard.by,
                           .detail = out.intern(command.heard.detail)};
    // Judged answers are judged anew by whoever wants to know; what was heard is an input.
    if (command.heard.by == answerer::endpoint && command.retry_after) {
        failure.has_retry_after = 1;
        failure.retry_after = static_cast<std::uint32_t>(
            std::chrono::duration_cast<std::chrono::seconds>(*command.retry_after).count());
    }
    return out.add(d.last_event, failure);
}

void decide_failure(state const& s, delivery const& d, report_attempt const& command,
                    retry_policy const& policy, event_writer& out)
{
    auto const& w = s.at(d.webhook);
    auto const failed = add_failed(d, command, out);
    if (w.deleted || !w.enabled) {
        out.add(w.turned_off_by, delivery_cancelled{d.number});
        return;
    }
    auto const next = after_failure(policy, d, command);
    sequence_number disabled;
    if (must_disable(policy.disable_after, w, command.at, next.give_up.has_value()))
        disabled = out.add(
            failed, webhook_disabled{d.webhook, 0, recovery(policy.disable_after, w, command.at)});

    if (next.give_up)
        out.add(failed, delivery_discarded{d.number, command.attempt, *next.give_up});
    else if (disabled)
        out.add(disabled, delivery_cancelled{d.number});
    else
        out.add(failed, retry_scheduled{d.number,
                                        {static_cast<std::uint16_t>(command.attempt.value + 1)},
                                        0,
                                        next.due});
}

} // namespace

refusal decide(state const& s, start_attempt const& command, retry_policy const& policy,
               event_writer& out)
{
    auto const& d = s.deliveries[command.where];
    bool const is_first = d.status == delivery_status::queued;
    if (!is_first && d.status != delivery_status::waiting && d.status != delivery_status::deferred)
        return {error::delivery_ended};

    auto const attempt = is_first ? attempt_number{1} : d.attempt;
    if (auto const until = deferral(s, d, policy, command.at))
        out.add(d.last_event, attempt_deferred{d.number, attempt, 0, *until});
    else
        out.add(d.last_event, attempt_started{d.number, attempt});
    return accepted;
}

slot next_held(state const& s, webhook_number number, retry_policy const& policy)
{
    auto const& w = s.at(number);
    if (w.held_gone >= w.held.size() || w.in_flight >= policy.in_flight) return {};
    return s.deliveries.find(w.held[w.held_gone].value);
}

refusal decide(state const& s, report_attempt const& command, retry_policy const& policy,
               event_writer& out)
{
    auto const& d = s.deliveries[command.where];
    if (d.status != delivery_status::in_flight || command.attempt != d.attempt)
        return {error::stale_attempt};

    if (policy.is_success(command.outcome))
        out.add(d.last_event, delivery_succeeded{d.number, command.attempt, command.outcome.status,
                                                 command.heard.by});
    else
        decide_failure(s, d, command, policy, out);
    return accepted;
}

refusal decide(state const& s, cancel_delivery const& command, event_writer& out)
{
    auto const& d = s.deliveries[command.where];
    if (d.status != delivery_status::waiting && d.status != delivery_status::deferred)
        return {error::delivery_ended};

    out.add(command.cause, delivery_cancelled{d.number});
    return accepted;
}

} // namespace drydock::model
