// What the loop and the service owe to a transport with a life of its own.
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

std::string file()
{
    return file_with(R"("webhooks": [{"event": "track", "url": "https://shop.test/hooks"}],
                        "timeline": [{"at": "1h", "track": {"shipment": "se-1", "status": "IT"}}],
                        "expect": [{"attempts": {"by": "endpoint"}, "count": 2},
                                   {"attempts": {"by": "rule"}, "count": 0}])");
}

sim::run_result run(sim::scenario const& what, scripted_transport::record& record,
                    journal_lines& lines)
{
    return sim::run(what, {&lines}, telling(record));
}

} // namespace

TEST_CASE("what a transport observed is what is journaled", "[transport]")
{
    scripted_transport::record record;
    record.tells[1] = {{.outcome = http(429),
                        .retry_after = 120s,
                        .has_arrived = false,
                        .probed = {},
                        .heard = {model::answerer::endpoint, "slow down"}},
                       3s};
    record.tells[2] = {{.outcome = http(200),
                        .retry_after = {},
                        .has_arrived = false,
                        .probed = sim::probe_result{2, model::scan_status::IT},
                        .heard = {model::answerer::endpoint, {}}},
                       1ms};
    journal_lines lines;
    auto const what = loaded(file());
    auto const result = run(what, record, lines);
    CHECK(result.held());
    CHECK(record.sent == std::vector<std::string>{"se-1 track https://shop.test/hooks #1",
                                                  "se-1 track https://shop.test/hooks #2"});
    REQUIRE(record.bodies.size() == 2);
    CHECK(record.bodies[0] == record.bodies[1]);
    CHECK(record.bodies[0].starts_with(R"({"resource_url":)"));
    CHECK(lines.all[5] == R"({"seq":6,"at":"2019-09-07T01:00:03Z","type":"attempt_failed",)"
                          R"("cause":5,"delivery":1,"attempt":1,"reason":"http_429",)"
                          R"("by":"endpoint","retry_after":120,"detail":"slow down"})");
    CHECK(lines.count(
              R"("type":"effect_applied","cause":8,"delivery":1,"attempt":2,"shows":"IT")") == 2);
    CHECK(lines.all.back() == R"({"seq":11,"at":"2019-09-07T03:00:03.001Z",)"
                              R"("type":"delivery_succeeded","cause":8,"delivery":1,"attempt":2,)"
                              R"("status":200,"by":"endpoint"})");
    CHECK(result.summary.effects.total == 2);
    CHECK(result.summary.effects.duplicates == 1);
}

TEST_CASE("an acknowledgement that a probe sees nothing of is journaled as such", "[transport]")
{
    scripted_transport::record record;
    record.tells[1] = {{.outcome = http(204), .retry_after = {}, .probed = sim::probe_result{}}};
    journal_lines lines;
    run(loaded(file()), record, lines);
    CHECK(lines.count(R"("type":"effect_skipped","cause":5,"delivery":1,"attempt":1,)"
                      R"("reason":"no_effect"})") == 1);
    CHECK(lines.count("effect_applied") == 0);
}

TEST_CASE("a request that never arrived has no effect", "[transport]")
{
    scripted_transport::record record;
    record.tells[1] = {{.outcome = http(200), .retry_after = {}, .has_arrived = false}};
    journal_lines lines;
    run(loaded(file()), record, lines);
    CHECK(lines.count("effect_") == 0);
}

TEST_CASE("a request from outside is answered and journaled, and disturbs no expectation",
          "[transport]")
{
    scripted_transport::record record;
    record.tells[1] = {{.outcome = http(200), .retry_after = {}}, 1s};
    record.asks = {"/v1/tracking?carrier_code=ups&tracking_number=1"};
    journal_lines lines;
    auto const what = loaded(file_with(
        R"("webhooks": [{"event": "track", "url": "https://shop.test/hooks"}],
           "timeline": [{"at": "1h", "track": {"shipment": "se-1", "status": "IT"}},
                        {"at": "2h", "request": {"method": "GET",
                         "path": "/v1/environment/webhooks"}, "expect": {"status": 200}}])"));
    auto const result = run(what, record, lines);
    CHECK(result.held());
    REQUIRE(record.answers.size() == 1);
    CHECK(record.answers[0].status != 200);
    CHECK(lines.count(R"("path":"/v1/tracking?carrier_code=ups&tracking_number=1",)"
                      R"("from_outside":true})") == 1);
    CHECK(lines.all[5].find(R"("at":"2019-09-07T01:00:00Z","type":"request_received")") !=
          std::string::npos); // while the attempt is in flight
    CHECK(lines.count("request_answered") == 2);
}

TEST_CASE("a transport that cannot go on ends the run with its words", "[transport]")
{
    scripted_transport::record record;
    record.failure = "the recording ends here";
    journal_lines lines;
    auto const result = run(loaded(file()), record, lines);
    CHECK_FALSE(result.held());
    CHECK(result.failure == "the recording ends here");
    CHECK(result.verdicts.empty());
}
