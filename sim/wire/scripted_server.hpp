// The receivers of a scenario on the simulated network: they take a request in, byte by byte, and
// do with it what was judged.
#pragma once

#include "sim/wire/network.hpp"
#include "sim/wire/script.hpp"

#include <functional>
#include <memory>
#include <string>

namespace drydock::sim::wire {

/// What a receiver meets and does in one attempt. Shared by the sender, who makes it, and by the
/// receiver's end of the connection.
struct errand {
    std::string target, body; ///< of the request that was sent; no other may arrive
    script answer;
    model::instant answers_at;      ///< but not before the request is there
    model::duration trickle_pace{}; ///< between two bytes
    bool has_arrived = false;       ///< the whole request
    std::function<void()> on_arrival = {};
};

/// Plays the receiver's part on `connection`, to its end. The connection itself keeps it alive.
void receive(context& in, std::unique_ptr<duplex> connection, std::shared_ptr<errand> what);

} // namespace drydock::sim::wire
