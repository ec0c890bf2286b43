#include "tests/tools/net/loopback_world.hpp"

#include "tools/net/tcp_stream.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <utility>

namespace drydock::tests {

using tcp = asio::ip::tcp;

loopback_world::loopback_world(std::shared_ptr<asio::ssl::context> tls)
    : door_{context_.get_executor(), std::move(tls)},
      way_{tools::target_guard{}, tools::client_context({.verifies = false}).made}
{
    REQUIRE(door_.listen("127.0.0.1", 0).empty());
    reserved_.open(tcp::v4());
    reserved_.bind({asio::ip::address_v4::loopback(), 0});
}

model::address loopback_world::address()
{
    auto const parsed = model::parse_address(door_.url());
    REQUIRE(parsed);
    return *parsed;
}

model::address loopback_world::nobody()
{
    auto to = address();
    to.port = std::to_string(reserved_.local_endpoint().port());
    return to;
}

model::address loopback_world::unknown()
{
    auto to = address();
    to.host = "no-such-host.invalid"; // RFC 2606 keeps that name free
    return to;
}

bool loopback_world::run_until(std::function<bool()> const& done)
{
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (!done()) {
        auto const now = std::chrono::steady_clock::now();
        if (now >= end || context_.run_one_for(end - now) == 0) return done();
        context_.restart();
    }
    return true;
}

void loopback_world::reset(http::any_stream& what)
{
    auto* const known = dynamic_cast<tools::tcp_stream*>(&what.get());
    REQUIRE(known != nullptr);
    known->lowest().set_option(asio::socket_base::linger{true, 0});
    known->close();
}

} // namespace drydock::tests
