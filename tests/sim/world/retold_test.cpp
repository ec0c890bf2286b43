// Journals of served worlds told again, under their own policy and under others.
#include "sim/recorded.hpp"
#include "tests/sim/world/played.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

using namespace drydock;
using namespace drydock::test;
using model::event_type;

namespace {

/// A recorded life told again under the policy of a plan.
struct retold {
    explicit retold(played& before, std::string_view policy = "")
    {
        before.made->flush();
        auto const plan = loaded(file_with(std::string{policy} + before.plan));
        heard.on_block(before.journal.events, {1}, before.made->texts());
        sim::world world{plan, {&journal}, [&](sim::scenario const&, sim::event_queue& queue) {
                             return sim::make_recorded(queue, heard, sim::replay_of::another_policy,
                                                       &assumed);
                         }};
        failure = world.retell(before.journal.events, before.made->texts(), heard, assumed);
        end = world.now();
    }
    std::ptrdiff_t count(event_type type) const
    {
        return std::ranges::count(journal.events, type, &model::event::type);
    }

    /// How many events are as they were, from the first on.
    std::size_t same(played const& before) const
    {
        auto const& recorded = before.journal.events;
        auto const [one, other] = std::ranges::mismatch(
            journal.events, recorded, [](model::event const& a, model::event const& b) {
                return std::memcmp(&a, &b, sizeof a) == 0;
            });
        return static_cast<std::size_t>(other - recorded.begin());
    }

    sim::recorded_inputs heard;
    sim::replay_assumptions assumed;
    sim::memory_journal journal;
    std::string failure;
    model::instant end;
};

/// Told again, every event is as it was.
void check_same(played& before, std::string_view policy = "")
{
    retold const again{before, policy};
    CHECK(again.failure == "");
    CHECK(again.end == before.made->now());
    CHECK(again.journal.events.size() == before.journal.events.size());
    CHECK(again.same(before) == before.journal.events.size());
    CHECK(again.assumed.assumed + again.assumed.unknown + again.assumed.left_out == 0);
}

constexpr std::string_view hooked =
    R"("webhooks": [{"event": "track", "url": "https://shop.test/hooks"}])";
constexpr std::string_view two_tracks =
    R"([{"at": "0s", "track": {"shipment": "se-1", "status": "IT"}},
        {"at": "0s", "track": {"shipment": "se-2", "status": "IT"}}])";
constexpr std::string_view one_track =
    R"({"at": "0s", "track": {"shipment": "se-1", "status": "IT"}})";
constexpr std::string_view hasty_policy = R"("policy": {"attempts": 2, "delay": "1h"},)";

/// The head of a request that says which attempt of ours it is.
std::string head_of(std::uint32_t delivery, std::uint16_t attempt)
{
    return fmt::format(
        R"({{"method":"POST","target":"/","headers":[["Drydock-Delivery","{}"],["Drydock-Attempt","{}"]]}})",
        delivery, attempt);
}

} // namespace

TEST_CASE("a world that is told again under its own policy is the same", "[world]")
{
    played before{std::vector<std::uint16_t>(60, 500)};
    live(before);
    check_same(before);
    CHECK(retold{before}.assumed.attempts > 0);
}

TEST_CASE("what is wished when work has just ended comes after it again", "[world]")
{
    played before{{}, R"("seed": 1)"};
    before.begin().start();
    before.add(R"({"at": "0s", "store_refresh": {"order_source": "se-9"}})");
    before.advance(1min);
    for (int i = 0; i < 2; ++i) {
        before.call(model::verb::PUT, "/v-beta/order_sources/se-9/refresh");
        before.run_idle();
    }
    before.call(model::verb::GET, "/v-beta/order_sources");
    CHECK(before.count(event_type::order_source_refresh_completed) == 3);
    check_same(before);
    check_same(before, hasty_policy);
}

TEST_CASE("what is wished in the middle of an instant comes there again", "[world]")
{
    played before{{}, hooked};
    auto& world = before.begin();
    world.start();
    before.add(two_tracks);
    world.step(world.now());
    before.call(model::verb::GET, "/v1/tracking?carrier_code=ups&tracking_number=1Z01");
    before.add(one_track);
    before.call(model::verb::GET, "/v1/carriers");
    before.work();
    CHECK(before.count(event_type::delivery_succeeded) == 3);
    check_same(before);
    check_same(before, hasty_policy);
}

TEST_CASE("what a receiver wishes before it answers comes before its answer again", "[world]")
{
    played before{{500, 500, 500}, hooked};
    before.script.is_silent = true;
    before.begin().start();
    before.add(two_tracks);
    before.work();
    before.call(model::verb::GET, "/v1/carriers");
    before.answer(2);
    before.call(model::verb::GET, "/v1/batches");
    before.answer(1);
    // Both are tried again at one instant, and nothing but that moves the clock.
    REQUIRE(before.made->step(before.made->now() + 2h));
    before.work();
    before.answer(1);
    before.call(model::verb::GET, "/v1/labels");
    before.answer(2);
    CHECK(before.count(event_type::attempt_started) == 4);
    check_same(before);
    retold const hasty{before, hasty_policy};
    CHECK(hasty.failure == "");
    CHECK(hasty.end == before.made->now());
    CHECK(hasty.count(event_type::request_received) == 3);
}

