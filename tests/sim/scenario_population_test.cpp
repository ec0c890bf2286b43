#include "tests/support/loaded.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace drydock;
using namespace drydock::test;

namespace {

std::string story_error(std::string const& story, std::string const& more = {})
{
    return error_of(more + R"("population": {"shipments": 3, "arrivals": "1m", "story": {)" +
                    story + "}}");
}

std::vector<std::string> story_hints(std::string const& story)
{
    return hints_of(R"("population": {"shipments": 3, "arrivals": "1m", "story": {)" + story +
                    "}}");
}

} // namespace

TEST_CASE("a story goes where a shipment may go", "[scenario]")
{
    CHECK(story_error(R"("AC": [{"to": "DE", "after": "1h"}])").empty());
    CHECK(story_error(R"("AC": [{"to": "IT", "after": "1h"}], "IT": [
                         {"to": "AC", "chance": 0.5, "after": "1h"}, {"to": "DE", "after": "1h"}])")
              .starts_with("/population/story/IT/0/to: expected a legal move from IT; found AC"));
    CHECK(story_error(R"("AC": [{"to": "SP", "after": "1h"}])") ==
          "/population/story/AC/0/to: expected profile \"openapi-2026\" for SP: in \"seed-2019\" "
          "there is none");
    CHECK(story_error(R"("AC": [{"to": "SP", "after": "1h"}])", R"("profile": "openapi-2026", )")
              .empty());
    auto const errors = errors_of(file_with(R"("population": {"shipments": 3, "arrivals": "1m",
        "story": {"AC": [{"to": "DX", "after": "1h"}]}})"));
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].find("found \"DX\"; did you mean") != std::string::npos);
}

TEST_CASE("a status that a story never comes to is refused", "[scenario]")
{
    CHECK(story_error(
              R"("AC": [{"to": "DE", "after": "1h"}], "EX": [{"to": "DE", "after": "1h"}])") ==
          "/population/story/EX: expected a status that the story comes to; nothing leads from AC "
          "to EX");
    // A chance may be 0 for the time being.
    CHECK(story_error(
              R"("AC": [{"to": "EX", "chance": 0, "after": "1h"}, {"to": "DE", "after": "1h"}],
                         "EX": [{"to": "DE", "after": "1h"}])")
              .empty());
}

TEST_CASE("a story that cannot end is refused", "[scenario]")
{
    CHECK(story_error(
              R"("AC": [{"to": "IT", "after": "1h"}], "IT": [{"to": "IT", "after": "1h"}])") ==
          "/population/story/AC: expected a story that can end: from AC it goes on for ever");
    CHECK(story_error(
              R"("AC": [{"to": "AT", "chance": 0.5, "after": "1h"}, {"to": "IT", "after": "1h"}],
                         "IT": [{"to": "EX", "after": "1h"}], "EX": [{"to": "IT", "after": "1h"}],
                         "AT": [{"to": "DE", "after": "1h"}])") ==
          "/population/story/IT: expected a story that can end: from IT it goes on for ever");
    CHECK(story_error(R"("AC": [{"to": "IT", "after": "1h"}],
                         "IT": [
                           {"to": "IT", "chance": 1, "after": "1h"}, {"to": "DE", "after": "1h"}])")
              .find("expected a story that can end: from AC") != std::string::npos);
    CHECK(story_error(R"("AC": [{"to": "IT", "after": "1h"}],
                         "IT": [
                           {"to": "IT", "chance": 0.9, "after": "1h"},
                           {"to": "DE", "after": "1h"}])")
              .empty());
}

TEST_CASE("the chances of a story add up", "[scenario]")
{
    CHECK(story_error(R"("AC": [{"to": "IT", "after": "1h"}, {"to": "DE", "after": "1h"}])") ==
          "/population/story/AC/0: expected a chance: without one, the choices after it are never "
          "tried");
    CHECK(
        story_error(
            R"("AC": [{"to": "IT", "chance": 0.5, "after": "1h"},
                         {"to": "DE", "chance": 0.4, "after": "1h"}])") ==
        "/population/story/AC/1/chance: expected no chance in the last choice: it takes the rest");
    auto const hints = story_hints(R"("AC": [{"to": "IT", "chance": 0.6, "after": "1h"},
        {"to": "EX", "chance": 0.5, "after": "1h"}, {"to": "DE", "after": "1h"}])");
    REQUIRE(hints.size() == 1);
    CHECK(hints[0].find("/population/story/AC: the chances add up to 1 or more") !=
          std::string::npos);
}

