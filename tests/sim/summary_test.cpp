#include "sim/summary.hpp"

#include "tests/support/handmade_journal.hpp"

#include <catch2/catch.hpp>

using namespace drydock;
using namespace std::chrono_literals;
using tests::handmade_journal;
using enum model::scan_status;

namespace {

sim::scenario with_outage(sim::duration from, sim::duration until)
{
    sim::scenario what;
    what.has_endpoints = true;
    what.endpoints.push_back({.prefix = "https://shop.test",
                              .outages = {{what.start + from, what.start + until}},
                              .rules = {},
                              .handler = {},
                              .code = {}});
    return what;
}

sim::run_summary summarise(handmade_journal const& j, sim::scenario const& what = {})
{
    sim::summary_fold fold{what};
    j.play(fold);
    return fold.result();
}

sim::instant clock(sim::duration offset)
{
    return sim::default_start + offset;
}

} // namespace

TEST_CASE("an empty journal is summed up as nothing", "[summary]")
{
    auto const s = summarise({});
    CHECK(s.webhook_events == 0);
    CHECK(s.deliveries.pending == 0);
    CHECK(s.attempts.by_outcome.empty());
    CHECK_FALSE(s.latency.p50);
    CHECK_FALSE(s.load.peak_at);
    CHECK_FALSE(s.load.recovery);
    CHECK(s.load.bucket == 1min);
}

TEST_CASE("the outage story is summed up", "[summary]")
{
    auto const s = summarise(tests::outage_story(), with_outage(0h, 3h));
    CHECK(s.webhook_events == 1);
    CHECK(s.deliveries.requested == 1);
    CHECK(s.deliveries.delivered == 1);
    CHECK(s.attempts.total == 3);
    CHECK(s.attempts.by_outcome ==
          std::map<std::string, std::uint64_t>{{"http_200", 1}, {"http_503", 2}});
    CHECK(s.latency.p50 == sim::duration{4h});
    CHECK(s.latency.p99 == sim::duration{4h});
    CHECK(s.latency.max == sim::duration{4h});
    CHECK(s.effects.total == 1);
    CHECK(s.effects.duplicates == 0);
    CHECK(s.effects.lost_acks == 0);
    CHECK(s.load.normal == 1);
    CHECK(s.load.peak == 1);
    CHECK(s.load.peak_at == clock(30min));
    REQUIRE(s.load.recovery);
    CHECK(s.load.recovery->peak == 1);
    CHECK(s.load.recovery->ratio_millis == 1000);
    CHECK(s.load.recovery->above_normal_for == 0h);
    CHECK(s.api_calls.total == 0);
}

TEST_CASE("every fate of a delivery is counted", "[summary]")
{
    handmade_journal j;
    j.webhook().ship().deliver(1, IT);
    j.scan(1, IT).request().start(2, 1).fail(2, 1, 500).discard(2, 1);
    j.scan(1, IT).request().start(3, 1).time_out(3, 1).retry(3, 2, 2h);
    j.scan(1, IT).request().start(4, 1).fail(4, 1, 500).retry(4, 2, 2h);
    j.disable().cancel(4).scan(1, IT).unsubscribed();
    auto const s = summarise(j);
    CHECK(s.webhook_events == 5);
    CHECK(s.deliveries.requested == 4);
    CHECK(s.deliveries.delivered == 1);
    CHECK(s.deliveries.discarded == 1);
    CHECK(s.deliveries.cancelled == 1);
    CHECK(s.deliveries.pending == 1);
    CHECK(s.deliveries.unsubscribed == 1);
    CHECK(s.attempts.by_outcome ==
          std::map<std::string, std::uint64_t>{{"http_200", 1}, {"http_500", 2}, {"timeout", 1}});
}

TEST_CASE("an effect whose attempt then fails is a lost acknowledgement", "[summary]")
{
    handmade_journal j;
    j.webhook().ship().scan(1, IT).request().start(1, 1).apply(1, 1).fail(1, 1, 500);
    j.retry(1, 2, 2h).at(2h).start(1, 2).apply(1, 2).succeed(1, 2);
    auto const s = summarise(j);
    CHECK(s.effects.total == 2);
    CHECK(s.effects.lost_acks == 1);
    CHECK(s.effects.duplicates == 1);
}

TEST_CASE("an effect after the deadline is a lost acknowledgement", "[summary]")
{
    handmade_journal j;
    j.webhook().ship().scan(1, IT).request().start(1, 1).at(10s).time_out(1, 1);
    j.retry(1, 2, 2h + 10s).at(12s).apply(1, 1);
    j.at(2h + 10s).start(1, 2).skip(1, 2, model::skip_reason::duplicate).succeed(1, 2);
    auto const s = summarise(j);
    CHECK(s.effects.total == 1);
    CHECK(s.effects.lost_acks == 1);
    CHECK(s.effects.duplicates == 0);
}

