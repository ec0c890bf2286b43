// Real sockets on this machine, for the contract of streams.
#pragma once

#include "tests/support/stream_contract.hpp"
#include "tools/net/real_clock.hpp"
#include "tools/net/socket_acceptor.hpp"
#include "tools/net/socket_connector.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>

namespace drydock::tests {

class loopback_world final : public stream_world {
public:
    /// With `tls`, made by server_context(), the door wants TLS, and no certificate is verified.
    explicit loopback_world(std::shared_ptr<asio::ssl::context> tls = nullptr);

    asio::any_io_executor executor() override { return context_.get_executor(); }
    http::clock& time() override { return clock_; }
    http::acceptor& door() override { return door_; }
    http::connector& way() override { return way_; }
    model::address address() override;
    model::address nobody() override;
    model::address unknown() override;
    bool run_until(std::function<bool()> const& done) override;
    void reset(http::any_stream& what) override;

private:
    asio::io_context context_{1};
    tools::real_clock clock_{context_.get_executor()};
    tools::socket_acceptor door_;
    tools::socket_connector way_;
    asio::ip::tcp::socket reserved_{context_}; // its port is taken, but nobody listens there
};

} // namespace drydock::tests
