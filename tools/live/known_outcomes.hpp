// How attempts over real sockets went, from when that is known until their outcome is due. What a
// rule in front of a real endpoint means is decided here, for live runs and for served worlds.
#pragma once

#include "sim/http/client.hpp"
#include "sim/transport.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace drydock::tools {

/// Whether a rule only loses the answer of an attempt: it is sent, and the sender hears nothing.
/// REQUIRES: order.content.
inline bool loses_answer(sim::attempt_order const& order)
{
    return order.content->judged->fails == sim::failure::lost_ack;
}

class known_outcomes {
public:
    /// The queue must outlive this.
    explicit known_outcomes(sim::event_queue& queue) : queue_{&queue} {}

    /// Whether an outage or a rule answers instead of the endpoint: then its outcome is queued, and
    /// nothing is to be sent. One that only loses the answer does not. REQUIRES: order.content.
    bool is_answered_in_front(sim::attempt_order const& order);

    /// Keeps what was heard of an attempt, or that nothing was, and queues its outcome.
    void keep(sim::attempt_order const& order, sim::http::heard const& heard, bool answer_is_lost,
              sim::duration takes, std::optional<sim::probe_result> const& probed = {});

    /// What transport::conclude() gives. REQUIRES: the outcome was queued here.
    sim::observation take(sim::work const& outcome);

private:
    struct known {
        sim::observation seen;
        std::string detail;
    };
    void queue(sim::attempt_order const& order, known&& what, sim::duration takes);

    sim::event_queue* queue_;
    std::map<std::pair<std::uint32_t, std::uint16_t>, known> known_; // by delivery and attempt
    std::string last_detail_; // what the last observation refers to
};

} // namespace drydock::tools
