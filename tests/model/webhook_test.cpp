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

TEST_CASE("a webhook is meant by its number, whatever its event", "[webhook]")
{
    auto w = with_webhook();
    w.given(webhook_created{{2}, {}, w.text("https://b.test"), webhook_event::batch});
    auto const changed = w.when(
        change_webhook{.url = "https://c.test", .number = webhook_number{2}, .cause = {2}}, at(0s));
    REQUIRE(changed.lines.size() == 1);
    CHECK(changed.lines[0].find(R"("cause":2,"webhook":"5516","url":"https://c.test")") !=
          std::string::npos);
    auto const deleted = w.when(delete_webhook{.number = webhook_number{2}, .cause = {3}}, at(0s));
    CHECK(deleted.lines[0].find(R"("cause":3,"webhook":"5516")") != std::string::npos);
    CHECK(w.when(delete_webhook{.number = webhook_number{2}}, at(0s)).refused ==
          error::webhook_unknown);
    CHECK(w.when(change_webhook{.enabled = false, .number = webhook_number{3}}, at(0s)).refused ==
          error::webhook_unknown);
    CHECK(w.state.find_webhook(track) != nullptr);
}

TEST_CASE("a change keeps what it does not name", "[webhook]")
{
    world w;
    (void)w.when(
        create_webhook{.event = track, .url = "https://a.test", .fields = R"({"name":"n"})"},
        at(0s));
    auto const moved = w.when(change_webhook{track, "https://b.test"}, at(0s));
    CHECK(moved.lines[0].ends_with(R"("url":"https://b.test","fields":{"name":"n"}})"));
    auto const named = w.when(change_webhook{.event = track, .fields = R"({"name":"m"})"}, at(0s));
    CHECK(named.lines[0].ends_with(R"("url":"https://b.test","fields":{"name":"m"}})"));
    CHECK(
        w.when(change_webhook{.event = track, .fields = R"({"name":"m"})"}, at(0s)).lines.empty());
}

TEST_CASE("a webhook is found by its id while it exists", "[webhook]")
{
    auto w = with_webhook();
    w.given(
        webhook_created{{2}, {0, w.text("mine")}, w.text("https://b.test"), webhook_event::batch});
    CHECK(find_webhook(w.state, "5515", w.texts) == webhook_number{1});
    CHECK(find_webhook(w.state, "mine", w.texts) == webhook_number{2});
    CHECK_FALSE(find_webhook(w.state, "5516", w.texts));
    (void)w.when(delete_webhook{track}, at(0s));
    CHECK_FALSE(find_webhook(w.state, "5515", w.texts));
}
