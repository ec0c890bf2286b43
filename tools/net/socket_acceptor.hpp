// Listens on a real port.
#pragma once

#include "sim/http/connector.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace drydock::tools {

class socket_acceptor final : public sim::http::acceptor {
public:
    /// With `tls`, made by server_context(), connections are encrypted.
    explicit socket_acceptor(boost::asio::any_io_executor const& on,
                             std::shared_ptr<boost::asio::ssl::context> tls = nullptr)
        : acceptor_{on}, tls_{std::move(tls)}
    {
    }

    /// Starts to listen at an address such as "127.0.0.1" or "::1"; port 0 takes any that is free.
    /// Says what went wrong, or nothing.
    std::string listen(std::string const& address, std::uint16_t port);
    /// The same in two steps. In between whoever connects is refused, and the port is no free one;
    /// but another that binds this very port can start before.
    std::string bind(std::string const& address, std::uint16_t port);
    std::string start();

    std::uint16_t port() const { return port_; } ///< that it listens on
    std::string url() const;                     ///< "http://127.0.0.1:41234"

    boost::asio::awaitable<sim::http::any_stream> accept() override;
    void close() override;

private:
    boost::asio::ip::tcp::acceptor acceptor_;
    std::shared_ptr<boost::asio::ssl::context> tls_;
    std::string host_;
    std::uint16_t port_ = 0;
};

} // namespace drydock::tools