TEST_CASE("what was under way when a journal ended stays under way when it is told again",
          "[world]")
{
    played before{{}, hooked};
    before.script.is_silent = true;
    before.begin().start();
    before.add(two_tracks);
    before.work();
    before.answer(1);
    check_same(before);
    retold const hasty{before, hasty_policy};
    CHECK(hasty.count(event_type::delivery_succeeded) == 1);
    CHECK(hasty.assumed.attempts == 2);
}

TEST_CASE("an attempt that was interrupted is interrupted again", "[world]")
{
    played first{{}, hooked};
    first.script.is_silent = true;
    first.begin().start();
    // A rule would have answered one of them later.
    CHECK(first.made->set_endpoints(R"({"https://shop.test": {"rules": [
              {"times": 1, "respond": 200, "after": "5s"}]}})") == "");
    first.add(two_tracks);
    first.work();
    first.made->flush();
    played before{{}, hooked};
    CHECK(before.begin().resume(first.journal.events, first.made->texts()) == "");
    before.call(model::verb::GET, "/v1/carriers");
    before.advance(3h);
    CHECK(before.count(event_type::attempt_failed) == 2);
    CHECK(before.count(event_type::delivery_succeeded) == 2);
    check_same(before);
}

TEST_CASE("a clock that work without a trace has moved is there again", "[world]")
{
    played before{{500}, hooked};
    before.begin().start();
    before.add(one_track);
    before.work();
    before.call(model::verb::DELETE, "/v1/environment/webhooks/5515");
    before.made->set_clock_mode("auto");
    before.run_idle();
    before.call(model::verb::GET, "/v1/carriers");
    before.made->flush();
    CHECK(before.journal.events.back().at == before.made->plan().start + 2h);
    CHECK(before.count(event_type::clock_advanced) == 0);
    check_same(before);
}

TEST_CASE("what our attempts bring to bins comes with those that begin as they did", "[world]")
{
    // By its path a bin knows them as ours; by a port of its own it takes them as anybody's.
    for (bool const is_own : {true, false}) {
        played before{{500, 500}, hooked};
        before.script.is_silent = true;
        auto& world = before.begin();
        world.start();
        CHECK(world.set_bin_rules("b", R"({"rules": [{"times": 2, "respond": 503}]})") == "");
        before.add(one_track);
        before.work();
        auto const come = [&](std::uint16_t attempt) {
            auto const head = head_of(1, attempt);
            world.capture({.bin = "b", .head = head, .body = "{}", .is_own = is_own});
        };
        come(1);
        before.answer(1);
        REQUIRE(world.step(world.now() + 2h)); // the second attempt
        come(2);
        before.answer(1);
        // Somebody sends the first one again, and something else.
        world.capture({.bin = "b", .head = head_of(1, 1), .body = "{}"});
        world.capture({.bin = "b", .head = "{}", .body = "{}"});
        check_same(before);
        retold const hasty{before, hasty_policy};
        CHECK(hasty.failure == "");
        CHECK(hasty.count(event_type::request_captured) == 3);
        CHECK(hasty.assumed.left_out == 1);
        CHECK(hasty.count(event_type::delivery_discarded) == 1);
    }
}

TEST_CASE("under another policy a world's attempts meet what was heard nearest", "[world]")
{
    played before{std::vector<std::uint16_t>(60, 500)};
    auto& world = before.begin();
    world.start();
    CHECK(world.add_timeline(R"({"at": "1h", "track": {"shipment": "se-9", "status": "IT"}})") ==
          "");
    before.advance(1h);
    before.advance(5h);
    world.flush();
    retold const hasty{before, R"("policy": {"attempts": 2, "delay": "1h"},)"};
    CHECK(hasty.failure == "");
    CHECK(hasty.end == world.now());
    CHECK(hasty.assumed.assumed > 0);
    CHECK(hasty.count(event_type::delivery_discarded) > 0);
    CHECK(hasty.count(event_type::timeline_added) == 1);
    // Longer than the journal: what waits then goes on waiting.
    retold const slow{before, R"("policy": {"attempts": 2, "delay": "9h"},)"};
    CHECK(slow.end == world.now());
    CHECK(slow.count(event_type::delivery_discarded) == 0);
    CHECK(slow.count(event_type::attempt_failed) > 0);
    CHECK(slow.count(event_type::retry_scheduled) == slow.count(event_type::attempt_failed));
}

TEST_CASE("an attempt of another webhook is another one, whatever its delivery's number", "[world]")
{
    played before{{500, 500, 200}, R"("webhooks": [
        {"event": "track", "url": "https://shop.test/hooks"},
        {"event": "carrier_connected", "url": "https://other.test/hooks"}])"};
    before.begin().start();
    before.add(one_track);
    before.add(R"([{"at": "1h", "track": {"shipment": "se-2", "status": "IT"}},
                   {"at": "1h", "carrier_connected": {"carrier": "se-9"}}])");
    before.advance(1h);
    // Nothing is sent to the first one any more, so the second one has the delivery's number.
    retold const strict{before, R"("policy": {"attempts": 1, "disable_after":
                                {"failed_attempts": 1, "recover_after": "9h"}},)"};
    CHECK(strict.failure == "");
    CHECK(strict.count(event_type::event_unsubscribed) == 1);
    CHECK(strict.count(event_type::attempt_failed) == 1);
    CHECK(strict.count(event_type::delivery_succeeded) == 1);
    CHECK(strict.assumed.assumed == 1);
}
