// Real connections: TCP for http, TLS for https.
#pragma once

#include "sim/http/connector.hpp"
#include "tools/net/target_guard.hpp"
#include "tools/net/tls_context.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <utility>
#include <vector>

namespace drydock::tools {

class socket_connector final : public sim::http::connector {
public:
    /// `tls` is what client_context() made.
    socket_connector(target_guard guard, std::shared_ptr<boost::asio::ssl::context> tls)
        : guard_{std::move(guard)}, tls_{std::move(tls)}
    {
    }

    /// Tries the addresses of the host in the system's order, those only that the guard allows.
    boost::asio::awaitable<sim::http::connected> connect(model::address const& to) override;

private:
    boost::asio::awaitable<sim::http::connected> try_all(
        std::vector<boost::asio::ip::tcp::endpoint> all, model::address const& to);

    target_guard guard_;
    std::shared_ptr<boost::asio::ssl::context> tls_;
};

} // namespace drydock::tools
