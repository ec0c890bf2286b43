#include "tests/support/loaded.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace drydock;
using namespace drydock::test;

namespace {

std::vector<std::string> timeline_hints(std::string const& entries)
{
    return hints_of("\"timeline\": [" + entries + "]");
}

} // namespace

TEST_CASE("an illegal move is an error with its place, its cause and what is legal", "[scenario]")
{
    auto const errors = errors_of(R"({ "format": 1,
  "timeline": [
    { "at": "0s", "ship": { "shipment": "se-1", "scans": [
      { "at": "1h", "status": "IT" },
      { "at": "2h", "status": "AC" } ] } } ] })");
    REQUIRE(errors.size() == 1);
    CHECK(errors[0] ==
          "5:31 /timeline/0/ship/scans/1/status: expected a legal move from IT, which it is since "
          "2019-09-07T01:00:00Z (line 4): one of UN IT AT EX DE; found AC. \"unordered\": true on "
          "its ship lifts the rule");
}

TEST_CASE("nothing follows DE", "[scenario]")
{
    CHECK(timeline_error(R"({"at": "2h", "track": {"shipment": "se-1", "status": "DE"}},
                            {"at": "1h", "track": {"shipment": "se-1", "status": "IT"}})")
              .empty());
    auto const error = timeline_error(R"({"at": "1h", "track": {"shipment": "a", "status": "DE"}},
                          {"at": "2h", "track": {"shipment": "a", "status": "IT"}})");
    CHECK(error.find("/timeline/1/track/status: expected a legal move from DE") == 0);
    CHECK(error.find("it is final; found IT") != std::string::npos);
}

TEST_CASE("an unordered shipment may move in any way", "[scenario]")
{
    CHECK(timeline_error(R"({"at": "0s", "ship": {"shipment": "a", "unordered": true, "scans": [
            {"at": "1h", "status": "DE"}, {"at": "2h", "status": "AC"}]}},
            {"at": "3h", "track": {"shipment": "a", "status": "EX"}})")
              .empty());
}

TEST_CASE("moves are walked in the order of the run, not of the file", "[scenario]")
{
    CHECK(timeline_error(R"({"at": "0s", "ship": {"shipment": "a", "scans": [
            {"at": "3h", "status": "DE"}, {"at": "1h", "status": "AC"}]}},
            {"at": "2h", "track": {"shipment": "a", "status": "IT"}})")
              .empty());
}

TEST_CASE("at one instant the timeline goes before stories", "[scenario]")
{
    CHECK(timeline_error(R"({"at": "0s", "ship": {"shipment": "a", "scans": [
            {"at": "1h", "status": "DE"}]}},
            {"at": "1h", "track": {"shipment": "a", "status": "IT"}})")
              .empty());
    CHECK_FALSE(timeline_error(R"({"at": "0s", "ship": {"shipment": "a", "scans": [
            {"at": "1h", "status": "IT"}]}},
            {"at": "1h", "track": {"shipment": "a", "status": "DE"}})")
                    .empty());
}

TEST_CASE("the status is that of the newest occurrence", "[scenario]")
{
    // UN happened before IT, so it is IT from which AC is no legal move.
    CHECK(timeline_error(R"({"at": "1h", "track": {"shipment": "a", "status": "IT"}},
            {"at": "2h", "track": {"shipment": "a", "status": "UN", "occurred_at": "30m"}},
            {"at": "3h", "track": {"shipment": "a", "status": "AC"}})")
              .find("/timeline/2/track/status: expected a legal move from IT") == 0);
}

TEST_CASE("a repeated entry is walked occurrence by occurrence", "[scenario]")
{
    CHECK(timeline_error(R"({"at": "0s", "repeat": {"every": "1h", "times": 3},
                             "track": {"shipment": "a", "status": "IT"}})")
              .empty());
    auto const error = timeline_error(R"({"at": "0s", "repeat": {"every": "1h", "times": 3},
                           "track": {"shipment": "a", "status": "DE"}})");
    CHECK(error.find("it is final (occurrence 2); found DE") != std::string::npos);
}

TEST_CASE("an illegal move in a repeated shipment is found once", "[scenario]")
{
    auto const error = timeline_error(
        R"({"at": "0s", "repeat": {"every": "1us", "times": 4000000000}, "ship":
            {"shipment": "se-{n}", "scans": [{"at": "1h", "status": "DE"},
                                             {"at": "2h", "status": "IT"}]}})");
    CHECK(error.find("/timeline/0/ship/scans/1/status: expected a legal move from DE") == 0);
    CHECK(error.find('\n') == std::string::npos);
}

TEST_CASE("a plain id meets the occurrence of a repeat that reads the same", "[scenario]")
{
    std::string const repeated = R"({"at": "0s", "repeat": {"every": "1m", "times": 10},
                                     "track": {"shipment": "se-{n}", "status": "AC"}})";
    auto const with = [&](std::string const& id) {
        return timeline_error(R"({"at": "0s", "ship": {"shipment": ")" + id +
                              R"(", "scans": [{"at": "30s", "status": "DE"}]}}, )" + repeated);
    };
    CHECK(with("se-1").empty()); // AC at 0s, DE at 30 s
    CHECK(with("se-10").find("/timeline/1/track/status: expected a legal move from DE") == 0);
    CHECK(with("se-11").empty());
}

