#include "sim/scenario/load.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace drydock::sim;

namespace {

using kind = scenario_error::kind;

std::vector<scenario_error> located_errors_of(std::string_view text)
{
    auto made = load_scenario(text, "f");
    CHECK(made.loaded.has_value() == made.errors.empty());
    return std::move(made.errors);
}

/// All errors, in one text.
std::string all_errors_of(std::string_view text)
{
    std::string all;
    for (auto const& e : located_errors_of(text))
        all += (all.empty() ? "" : "\n") + to_text(e, "f");
    return all;
}

/// Of a file that has nothing but `member` in its second line.
std::string refused_member(std::string_view member)
{
    return all_errors_of("{\"format\": 1,\n" + std::string{member} + "}");
}

} // namespace

TEST_CASE("the smallest scenario has a format and nothing else", "[scenario_shape]")
{
    CHECK(all_errors_of(R"({"format":1})").empty());
    CHECK(all_errors_of(R"({"format":1.0})").empty());
    CHECK(all_errors_of("{}") == "f:1:1: expected the key \"format\"");
    CHECK(all_errors_of("{\"format\":2}") ==
          "f:1:11 /format: expected 1, the format of this file, found 2");
    CHECK(all_errors_of("[1]") == "f:1:1: expected a JSON object, found a list");
    CHECK(all_errors_of("null") == "f:1:1: expected a JSON object, found null");
}

