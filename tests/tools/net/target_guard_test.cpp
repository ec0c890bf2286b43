#include "tests/support/stream_play.hpp"
#include "tests/tools/net/loopback_world.hpp"

#include <catch2/catch.hpp>

using namespace drydock;
namespace ip = boost::asio::ip;

TEST_CASE("only this machine may be reached, and hosts that were named", "[http][guard]")
{
    tools::target_guard const closed;
    for (auto const* const text : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"}) {
        INFO(text);
        CHECK(closed.allows("any.test", ip::make_address(text)));
    }
    for (auto const* const text : {"0.0.0.0", "::", "10.0.0.1", "192.168.1.1", "169.254.169.254",
                                   "::ffff:10.0.0.1", "fe80::1", "8.8.8.8", "128.0.0.1"}) {
        INFO(text);
        CHECK_FALSE(closed.allows("any.test", ip::make_address(text)));
        CHECK_FALSE(closed.allows("localhost", ip::make_address(text)));
    }
    tools::target_guard const open{{"shop.test", "[2001:db8::1]"}};
    CHECK(open.allows("shop.test", ip::make_address("8.8.8.8")));
    CHECK(open.allows("SHOP.test", ip::make_address("8.8.8.8")));
    CHECK(open.allows("2001:db8::1", ip::make_address("2001:db8::1")));
    CHECK_FALSE(open.allows("www.shop.test", ip::make_address("8.8.8.8")));
    CHECK_FALSE(open.allows("op.test", ip::make_address("8.8.8.8")));
}

TEST_CASE("what may not be reached is blocked before any packet", "[http][loopback][guard]")
{
    tests::loopback_world world;
    auto const to = *model::parse_address("http://192.0.2.1:9/hooks"); // RFC 5737: nobody's
    tests::play(world, {[&]() -> boost::asio::awaitable<void> {
                    auto const made = co_await world.way().connect(to);
                    CHECK_FALSE(made);
                    CHECK(made.why() == model::outcome_kind::blocked);
                    CHECK(made.detail() == "192.0.2.1 is 192.0.2.1, which is not this machine; "
                                           "--allow-host 192.0.2.1 allows it");
                }});
}

TEST_CASE("names and IPv6 addresses of this machine are reached", "[http][loopback]")
{
    tests::loopback_world world;
    tools::socket_acceptor six{world.executor()};
    auto const has_six = six.listen("::1", 0).empty();
    std::vector<model::address> targets{world.address()};
    targets[0].host = "localhost"; // ::1 is tried first, and nobody listens there
    if (has_six) {
        CHECK(six.url().starts_with("http://[::1]:"));
        targets.push_back(*model::parse_address(six.url()));
    }
    for (auto const& to : targets) {
        INFO(to.origin());
        tests::play(world, {[&]() -> boost::asio::awaitable<void> {
                        auto made = co_await world.way().connect(to);
                        INFO(made.detail());
                        CHECK(made);
                    }});
    }
}