TEST_CASE("a population without an end wants one from the scenario", "[scenario]")
{
    CHECK(error_of(R"("population": {"batches": {"every": "6h", "size": 5}})") ==
          "/population: expected \"until\" in the scenario: batches come without end");
    CHECK(error_of(R"("population": [{"store_refresh": {"every": "6h"}}])") ==
          "/population/0: expected \"until\" in the scenario: refreshes come without end");
    CHECK(error_of(R"("until": "1d", "population": {"store_refresh": {"every": "0s"}})") ==
          "/population/store_refresh/every: expected a duration above 0");
    CHECK(error_of(R"("until": "1d", "population": {"store_refresh": {"every": "1h",
                      "orders": {"uniform": [3, 2]}}})") ==
          "/population/store_refresh/orders/uniform: expected the smaller number first");
}

TEST_CASE("populations leave the calendar room", "[scenario]")
{
    CHECK(error_of(R"("population": {"shipments": 1000000, "arrivals": "1d",
                      "story": {"AC": [{"to": "DE", "after": "1h"}]}})") ==
          "/population/arrivals: expected all arrivals to take no longer than 36525d");
    CHECK(error_of(R"("start": "9899-12-20T00:00:00Z", "population": {"shipments": 1,
                      "arrivals": "1d", "story": {"AC": [{"to": "DE", "after": "1d"}]}})") ==
          "/population/story: expected stories that leave room for retries before the year 10000");
    CHECK(error_of(R"("population": [{"shipments": 4000000000, "arrivals": "1us",
                      "story": {"AC": [{"to": "DE", "after": "1h"}]}}])") ==
          "/population: expected at most 1000000000 shipments in all populations");
}

TEST_CASE("an entry may not name what a population makes, a filter may", "[scenario]")
{
    auto const with = [](std::string const& entry, std::string const& id) {
        return error_of(R"("until": "1d", "population": [{"shipments": 3, "arrivals": "1m",
            "story": {"AC": [{"to": "DE", "after": "1h"}]}},
            {"batches": {"every": "6h", "size": 1}}],
            "webhooks": [{"event": "track", "url": "https://a.test"}],
            "timeline": [)" +
                        entry + R"(], "expect": [{"deliveries": {"subject": ")" + id +
                        R"("}, "count": 1}])");
    };
    CHECK(with("", "se-3").empty());
    CHECK(with("", "se-4").empty()); // a batch
    CHECK(with("", "se-5").find("expected the id of something") != std::string::npos);
    CHECK(with(R"({"at": "1h", "track": {"shipment": "se-4", "status": "IT"}})", "se-4").empty());
    CHECK(with(R"({"at": "1h", "track": {"shipment": "se-3", "status": "IT"}})", "se-3") ==
          "/timeline/0/track/shipment: expected an id that no population makes: \"se-1\" to "
          "\"se-3\" are generated; found \"se-3\"");
    CHECK(with(R"({"at": "1h", "batch": {"batch": "se-4"}})", "se-3")
              .starts_with("/timeline/0/batch/batch: expected an id that no population makes"));
    auto const repeated = [](std::string const& id) {
        return R"({"at": "1h", "repeat": {"every": "1h", "times": 3}, "ship": {"shipment": ")" +
               id + "\"}}";
    };
    CHECK(with(repeated("se-{n}"), "se-3").find("found \"se-1\"") != std::string::npos);
    CHECK(with(repeated("se-9{n}"), "se-3").empty());
    CHECK(with(repeated("box-{n}"), "se-3").empty());
}

TEST_CASE("what populations leave open is printed", "[scenario]")
{
    auto const plan = loaded(file_with(R"("until": "1d", "population": [
        {"batches": {"every": "6h", "size": 1}},
        {"store_refresh": {"every": "6h", "orders": 2}}])"));
    auto const assumes = [&](std::string_view name) {
        return std::ranges::any_of(plan.assumptions,
                                   [&](auto const& line) { return line.starts_with(name); });
    };
    CHECK(assumes("population_order last: "));
    CHECK(assumes("batch_population completed: "));
    CHECK(assumes("store_population one: "));
}
