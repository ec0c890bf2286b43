#include "tests/sim/wire/simulated_world.hpp"

#include <catch2/catch.hpp>

using namespace drydock;
using namespace std::chrono_literals;

namespace {

/// Worlds whose connections fare so.
tests::make_world over(sim::link how)
{
    return [how] { return std::make_unique<tests::simulated_world>(how); };
}

} // namespace

TEST_CASE("simulated streams keep the contract of streams", "[wire]")
{
    tests::check_streams(over({}));
}

TEST_CASE("simulated streams keep the contract in pieces, and slowly", "[wire]")
{
    tests::check_streams(over({.fragment = 3}));
    tests::check_streams(over({.latency = 20ms, .jitter = 10ms, .fragment = 1000}));
    tests::check_streams(over({.bytes_per_second = 100'000}));
}

TEST_CASE("a client over simulated streams has an outcome for whatever a peer does", "[wire]")
{
    tests::check_client(over({}));
}

TEST_CASE("connections over a simulated network are used again", "[wire]")
{
    tests::check_keep_alive(over({}));
}

TEST_CASE("a session over simulated streams answers whatever a client sends", "[wire]")
{
    tests::check_session(over({}));
}

TEST_CASE("each operation of an exchange over simulated streams fails once", "[wire]")
{
    tests::check_failing(over({}));
}
