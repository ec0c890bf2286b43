#include "sim/receiver/worker_line.hpp"

#include "sim/runner.hpp"
#include "tests/support/loaded.hpp"
#include "tests/support/run_lines.hpp"

#include <catch2/catch.hpp>

using namespace drydock;
using namespace drydock::test;
using namespace std::chrono_literals;

namespace {

sim::instant at(sim::duration offset)
{
    return sim::default_start + offset;
}

/// Six events a second apart for a receiver that takes `takes` for each.
sim::scenario six_events(std::string const& capacity, std::string const& rule)
{
    return loaded(file_with(R"("webhooks": [{"event": "track", "url": "https://shop.test/h"}],
        "endpoints": {"https://shop.test": {"capacity": )" +
                            capacity + R"(, "rules": [)" + rule + R"(]}},
        "timeline": [{"at": "0s", "repeat": {"every": "1s", "times": 6},
                      "track": {"shipment": "se-{n}", "status": "AC"}}])"));
}

sim::run_summary summary_of(sim::scenario const& what)
{
    return sim::run(what).summary;
}

} // namespace

TEST_CASE("a free worker begins at once, and whoever finds none waits for the first", "[receiver]")
{
    sim::worker_line line{{.workers = 2, .queue = 5}};
    CHECK(line.take_in(at(0s), 10s) == 0s);
    CHECK(line.take_in(at(1s), 4s) == 0s);
    CHECK(line.take_in(at(2s), 1s) == 3s); // after the second, from 5s to 6s
    CHECK(line.take_in(at(2s), 1s) == 4s); // after that
    CHECK(line.take_in(at(7s), 1s) == 0s); // one has been free since 7s
}

TEST_CASE("a line that is full turns away, and has room again once somebody begins", "[receiver]")
{
    sim::worker_line line{{.workers = 1, .queue = 1}};
    CHECK(line.take_in(at(0s), 3s) == 0s);
    REQUIRE(line.has_room(at(1s)));
    CHECK(line.take_in(at(1s), 3s) == 2s);
    CHECK_FALSE(line.has_room(at(3s) - 1us));
    CHECK(line.has_room(at(3s)));
}

TEST_CASE("without a line only a free worker helps", "[receiver]")
{
    sim::worker_line line{{.workers = 1, .queue = 0}};
    CHECK(line.take_in(at(0s), 3s) == 0s);
    CHECK_FALSE(line.has_room(at(2s)));
    CHECK(line.has_room(at(3s)));
}

TEST_CASE("work of no length keeps its place in line", "[receiver]")
{
    sim::worker_line line{{.workers = 1, .queue = 1}};
    CHECK(line.take_in(at(0s), 3s) == 0s);
    CHECK(line.take_in(at(1s), 0s) == 2s);
    CHECK_FALSE(line.has_room(at(2s)));
    CHECK(line.take_in(at(3s), 1s) == 0s);
}

TEST_CASE("a receiver of two workers and one place in line turns away the rest", "[receiver]")
{
    // Two are answered after 6s, the third waits 4s for a worker, three find no room; two hours
    // later those three come again, and one of them waits.
    auto const what = six_events(R"({"workers": 2, "queue": 1})", R"({"after": "6s"})");
    auto const s = summary_of(what);
    CHECK(s.attempts.by_outcome ==
          std::map<std::string, std::uint64_t>{{"http_200", 6}, {"http_503", 3}});
    CHECK(s.latency.p50 == 10s);
    CHECK(s.latency.max == 2h + 10s);
}

TEST_CASE("overflow is what the file says, at once", "[receiver]")
{
    auto const s =
        summary_of(six_events(R"({"workers": 1, "overflow": "reset"})", R"({"after": "1h"})"));
    // The first keeps the only worker; everybody else is turned away three times.
    CHECK(s.attempts.by_outcome ==
          std::map<std::string, std::uint64_t>{{"reset", 15}, {"timeout", 3}});
}

TEST_CASE("work goes on when the sender has given up, and its effect comes late", "[receiver]")
{
    // 8s each, one worker, a timeout of 10s: the second is answered after 15s, and so on.
    auto what = six_events(R"({"workers": 1, "queue": 9})", R"({"after": "8s"})");
    what.policy.attempts = 1;
    auto const s = summary_of(what);
    CHECK(s.deliveries.delivered == 1);
    CHECK(s.deliveries.discarded == 5);
    CHECK(s.effects.total == 6);
    CHECK(s.effects.lost_acks == 5);
}

TEST_CASE("a failure other than a lost answer takes no worker", "[receiver]")
{
    auto what =
        six_events(R"({"workers": 1})", R"({"subject": "se-1", "fail": "reset", "after": "1m"})");
    what.policy.attempts = 1;
    CHECK(summary_of(what).deliveries.delivered == 5);
    auto lost = six_events(R"({"workers": 1})",
                           R"({"subject": "se-1", "fail": "lost_ack", "after": "1m"})");
    lost.policy.attempts = 1;
    CHECK(summary_of(lost).deliveries.delivered == 0);
}

TEST_CASE("who meets an outage or finds no room counts for no rule", "[receiver]")
{
    auto what = six_events(R"({"workers": 1})", R"({"times": 2, "respond": 500, "after": "90s"})");
    what.policy.attempts = 1;
    auto const s = summary_of(what);
    CHECK(s.attempts.by_outcome ==
          std::map<std::string, std::uint64_t>{{"http_503", 5}, {"timeout", 1}});
    what.endpoints[0].outages.push_back({what.start, what.start + 2s, {.status = 502}});
    CHECK(summary_of(what).attempts.by_outcome ==
          std::map<std::string, std::uint64_t>{{"http_502", 2}, {"http_503", 3}, {"timeout", 1}});
}

TEST_CASE("a capacity that cannot be is an error", "[scenario]")
{
    auto const error = [](std::string const& capacity) {
        return error_of(R"("endpoints": {"https://shop.test": {"capacity": )" + capacity + "}}");
    };
    CHECK(error(R"({"workers": 1, "overflow": 204})") ==
          "/endpoints/https:~1~1shop.test/capacity/overflow: expected a failure, or an answer that "
          "is no success");
    CHECK(errors_of(R"({"format": 1, "endpoints": {"https://shop.test": {"capacity": {}}}})")
              .size() == 1);
    CHECK(errors_of(
              R"({"format": 1, "endpoints": {"https://shop.test": {"capacity": {"workers": 0}}}})")
              .size() == 1);
}