TEST_CASE("two repeats over the same ids are walked together", "[scenario]")
{
    auto const two = [](char const* second) {
        return timeline_error(
            R"({"at": "0s", "repeat": {"every": "1m", "times": 100}, "ship": {"shipment": "se-{n}",
                "scans": [{"at": "1h", "status": "DE"}]}},
               {"at": "1s", "repeat": {"every": ")" +
            std::string{second} +
            R"(", "times": 100}, "track": {"shipment": "se-{n}", "status": "IT"}})");
    };
    CHECK(two("1m").empty());
    CHECK(two("2m").find("(occurrence 61)") != std::string::npos);
}

TEST_CASE("more than a million shared scans are refused", "[scenario][long]")
{
    auto const error = timeline_error(
        R"({"at": "0s", "repeat": {"every": "1s", "times": 600000},
            "track": {"shipment": "se-{n}", "status": "AC"}},
           {"at": "1s", "repeat": {"every": "1s", "times": 600000},
            "track": {"shipment": "se-{n}", "status": "IT"}})");
    CHECK(error == "/timeline/1: expected at most a million scans of shipments that more than one "
                   "entry names");
}

TEST_CASE("a named story alone is always legal", "[scenario]")
{
    auto const story =
        GENERATE(as<std::string>{}, "delivered", "attempted", "exception", "lost", "unordered");
    CHECK(timeline_error(R"({"at": "0s", "ship": {"shipment": "a", "story": ")" + story + "\"}}")
              .empty());
    CHECK(timeline_error(R"({"at": "0s", "repeat": {"every": "1s", "times": 1000}, "ship":
                             {"shipment": "se-{n}", "story": ")" +
                         story + "\"}}")
              .empty());
}

TEST_CASE("a scan after a drawn delivery is illegal", "[scenario]")
{
    auto const error =
        timeline_error(R"({"at": "0s", "ship": {"shipment": "a", "story": "delivered"}},
                          {"at": "400d", "track": {"shipment": "a", "status": "IT"}})");
    CHECK(error.find("/timeline/1/track/status: expected a legal move from DE") == 0);
}

TEST_CASE("a shipment is shipped once", "[scenario]")
{
    CHECK(
        timeline_error("{\"at\": \"0s\", \"ship\": {\"shipment\": \"a\"}},\n"
                       "{\"at\": \"1s\", \"ship\": {\"shipment\": \"a\"}}") ==
        "/timeline/1/ship/shipment: expected a shipment that does not exist yet; line 1 makes it");
    CHECK(
        timeline_error("{\"at\": \"1s\", \"ship\": {\"shipment\": \"a\"}},\n"
                       "{\"at\": \"0s\", \"track\": {\"shipment\": \"a\", \"status\": \"AC\"}}") ==
        "/timeline/0/ship/shipment: expected a shipment that does not exist yet; line 2 makes it");
    CHECK(timeline_error(R"({"at": "0s", "repeat": {"every": "1s", "times": 2},
                             "ship": {"shipment": "a"}})") ==
          "/timeline/0/ship/shipment: expected a shipment that does not exist yet (occurrence 2); "
          "line 1 makes it");
}

TEST_CASE("a hundred thousand entries are walked at once", "[scenario][long]")
{
    std::string entries;
    for (int i = 1; i <= 100'000; ++i)
        entries += std::string{i == 1 ? "" : ",\n"} + R"({"at": "0s", "ship": {"shipment": "se-)" +
                   std::to_string(i) + R"(", "scans": [{"at": "1h", "status": "DE"}]}})";
    CHECK(timeline_hints(entries).empty());
}

TEST_CASE("a scan of an id one character off a shipped one is hinted at", "[scenario]")
{
    auto const hints = timeline_hints(R"({"at": "0s", "ship": {"shipment": "se-4711"}},
                          {"at": "1s", "track": {"shipment": "se-4771", "status": "AC"}},
                          {"at": "2s", "track": {"shipment": "se-99", "status": "AC"}})");
    REQUIRE(hints.size() == 1);
    INFO(hints[0]);
    CHECK(hints[0].starts_with("f:2:"));
    CHECK(hints[0].ends_with(R"(/timeline/1/track/shipment: this makes a new shipment "se-4771"; )"
                             R"(did you mean "se-4711"?)"));
}

TEST_CASE("ids that are all used alike are not hinted at", "[scenario]")
{
    CHECK(timeline_hints(R"({"at": "0s", "ship": {"shipment": "se-1"}},
                            {"at": "0s", "ship": {"shipment": "se-2"}})")
              .empty());
    CHECK(timeline_hints(R"({"at": "0s", "track": {"shipment": "se-1", "status": "AC"}},
                            {"at": "0s", "track": {"shipment": "se-2", "status": "AC"}})")
              .empty());
}

TEST_CASE("a placeholder outside a repeat and a scan from the future are hinted at", "[scenario]")
{
    auto const hints = timeline_hints(
        R"({"at": "0s", "track": {"shipment": "se-{n}", "status": "AC", "occurred_at": "1s"}})");
    REQUIRE(hints.size() == 2);
    CHECK(hints[0].find("only in an entry with repeat") != std::string::npos);
    CHECK(hints[1].find("the scan occurs after it is reported") != std::string::npos);
}