TEST_CASE("an effect after its delivery ended is counted as what it is", "[summary]")
{
    handmade_journal j;
    j.webhook().ship().scan(1, IT).request().start(1, 1).at(10s).time_out(1, 1);
    j.retry(1, 2, 1min).at(1min).start(1, 2).apply(1, 2).succeed(1, 2);
    j.scan(1, IT).request().start(2, 1).at(2min).time_out(2, 1).discard(2, 1);
    j.at(1h).apply(1, 1).skip(2, 1, model::skip_reason::stale);
    auto const s = summarise(j);
    CHECK(s.effects.total == 2);
    CHECK(s.effects.lost_acks == 1);
    CHECK(s.effects.duplicates == 1);
}

TEST_CASE("latency percentiles go over the delivered", "[summary]")
{
    handmade_journal j;
    j.webhook().ship();
    for (std::uint32_t n = 1; n <= 100; ++n)
        j.at(n * 1h).scan(1, IT).request().start(n, 1).at(n * 1h + n * 1us).succeed(n, 1);
    auto const s = summarise(j);
    CHECK(s.latency.p50 == sim::duration{50});
    CHECK(s.latency.p90 == sim::duration{90});
    CHECK(s.latency.p99 == sim::duration{99});
    CHECK(s.latency.max == sim::duration{100});
}

TEST_CASE("the wave after an outage is measured against normal load", "[summary]")
{
    // Two attempts a minute for an hour; those of the ten minutes before 00:30 fail and all come
    // back at 00:40.
    handmade_journal j;
    j.webhook().ship();
    std::uint32_t n = 0;
    for (auto minute = 0min; minute < 60min; ++minute) {
        j.at(minute);
        for (int twice = 0; twice < 2; ++twice) {
            j.scan(1, IT).request().start(++n, 1);
            if (minute >= 20min && minute < 30min)
                j.fail(n, 1, 503).retry(n, 2, 40min);
            else
                j.apply(n, 1).succeed(n, 1);
        }
        for (std::uint32_t failed = 41; minute == 40min && failed <= 60; ++failed)
            j.start(failed, 2).apply(failed, 2).succeed(failed, 2);
    }
    auto const s = summarise(j, with_outage(20min, 30min));
    CHECK(s.load.normal == 2);
    CHECK(s.load.peak == 22);
    CHECK(s.load.peak_at == clock(40min));
    REQUIRE(s.load.recovery);
    CHECK(s.load.recovery->peak == 22);
    CHECK(s.load.recovery->ratio_millis == 11'000);
    CHECK(s.load.recovery->above_normal_for == 11min);
}

TEST_CASE("attempts before the end of the last outage are no part of the wave", "[summary]")
{
    handmade_journal j;
    j.webhook().ship();
    for (std::uint32_t n = 1; n <= 6; ++n)
        j.at(n * 10s).deliver(1, IT);
    auto what = with_outage(0s, 35s);
    what.endpoints[0].outages.push_back({what.start, what.start + 5s});
    auto const s = summarise(j, what);
    REQUIRE(s.load.recovery);
    CHECK(s.load.peak == 5);
    CHECK(s.load.normal == 1);
    CHECK(s.load.recovery->peak == 2);
    CHECK(s.load.recovery->above_normal_for == 25s);
}

TEST_CASE("normal load is the median of first attempts over the minutes that have any", "[summary]")
{
    handmade_journal j;
    j.webhook().ship().at(0min).deliver(1, IT);
    j.at(100h).scan(1, IT).request().start(2, 1).fail(2, 1, 500).retry(2, 2, 102h);
    j.at(102h).start(2, 2).succeed(2, 2);
    j.at(103h).deliver(1, IT).deliver(1, IT).deliver(1, IT);
    auto const s = summarise(j);
    CHECK(s.load.normal == 1);
    CHECK(s.load.peak == 3);
    CHECK_FALSE(s.load.recovery);
}

TEST_CASE("a poll that is answered as the one before brought no news", "[summary]")
{
    using enum model::verb;
    handmade_journal j;
    j.call(GET, "/a", 200, 1).call(GET, "/b", 200, 1); // the first of each is news
    j.call(GET, "/a", 200, 1);                         // no news
    j.call(POST, "/a", 200, 1).call(POST, "/a", 200, 1);
    j.call(GET, "/a", 200, 2).call(GET, "/a", 404, 2).call(GET, "/a", 200, 2);
    j.call(GET, "/b", 200, 1).call(GET, "/a", 200, 2); // no news, twice
    auto const s = summarise(j);
    CHECK(s.api_calls.total == 10);
    CHECK(s.api_calls.no_news == 3);
}
