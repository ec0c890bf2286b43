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

TEST_CASE("the client tells what a peer on a socket did", "[http][loopback]")
{
    tests::check_client(make);
}

TEST_CASE("the client uses connections on sockets again", "[http][loopback]")
{
    tests::check_keep_alive(make);
}

TEST_CASE("the server answers what comes over sockets", "[http][loopback]")
{
    tests::check_session(make);
}

TEST_CASE("an exchange over sockets survives each failure of I/O", "[http][loopback]")
{
    tests::check_failing(make);
}
