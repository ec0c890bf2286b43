// A run with inputs from outside, recorded and run again without them.
#include "sim/recorded.hpp"

#include "sim/runner.hpp"
#include "tests/support/journal_lines.hpp"
#include "tests/support/loaded.hpp"
#include "tests/support/scripted_transport.hpp"

#include <catch2/catch.hpp>

using namespace drydock;
using namespace drydock::test;
using namespace std::chrono_literals;

namespace {

constexpr auto http = [](std::uint16_t status) { return model::attempt_outcome::http(status); };

std::string file(std::string const& policy = "{}")
{
    return file_with(R"("webhooks": [{"event": "track", "url": "https://shop.test/hooks"}],
        "policy": )" +
                     policy + R"(,
        "timeline": [{"at": "1h", "track": {"shipment": "se-1", "status": "IT"}},
                     {"at": "2h", "track": {"shipment": "se-2", "status": "IT"}}])");
}

/// Two failures of different kinds, then a success that a probe looked at.
scripted_transport::record outside()
{
    using enum model::answerer;
    scripted_transport::record record;
    record.tells[1] = {{.outcome = http(429), .retry_after = 60s, .heard = {endpoint, "slow"}}, 3s};
    record.tells[2] = {{.outcome = model::attempt_outcome::of(model::outcome_kind::reset),
                        .retry_after = {},
                        .heard = {endpoint, "reset after 3 bytes"}},
                       1ms};
    record.tells[3] = {{.outcome = http(200),
                        .retry_after = {},
                        .probed = sim::probe_result{2, model::scan_status::IT},
                        .heard = {endpoint, {}}},
                       7ms};
    record.asks = {"/v1/environment/webhooks", "/v1/nowhere"};
    return record;
}

struct recording {
    sim::recorded_inputs inputs;
    journal_lines lines;
    sim::run_result result;
};

void record(recording& into, std::string const& text)
{
    auto told = outside();
    into.result = sim::run(loaded(text), {&into.inputs, &into.lines}, telling(told));
}

sim::run_result replay(recording const& from, std::string const& text, sim::replay_of what,
                       sim::replay_assumptions& assumed, journal_lines& lines)
{
    return sim::run(loaded(text), {&lines}, [&](sim::scenario const&, sim::event_queue& queue) {
        return make_recorded(queue, from.inputs, what, &assumed);
    });
}

} // namespace

TEST_CASE("a recorded run gives the same journal without its endpoint", "[recorded]")
{
    recording first;
    record(first, file());
    CHECK(first.lines.count("from_outside") == 2);
    journal_lines again;
    sim::replay_assumptions assumed;
    auto const result = replay(first, file(), sim::replay_of::same_policy, assumed, again);
    CHECK(again.all == first.lines.all);
    CHECK(result.digest == first.result.digest);
    CHECK(assumed.attempts == 0);
}

TEST_CASE("what was in flight when a recording ended stays in flight", "[recorded]")
{
    recording first;
    auto told = outside();
    auto what = loaded(file());
    what.until = what.start + 1h + 1s; // the first answer comes after 3 s
    first.result = sim::run(what, {&first.inputs, &first.lines}, telling(told));
    CHECK(first.result.summary.deliveries.pending == 1);
    journal_lines again;
    auto const result =
        sim::run(what, {&again}, [&](sim::scenario const&, sim::event_queue& queue) {
            return make_recorded(queue, first.inputs, sim::replay_of::same_policy);
        });
    CHECK(again.all == first.lines.all);
}

TEST_CASE("another policy meets what was heard nearest, and says how often that was assumed",
          "[recorded]")
{
    recording first;
    record(first, file());
    journal_lines again;
    sim::replay_assumptions assumed;
    auto const result = replay(first, file(R"({"attempts": 2, "delay": "3h"})"),
                               sim::replay_of::another_policy, assumed, again);
    // Both deliveries start when they did, and meet what they met; their second attempts come at
    // 4h and 5h, where the endpoint reset the connection last.
    CHECK(assumed.attempts == 4);
    CHECK(assumed.assumed == 2);
    CHECK(assumed.unknown == 0);
    CHECK(again.count(R"("reason":"http_429","by":"endpoint","retry_after":60)") == 2);
    CHECK(again.count(R"("reason":"reset")") == 2);
    CHECK(result.summary.deliveries.discarded == 2);
    CHECK(again.count("from_outside") == 2);
}

TEST_CASE("an endpoint that was never heard is assumed to answer", "[recorded]")
{
    recording first; // of nothing
    journal_lines again;
    sim::replay_assumptions assumed;
    auto const result = replay(first, file(), sim::replay_of::another_policy, assumed, again);
    CHECK(assumed.unknown == 2);
    CHECK(result.summary.deliveries.delivered == 2);
}

TEST_CASE("what a rule says beside its status is said again", "[recorded]")
{
    auto const text =
        file_with(R"("webhooks": [{"event": "track", "url": "https://shop.test/hooks"}],
        "policy": {"retry_after": "honour"},
        "endpoints": {"https://shop.test": {"rules": [{"times": 1,
            "respond": {"status": 429, "headers": {"Retry-After": "120"}}}]}},
        "timeline": [{"at": "1h", "track": {"shipment": "se-1", "status": "IT"}}])");
    auto told = outside();
    told.asks.clear();
    told.tells[1] = {{.outcome = http(429),
                      .retry_after = 120s,
                      .has_arrived = false,
                      .heard = {model::answerer::rule, {}}},
                     0s};
    told.tells[2] = told.tells[3];
    recording first;
    first.result = sim::run(loaded(text), {&first.inputs, &first.lines}, telling(told));
    CHECK(first.lines.count(R"("due":"2019-09-07T01:02:00Z")") == 1);
    journal_lines again;
    sim::replay_assumptions assumed;
    auto const result = replay(first, text, sim::replay_of::same_policy, assumed, again);
    CHECK(again.all == first.lines.all);
    CHECK(result.digest == first.result.digest);
}
