#include "tools/net/resolve.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <charconv>
#include <memory>
#include <utility>

namespace drydock::tools {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

namespace {

using results = tcp::resolver::results_type;
using signature = void(error_code, results);

// A look-up whose result may no longer be wanted.
struct look_up {
    look_up(asio::any_io_executor const& on, asio::any_completion_handler<signature> handler)
        : resolver{on}, then{std::move(handler)}
    {
    }

    void finish(error_code failed, results found)
    {
        if (!then) return;
        auto handler = std::move(then);
        std::move(handler)(failed, std::move(found));
    }

    tcp::resolver resolver;
    asio::any_completion_handler<signature> then;
};

template <class Token> auto async_look_up(asio::any_io_executor const& on, std::string const& host,
                                          std::string const& port, Token&& token)
{
    auto start = [](auto handler, asio::any_io_executor const& with, std::string const& name,
                    std::string const& service) {
        auto const slot = asio::get_associated_cancellation_slot(handler);
        auto const state = std::make_shared<look_up>(with, std::move(handler));
        if (slot.is_connected())
            asio::cancellation_slot{slot}.assign([state, with](asio::cancellation_type) {
                state->resolver.cancel();
                asio::post(with, [state] { state->finish(asio::error::operation_aborted, {}); });
            });
        state->resolver.async_resolve(name, service, [state](error_code failed, results found) {
            state->finish(failed, std::move(found));
        });
    };
    return asio::async_initiate<Token, signature>(start, token, on, host, port);
}

} // namespace

asio::awaitable<resolved> resolve(std::string host, std::string port)
{
    resolved result;
    auto const address = asio::ip::make_address(host, result.failed);
    if (!result.failed) {
        unsigned short number = 0;
        std::from_chars(port.data(), port.data() + port.size(), number);
        result.endpoints.emplace_back(address, number);
        co_return result;
    }
    auto const executor = co_await asio::this_coro::executor;
    auto const [failed, found] =
        co_await async_look_up(executor, host, port, asio::as_tuple(asio::use_awaitable));
    result.failed = failed;
    for (auto const& one : found)
        result.endpoints.push_back(one.endpoint());
    co_return result;
}

} // namespace drydock::tools
