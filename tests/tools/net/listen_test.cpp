#include "tests/tools/net/loopback_world.hpp"

#include <catch2/catch.hpp>

using namespace drydock;
using Catch::Contains;

TEST_CASE("where one cannot listen is told", "[http][loopback]")
{
    tests::loopback_world world;
    tools::socket_acceptor first{world.executor()};
    REQUIRE(first.listen("127.0.0.1", 0).empty());
    CHECK(first.port() != 0);
    tools::socket_acceptor second{world.executor()};
    CHECK_THAT(second.listen("127.0.0.1", first.port()), Contains("cannot listen on 127.0.0.1:"));
    tools::socket_acceptor third{world.executor()};
    CHECK_THAT(third.listen("localhost", 0), Contains("is no IP address"));
    CHECK_THAT(third.listen("192.0.2.1", 0), Contains("192.0.2.1:0"));
}
