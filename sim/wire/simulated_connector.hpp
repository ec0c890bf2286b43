// A client's way into the simulated network.
#pragma once

#include "sim/http/connector.hpp"
#include "sim/wire/network.hpp"

namespace drydock::sim::wire {

/// Connects as `how` says, to the host and port that it is asked for. There is no TLS on the
/// simulated network: https is plain HTTP to port 443. A handshake that was judged to fail fails
/// here, once the connection is there and how.not_before has come.
class simulated_connector final : public http::connector {
public:
    /// Both must outlive it.
    simulated_connector(network& on, call const& how, bool fails_in_tls = false)
        : on_{&on}, how_{&how}, fails_in_tls_{fails_in_tls}
    {
    }

    boost::asio::awaitable<http::connected> connect(model::address const& to) override;

private:
    network* on_;
    call const* how_;
    bool fails_in_tls_;
};

} // namespace drydock::sim::wire
