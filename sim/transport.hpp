// How an attempt reaches its endpoint. A transport never calls the service: it posts the outcome
// as work, and the loop hands it on.
#pragma once

#include "sim/endpoint.hpp"
#include "sim/event_queue.hpp"

namespace drydock::sim {

/// One attempt that was started and judged.
struct attempt_order {
    model::delivery_number delivery;
    model::slot where;
    std::uint16_t attempt = 1;
    instant at;
    fate decided;
};

class transport {
public:
    virtual ~transport() = default;
    virtual void start(attempt_order const& order) = 0;
};

/// Reports the judged fate. Builds no bytes and allocates nothing.
class direct final : public transport {
public:
    explicit direct(event_queue& queue) : queue_{&queue} {}

    void start(attempt_order const& order) override
    {
        queue_->push({.due = order.at + order.decided.takes,
                      .ordinal = order.delivery.value,
                      .where = order.where,
                      .attempt = order.attempt,
                      .kind = work_kind::outcome});
    }

private:
    event_queue* queue_;
};

} // namespace drydock::sim
