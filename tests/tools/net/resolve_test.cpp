#include "tools/net/resolve.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

#include <exception>
#include <optional>

using namespace drydock;
namespace asio = boost::asio;

TEST_CASE("names and addresses are resolved", "[http][loopback]")
{
    asio::io_context context{1};
    std::vector<std::string> found;
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void> {
            for (std::string const host : {"127.0.0.1", "::1", "localhost"}) {
                auto const result = co_await tools::resolve(host, "8080");
                INFO(host);
                CHECK_FALSE(result.failed);
                REQUIRE_FALSE(result.endpoints.empty());
                CHECK(result.endpoints[0].port() == 8080);
                CHECK(result.endpoints[0].address().is_loopback());
                found.push_back(host);
            }
        },
        [](std::exception_ptr thrown) { CHECK_FALSE(thrown); });
    context.run();
    CHECK(found.size() == 3);
}

TEST_CASE("a look-up is given up at once, whatever the system makes of it", "[http][loopback]")
{
    asio::io_context context{1};
    asio::cancellation_signal cancel;
    std::optional<tools::resolved> result;
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void> { result = co_await tools::resolve("localhost", "80"); },
        asio::bind_cancellation_slot(cancel.slot(), [](std::exception_ptr) {}));
    context.poll(); // starts it
    cancel.emit(asio::cancellation_type::terminal);
    context.run(); // the system's answer comes too, and is ignored
    REQUIRE(result);
    // Either was first; nothing else may come of it.
    CHECK((result->failed == asio::error::operation_aborted || !result->endpoints.empty()));
}