TEST_CASE("a misspelt key is told with its place and the nearest known one", "[scenario_shape]")
{
    CHECK(refused_member(R"("seeed": 1)") ==
          "f:2:1 /seeed: unknown key \"seeed\"; did you mean \"seed\"?");
    CHECK(refused_member(
              R"("timeline": [{"at": "0s", "track": {"shipment": "se-1", "stauts": "IT"}}])") ==
          "f:2:57 /timeline/0/track/stauts: unknown key \"stauts\"; did you mean \"status\"?");
    CHECK(refused_member(R"("timeline": [{"at": "0s", "trak": {}}])") ==
          "f:2:27 /timeline/0/trak: unknown key \"trak\"; did you mean \"track\"?");
    CHECK(refused_member(R"("webhooks": [{"event": "track", "url": "https://x.test", "x": 1}])") ==
          "f:2:58 /webhooks/0/x: expected one of the keys \"event\", \"url\" or \"id\", found "
          "\"x\"");
    CHECK(refused_member(R"("policy": {"backoff": {"initial": "1s", "faktor": 2}})") ==
          "f:2:41 /policy/backoff/faktor: unknown key \"faktor\"; did you mean \"factor\"?");
}

TEST_CASE("a misspelt value is told with the nearest known one", "[scenario_shape]")
{
    CHECK(refused_member(R"("webhooks": [{"event": "trakc", "url": "https://x.test"}])")
              .ends_with("found \"trakc\"; did you mean \"track\"?"));
    CHECK(refused_member(
              R"("timeline": [{"at": "0s", "track": {"shipment": "se-1", "status": "dE"}}])") ==
          "f:2:67 /timeline/0/track/status: expected \"UN\", \"AC\", \"IT\", \"AT\", \"EX\", "
          "\"DE\", \"NY\" or \"SP\", found \"dE\"; did you mean \"DE\"?");
    CHECK(refused_member(R"("policy": {"anchor": "begin"})") ==
          "f:2:22 /policy/anchor: expected \"end\" or \"start\", found \"begin\"");
    CHECK(refused_member(R"("expect": [{"property": "nothing_is_lost"}])")
              .ends_with("found \"nothing_is_lost\"; did you mean \"nothing_lost\"?"));
    CHECK(refused_member(R"("expect": [{"journal": {"type": "atempt_failed"}}])")
              .ends_with("did you mean \"attempt_failed\"?"));
}

TEST_CASE("a bare number is no duration", "[scenario_shape]")
{
    CHECK(refused_member(R"("policy": {"timeout": 40})") ==
          "f:2:23 /policy/timeout: expected a duration such as \"40ms\", found 40");
    CHECK(refused_member(R"("policy": {"timeout": "40"})") ==
          "f:2:23 /policy/timeout: expected a duration such as \"40ms\", found \"40\"");
    CHECK(refused_member(R"("until": 5)") ==
          "f:2:10 /until: expected a time such as \"30m\", \"02:30\" or \"2019-09-07T02:30:00Z\", "
          "found 5");
    CHECK(
        refused_member(
            R"("endpoints": {"https://shop.test": {"rules": [{"after": {"uniform": ["1h"]}}]}})") ==
        "f:2:69 /endpoints/https:~1~1shop.test/rules/0/after/uniform: expected [shortest, "
        "longest], two durations, found a list");
}

TEST_CASE("numbers are held to their range", "[scenario_shape]")
{
    auto const rule = [](std::string const& members) {
        auto const all = refused_member("\"endpoints\": {\"https://shop.test\": {\"rules\": [{" +
                                        members + "}]}}");
        return all.empty() ? all : all.substr(all.find("expected"));
    };
    CHECK(rule("\"chance\": 1.5") == "expected a chance from 0 to 1, found 1.5");
    CHECK(rule("\"chance\": -0.1") == "expected a chance from 0 to 1, found -0.1");
    CHECK(rule("\"chance\": 1.00000000000000000000000001") ==
          "expected a chance from 0 to 1, found 1.00000000000000000000000001");
    CHECK(rule("\"chance\": 1e-400").empty());
    CHECK(rule("\"chance\": 0.10e1").empty());
    CHECK(rule("\"chance\": -0.0").empty());
    CHECK(rule("\"respond\": 99") == "expected a status code from 100 to 599, found 99");
    CHECK(rule("\"respond\": 600") == "expected a status code from 100 to 599, found 600");
    CHECK(rule("\"respond\": 200.5") == "expected a status code from 100 to 599, found 200.5");
    CHECK(rule("\"respond\": 2e2").empty());
    CHECK(rule("\"attempt\": 0") == "expected a whole number from 1 to 65535, found 0");
    CHECK(rule("\"attempt\": []") == "expected a list with one or more items, found []");
    CHECK(refused_member(R"("policy": {"attempts": 0})") ==
          "f:2:24 /policy/attempts: expected a whole number from 1 to 65535, found 0");
    CHECK(refused_member(R"("seed": 18446744073709551616)") ==
          "f:2:9 /seed: expected a whole number from 0 to 18446744073709551615, found "
          "18446744073709551616");
    CHECK(refused_member(R"("seed": -1)").ends_with("found -1"));
    CHECK(refused_member(R"("seed": 18446744073709551615)").empty());
}

TEST_CASE("a time that cannot be meant is an error of meaning", "[scenario_shape]")
{
    auto const errors = located_errors_of(
        "{\"format\": 1, \"start\": \"2019-02-30T00:00:00Z\", \"policy\": {\"timeout\": "
        "\"99999999999d\"}, \"until\": \"0.1us\"}");
    REQUIRE(errors.size() == 3);
    for (auto const& e : errors)
        CHECK(e.is == kind::meaning);
    CHECK(to_text(errors[0], "f") == "f:1:24 /start: expected a day of the calendar in the years 1 "
                                     "to 9999, found \"2019-02-30T00:00:00Z\"");
    CHECK(to_text(errors[1], "f") ==
          "f:1:70 /policy/timeout: expected a duration of at most 36525d in whole microseconds, "
          "found \"99999999999d\"");
    CHECK(errors[2].pointer == "/until");
}

TEST_CASE("keys that exclude or need each other", "[scenario_shape]")
{
    CHECK(refused_member(
              R"("endpoints": {"https://shop.test": {"rules": [{"fail": "reset", "respond": 1}]}})")
              .starts_with("f:2:65 /endpoints/https:~1~1shop.test/rules/0/respond: expected only "
                           "one of \"fail\" and \"respond\""));
    CHECK(refused_member(R"("timeline": [{"at": "0s"}])")
              .starts_with("f:2:14 /timeline/0: expected one of the keys \"ship\", \"track\", "));
    CHECK(refused_member(R"("expect": [{"deliveries": {}, "effects": {}}])") ==
          "f:2:12 /expect/0: expected only one of \"deliveries\" and \"effects\"");
    CHECK(refused_member(R"("expect": [{"count": 1}])")
              .starts_with("f:2:12 /expect/0: expected one of the keys \"deliveries\""));
    CHECK(refused_member(R"("expect": [{"deliverys": {}, "count": 1}])") ==
          "f:2:13 /expect/0/deliverys: unknown key \"deliverys\"; did you mean \"deliveries\"?");
    CHECK(refused_member(R"("expect": [{"deliveries": {}, "outcomes": []}])")
              .starts_with("f:2:31 /expect/0/outcomes: expected one of the keys \"deliveries\", "));
    CHECK(refused_member(R"("expect": [{"latency": {}, "max": {}}])") ==
          "f:2:35 /expect/0/max: expected one of the keys \"at_least\" or \"at_most\"");
}

TEST_CASE("what only a served world journals is expected of no scenario", "[scenario_shape]")
{
    CHECK(refused_member(R"("expect": [{"journal": {"type": "clock_advanced"}}])")
              .starts_with("f:2:33 /expect/0/journal/type: expected \"webhook_created\", "));
}

TEST_CASE("all errors of a file come at once, in the order of the file", "[scenario_shape]")
{
    auto const errors = located_errors_of(R"({
  "format": 1, "seed": "x",
  "policy": { "attempts": 0, "delay": 40 },
  "webhooks": [ { "event": "track" } ], "webhooks": [],
  "endpoints": { "ftp://shop.test": { "rules": [ { "chance": 1.5, "stauts": "DE" } ] } },
  "expect": [ { "journal": { "type": "clock_advanced" } } ],
  "timeline": [
    { "at": "0s", "track": { "shipment": "se-1", "status": "DE" } },
    { "at": "1s", "track": { "shipment": "se-1", "status": "IT" } }
  ]
})");
    std::vector<kind> kinds;
    std::vector<std::uint32_t> lines;
    for (auto const& e : errors) {
        kinds.push_back(e.is);
        lines.push_back(e.where.line);
        CHECK(e.where.column > 0);
        CHECK_FALSE(e.message.empty());
    }
    CHECK(lines == std::vector<std::uint32_t>{2, 3, 3, 4, 4, 5, 5, 5, 6, 9});
    using enum scenario_error::kind;
    for (auto const wanted : {scenario_error::kind::text, shape, meaning})
        CHECK(std::ranges::find(kinds, wanted) != kinds.end());
}

TEST_CASE("a value is told of once, whoever objects to it", "[scenario_shape]")
{
    CHECK(located_errors_of(R"({"format": 1, "endpoints": {"https://shop.test": {"rules": [
        {"respond": 200, "fail": "reset"}]}}})")
              .size() == 1);
    CHECK(located_errors_of(
              R"({"format": 1, "timeline": [{"at": "0s", "webhook": {"event": "rate"}}]})")
              .size() == 1);
}

TEST_CASE("long values are cut in messages", "[scenario_shape]")
{
    auto const error =
        refused_member("\"seed\": \"" + std::string(58, 'x') + "\u00e9\u00e9\u00e9\"");
    CHECK(error.ends_with(", found \"" + std::string(58, 'x') + "..."));
    CHECK(refused_member(R"("seed": {"a": 1})").ends_with("found an object"));
}

TEST_CASE("an error without a place in the file is told with the path alone", "[scenario_shape]")
{
    CHECK(to_text({kind::shape, {3, 7}, "/a", "wrong"}, "f.json") == "f.json:3:7 /a: wrong");
    CHECK(to_text({kind::shape, {3, 7}, "", "wrong"}, "f.json") == "f.json:3:7: wrong");
    CHECK(to_text({kind::shape, {0, 0}, "/a", "wrong"}, "f.json") == "f.json /a: wrong");
}
