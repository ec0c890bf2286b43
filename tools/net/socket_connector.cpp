#include "tools/net/socket_connector.hpp"

#include "tools/net/resolve.hpp"
#include "tools/net/tcp_stream.hpp"
#include "tools/net/tls_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <string>

namespace drydock::tools {

namespace asio = boost::asio;
using model::outcome_kind;
using sim::http::connected;
using sim::http::error_code;
using tcp = asio::ip::tcp;

namespace {

std::string port_of(model::address const& to)
{
    if (!to.port.empty()) return to.port;
    return to.scheme == "https" ? "443" : "80";
}

std::string name_of(tcp::endpoint const& where)
{
    auto const address = where.address().to_string();
    if (where.address().is_v6()) return fmt::format("[{}]:{}", address, where.port());
    return fmt::format("{}:{}", address, where.port());
}

outcome_kind kind_of(error_code failed)
{
    if (failed == asio::error::connection_reset) return outcome_kind::reset;
    if (failed == asio::error::timed_out) return outcome_kind::timeout;
    return outcome_kind::refused;
}

} // namespace

asio::awaitable<connected> socket_connector::connect(model::address const& to)
{
    std::string const host{without_brackets(to.host)};
    auto found = co_await resolve(host, port_of(to));
    if (found.failed)
        co_return connected{outcome_kind::dns,
                            fmt::format("cannot resolve {}: {}", host, found.failed.message())};
    std::string blocked;
    std::erase_if(found.endpoints, [&](tcp::endpoint const& where) {
        if (guard_.allows(host, where.address())) return false;
        blocked = where.address().to_string();
        return true;
    });
    if (found.endpoints.empty())
        co_return connected{
            outcome_kind::blocked,
            fmt::format("{} is {}, which is not this machine; --allow-host {} allows it", host,
                        blocked, host)};
    co_return co_await try_all(std::move(found.endpoints), to);
}

asio::awaitable<connected> socket_connector::try_all(std::vector<tcp::endpoint> all,
                                                     model::address const& to)
{
    auto const executor = co_await asio::this_coro::executor;
    connected last;
    for (auto const& where : all) {
        tcp::socket made{executor};
        auto const [failed] =
            co_await made.async_connect(where, asio::as_tuple(asio::use_awaitable));
        if (failed) {
            last =
                connected{kind_of(failed), fmt::format("{}: {}", name_of(where), failed.message())};
            continue;
        }
        if (to.scheme != "https") {
            auto plain = std::make_unique<tcp_stream>(std::move(made));
            co_return connected{sim::http::any_stream{std::move(plain)}};
        }
        std::string host{without_brackets(to.host)};
        auto result = co_await connect_tls(std::move(made), tls_, std::move(host));
        if (result.stream) co_return connected{std::move(result.stream)};
        co_return connected{outcome_kind::tls, std::move(result.problem)};
    }
    co_return last;
}

} // namespace drydock::tools
