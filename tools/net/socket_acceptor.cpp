#include "tools/net/socket_acceptor.hpp"

#include "tools/net/tcp_stream.hpp"
#include "tools/net/tls_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace drydock::tools {

namespace asio = boost::asio;
using sim::http::any_stream;
using sim::http::error_code;
using tcp = asio::ip::tcp;

std::string socket_acceptor::listen(std::string const& address, std::uint16_t port)
{
    auto why = bind(address, port);
    return why.empty() ? start() : why;
}

std::string socket_acceptor::bind(std::string const& address, std::uint16_t port)
{
    error_code failed;
    auto const ip = asio::ip::make_address(address, failed);
    if (failed) return fmt::format("{} is no IP address", address);
    tcp::endpoint const where{ip, port};
    acceptor_.open(where.protocol(), failed);
    if (!failed) acceptor_.set_option(tcp::acceptor::reuse_address{true}, failed);
    if (!failed) acceptor_.bind(where, failed);
    if (failed) return fmt::format("cannot listen on {}:{}: {}", address, port, failed.message());
    host_ = ip.is_v6() ? '[' + address + ']' : address;
    port_ = acceptor_.local_endpoint(failed).port();
    return {};
}

std::string socket_acceptor::start()
{
    error_code failed;
    acceptor_.listen(asio::socket_base::max_listen_connections, failed);
    return failed ? fmt::format("cannot listen on {}:{}: {}", host_, port_, failed.message())
                  : std::string{};
}

std::string socket_acceptor::url() const
{
    return fmt::format("{}://{}:{}", tls_ ? "https" : "http", host_, port_);
}

asio::awaitable<any_stream> socket_acceptor::accept()
{
    while (acceptor_.is_open()) {
        auto [failed, connected] =
            co_await acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
        if (failed == asio::error::operation_aborted) break;
        if (failed) {
            // No descriptor free, say. Connections wait in the system's line meanwhile.
            asio::steady_timer pause{acceptor_.get_executor(), std::chrono::milliseconds{50}};
            auto const [cancelled] = co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
            if (cancelled) break;
            continue;
        }
        if (tls_) co_return accept_tls(std::move(connected), tls_);
        co_return any_stream{std::make_unique<tcp_stream>(std::move(connected))};
    }
    co_return any_stream{};
}

void socket_acceptor::close()
{
    error_code ignored;
    acceptor_.close(ignored);
}

} // namespace drydock::tools
