// How an attempt reaches its endpoint. A transport never calls the service about an attempt: it
// posts the outcome as work, and the loop hands it on.
#pragma once

#include "model/entity/delivery.hpp"
#include "sim/api_server.hpp"
#include "sim/endpoint.hpp"
#include "sim/event_queue.hpp"
#include "sim/outside_call.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace drydock::sim {

/// What is sent to a webhook's URL.
struct outgoing {
    std::string_view url;
    std::string_view body;   ///< the same bytes on every attempt of a delivery
    std::string_view fields; ///< the webhook's further fields as a JSON object, or empty
    model::webhook_event event{};
    probe_plan const* probe = nullptr; ///< of the endpoint that the URL leads to, if it has one
    reaction const* judged = nullptr;  ///< what a scripted receiver answers, with its bytes
    std::string_view subject;          ///< its public id
    std::uint64_t draws = 0;           ///< what all chance on the attempt's way is drawn from
};

/// One attempt that was started and judged.
struct attempt_order {
    model::delivery_number delivery;
    model::slot where;
    std::uint16_t attempt = 1;
    model::webhook_number webhook;
    instant at;
    fate decided;
    /// Good during the call only; null unless the transport sends_bytes().
    outgoing const* content = nullptr;
};

/// The work that tells the service of the end of an attempt.
inline work outcome_of(attempt_order const& order, instant due)
{
    return {.due = due,
            .ordinal = order.delivery.value,
            .where = order.where,
            .attempt = order.attempt,
            .kind = work_kind::outcome};
}

/// What a look at a real receiver showed after an attempt.
struct probe_result {
    std::uint32_t new_effects = 0; ///< since the look before
    model::scan_status shows{};    ///< unset: it shows no status that is one
};

/// How an attempt went, as its transport saw it.
struct observation {
    model::attempt_outcome outcome;
    std::optional<duration> retry_after;
    /// Whether a scripted receiver got the request, so that the effect that was judged happens.
    bool has_arrived = true;
    /// It has not yet, but it may: see await_arrival().
    bool may_arrive = false;
    std::optional<probe_result> probed; ///< instead of what was judged
    model::hearsay heard;               ///< its text is good until the next call of the transport
};

class transport {
public:
    virtual ~transport() = default;

    /// Takes an attempt over. Whatever becomes of it becomes work.
    virtual void start(attempt_order const& order) = 0;

    /// How the attempt went whose outcome is due.
    virtual observation conclude(work const& outcome, fate const& decided)
    {
        static_cast<void>(outcome);
        return {.outcome = decided.outcome, .retry_after = decided.retry_after};
    }

    /// Whether the request of an attempt reached its receiver, asked when the effect is due that it
    /// has after its deadline.
    virtual bool has_arrived(work const& late_effect)
    {
        static_cast<void>(late_effect);
        return true;
    }

    /// Posts the effect of a request, not before it is due, once the request has arrived of which
    /// conclude() has just said that it may.
    virtual void await_arrival(work const& effect) { static_cast<void>(effect); }

    /// Whether all it does is to post the judged outcome when it is due. Then that need not pass
    /// through it.
    virtual bool only_posts() const { return false; }

    /// Whether what is sent must be built.
    virtual bool sends_bytes() const { return false; }

    /// Whether it has a life of its own between pieces of work, so that the loop must settle() it.
    virtual bool is_lively() const { return false; }

    /// Called before each piece of work is taken: does all that comes before the head of the queue
    /// and not after `end`, and posts what comes of it. False when no run can go on; failure() then
    /// says why.
    virtual bool settle(instant end)
    {
        static_cast<void>(end);
        return true;
    }
    virtual std::string failure() const { return {}; }

    /// Brings a request of the scenario to the API.
    virtual void call(model::api::request const& wish, api_server& server)
    {
        server.answer(wish, model::api::request_origin::scenario);
    }

    /// Whether requests may come from outside: then any shipment may be asked for.
    virtual bool may_be_called() const { return false; }

    /// Whether the service lives on, and entries may be added to its timeline.
    virtual bool may_add_entries() const { return false; }

    /// Whether it can make the calls of a scenario to other servers.
    virtual bool calls_others() const { return false; }

    /// Makes one and waits for what is heard, at the current instant; nothing when no run can go
    /// on, or when a recording ends there. REQUIRES: calls_others().
    virtual std::optional<heard_call> call_other(outside_call const& wish)
    {
        static_cast<void>(wish);
        return std::nullopt;
    }

    /// Called once, before all else, with the API for requests that come from outside. Those may
    /// be answered inside settle() and call_other() only.
    virtual void attach(api_server& server) { static_cast<void>(server); }
};

/// Reports the judged fate. Builds no bytes and allocates nothing.
class direct final : public transport {
public:
    explicit direct(event_queue& queue) : queue_{&queue} {}

    bool only_posts() const override { return true; }

    void start(attempt_order const& order) override
    {
        queue_->push(outcome_of(order, order.at + order.decided.takes));
    }

private:
    event_queue* queue_;
};

/// Makes the transport of one run. What it is given outlives it.
using transport_maker =
    std::function<std::unique_ptr<transport>(scenario const& what, event_queue& queue)>;

} // namespace drydock::sim
