#include "tests/support/given.hpp"

#include <catch2/catch.hpp>

using namespace drydock::model;
using namespace std::chrono_literals;
using drydock::tests::at;
using drydock::tests::world;

namespace {

auto const track = webhook_event::track;

world with_webhook()
{
    world w;
    w.given(webhook_created{{1}, {}, w.text("https://shop.test"), track});
    return w;
}

} // namespace

TEST_CASE("webhook ids count up in order of creation", "[webhook]")
{
    world w;
    CHECK(w.when(create_webhook{track, "https://a.test"}, at(0s))
              .lines[0]
              .ends_with(R"("webhook":"5515","event":"track","url":"https://a.test"})"));
    CHECK(w.when(create_webhook{webhook_event::batch, "https://a.test"}, at(0s))
              .lines[0]
              .find(R"("webhook":"5516")") != std::string::npos);
    CHECK(w.when(create_webhook{webhook_event::rate, "https://a.test", "mine"}, at(0s))
              .lines[0]
              .find(R"("webhook":"mine")") != std::string::npos);
}

TEST_CASE("an event has at most one webhook", "[webhook]")
{
    auto w = with_webhook();
    REQUIRE(w.when(create_webhook{track, "https://b.test"}, at(0s)).refused ==
            error::webhook_exists);
    (void)w.when(change_webhook{track, {}, false}, at(0s));
    REQUIRE(w.when(create_webhook{track, "https://b.test"}, at(0s)).refused ==
            error::webhook_exists);
    (void)w.when(delete_webhook{track}, at(0s));
    REQUIRE(w.when(create_webhook{track, "https://b.test"}, at(0s)).refused == error::none);
}

TEST_CASE("a change journals what differs and nothing else", "[webhook]")
{
    auto w = with_webhook();
    CHECK(w.when(change_webhook{track, "https://shop.test", true}, at(0s)).lines.empty());
    CHECK(w.when(change_webhook{track, "https://b.test", false}, at(0s)).lines.size() == 2);
    CHECK(w.when(change_webhook{track, {}, false}, at(0s)).lines.empty());
    CHECK(w.when(change_webhook{track, {}, true}, at(0s)).lines[0].find("webhook_enabled") !=
          std::string::npos);
}

TEST_CASE("what is not there can be neither changed nor deleted", "[webhook]")
{
    world w;
    CHECK(w.when(change_webhook{track, "https://b.test"}, at(0s)).refused ==
          error::webhook_unknown);
    CHECK(w.when(delete_webhook{track}, at(0s)).refused == error::webhook_unknown);
    auto gone = with_webhook();
    (void)gone.when(delete_webhook{track}, at(0s));
    CHECK(gone.when(delete_webhook{track}, at(0s)).refused == error::webhook_unknown);
}
