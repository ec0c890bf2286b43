// What real receivers did, when nobody looks: no run may claim that it held, or that it was
// nothing.
#include "sim/runner.hpp"
#include "tests/support/loaded.hpp"
#include "tests/support/scripted_transport.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace drydock;
using namespace drydock::test;
using namespace std::chrono_literals;
using model::answerer;

namespace {

constexpr std::string_view with_probe =
    R"({"probe": {"get": "http://127.0.0.1:1/{subject}", "effects": "/count"}})";

/// Shipment se-1 tells shop.test of a scan, and the batch tells other.test. Either has a probe or
/// none.
std::string file(std::string_view shop, std::string_view other, std::string_view expect)
{
    return file_with(fmt::format(
        R"("webhooks": [{{"event": "track", "url": "https://shop.test/hooks"}},
                        {{"event": "batch", "url": "https://other.test/hooks"}}],
           "endpoints": {{"https://shop.test": {}, "https://other.test": {}}},
           "timeline": [{{"at": "1h", "track": {{"shipment": "se-1", "status": "IT"}}}},
                        {{"at": "2h", "batch": {{"batch": "se-7", "status": "completed"}}}}],
           "expect": [{}])",
        shop, other, expect));
}

/// A first attempt that is answered 500 and a second that has one effect, by the same answerer.
scripted_transport::record heard(answerer by)
{
    scripted_transport::record record;
    record.tells[1] = {{.outcome = model::attempt_outcome::http(500), .heard = {by, {}}}, 0s};
    record.tells[2] = {{.outcome = model::attempt_outcome::http(200), .heard = {by, {}}}, 0s};
    for (auto& told : record.tells)
        told.second.seen.has_arrived = false;
    return record;
}

scripted_transport::record looked_at()
{
    auto record = heard(answerer::endpoint);
    record.tells[1].seen.probed = sim::probe_result{};
    record.tells[2].seen.probed = sim::probe_result{1, model::scan_status::IT};
    return record;
}

sim::run_result run(std::string const& text, scripted_transport::record record)
{
    return sim::run(loaded(text), {}, telling(record));
}

constexpr auto every_property = R"({"property": "at_most_one_effect"},
    {"property": "nothing_lost"}, {"property": "status_never_regresses"},
    {"property": "receiver_converges"})";

} // namespace

TEST_CASE("properties of effects that nobody observed fail as vacuous", "[expectation]")
{
    // What a rule answered may have been sent too, and its answer lost.
    auto const by = GENERATE(answerer::endpoint, answerer::rule);
    auto const result = run(file("{}", "{}", every_property), heard(by));
    REQUIRE(result.verdicts.size() == 4);
    for (auto const& v : result.verdicts) {
        CHECK_FALSE(v.passed);
        CHECK_THAT(v.message, Catch::Contains(": vacuous, effects were not observed"));
    }
}

TEST_CASE("properties of effects are judged where every receiver has a probe", "[expectation]")
{
    auto const all = run(file(with_probe, with_probe, every_property), looked_at());
    for (auto const& v : all.verdicts)
        CHECK(v.passed);
    auto const some = run(file(with_probe, "{}", every_property), looked_at());
    for (auto const& v : some.verdicts)
        CHECK_FALSE(v.passed);
}

TEST_CASE("effects at a receiver without a probe are not counted as none", "[expectation]")
{
    constexpr auto counts = R"({"effects": {"subject": "se-1"}, "count": 1},
        {"effects": {"subject": "se-7"}, "count": 0},
        {"effects": {"endpoint": "https://other.test"}, "count": 0})";
    auto const result = run(file(with_probe, "{}", counts), looked_at());
    REQUIRE(result.verdicts.size() == 3);
    CHECK(result.verdicts[0].passed);
    CHECK_FALSE(result.verdicts[1].passed);
    CHECK(result.verdicts[1].message ==
          "effects of se-7: effects were not observed: the endpoint is real and has no \"probe\" "
          "to look at it");
    CHECK(result.verdicts[1].evidence.size() == 2); // both attempts
    CHECK_FALSE(result.verdicts[2].passed);
}

TEST_CASE("the summary tells unobserved effects from none", "[summary]")
{
    CHECK_FALSE(run(file("{}", "{}", ""), heard(answerer::endpoint)).summary.effects.observed);
    CHECK(run(file(with_probe, "{}", ""), looked_at()).summary.effects.observed);
    CHECK(sim::run(loaded(file("{}", "{}", "")), {}, {}).summary.effects.observed);
}
