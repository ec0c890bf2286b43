#include "tests/tools/net/loopback_world.hpp"

#include <catch2/catch.hpp>

using namespace drydock;

namespace {

std::unique_ptr<tests::stream_world> make()
{
    return std::make_unique<tests::loopback_world>();
}

} // namespace

TEST_CASE("sockets keep the contract of streams", "[http][loopback]")
{
    tests::check_streams(make);
}
