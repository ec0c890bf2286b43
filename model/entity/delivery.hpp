// One payload on its way to one webhook, over all its attempts.
#pragma once

#include "model/error.hpp"
#include "model/event_writer.hpp"
#include "model/policy.hpp"
#include "model/state.hpp"

namespace drydock::model {

struct start_attempt {
    slot where;
    instant at;
};
/// What a policy that is code wants after a failed attempt, asked by whoever reports it.
struct retry_advice {
    std::optional<duration> delay; ///< from the end of the failed attempt; none: give up
};
/// What a live transport tells of the end of an attempt, beside its outcome.
struct hearsay {
    answerer by{};
    std::string_view detail = {}; ///< of a failure: what it was, or how the answer's body begins
};
/// How an attempt ended. Chance, the receiver's wish and advice arrive as data, like time.
struct report_attempt {
    slot where;
    attempt_number attempt;
    attempt_outcome outcome;
    instant at;
    std::uint64_t jitter_draw = 0;            ///< used when the policy has jitter
    std::optional<duration> retry_after = {}; ///< the answer's Retry-After, if it had one
    /// Set: decides instead of the policy's attempts, delays, Retry-After, stop_on and max_age.
    std::optional<retry_advice> advice = {};
    hearsay heard = {}; ///< journaled as it is
};
/// What follows a failure: another attempt at `due`, or the end.
struct next_step {
    std::optional<discard_reason> give_up = {};
    instant due{};
};
/// Cancels a delivery that waits for an attempt, because its webhook was deleted or disabled.
struct cancel_delivery {
    slot where;
    sequence_number cause; ///< the webhook's event
};

/// The attempt starts, or is deferred by the policy's limits. delivery_ended unless the delivery is
/// queued, waiting or deferred.
refusal decide(state const& s, start_attempt const& command, retry_policy const& policy,
               event_writer& out);
/// The delivery that starts next when an attempt of the webhook has ended; none: the slot none.
slot next_held(state const& s, webhook_number number, retry_policy const& policy);

/// What the policy says to a failed attempt of `d`.
next_step after_failure(retry_policy const& policy, delivery const& d,
                        report_attempt const& command);

/// Success, or failure and what it leads to: retry_scheduled, delivery_discarded (with
/// webhook_disabled when the policy says so), or delivery_cancelled when the webhook was deleted
/// or disabled meanwhile. stale_attempt when that attempt is not in flight.
refusal decide(state const& s, report_attempt const& command, retry_policy const& policy,
               event_writer& out);

/// delivery_ended unless it waits for an attempt.
refusal decide(state const& s, cancel_delivery const& command, event_writer& out);

} // namespace drydock::model
