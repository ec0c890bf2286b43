#include "sim/scenario/policy/lint.hpp"

#include "sim/scenario/policy/ladder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace drydock;
using namespace std::chrono_literals;

namespace {

/// "rule: message" for each finding, save that retries go in step.
std::vector<std::string> found_in(std::string_view policy)
{
    std::vector<std::string> all;
    for (auto const& [rule, message] : sim::lint(sim::read_preset(policy).policy))
        if (rule != "retries_in_step") all.push_back(std::string{rule} + ": " + message);
    return all;
}

std::vector<std::string> rules_of(std::string_view preset)
{
    std::vector<std::string> all;
    for (auto const& finding : sim::lint(*sim::find_policy_preset(preset)))
        all.emplace_back(finding.rule);
    return all;
}

using texts = std::vector<std::string>;

} // namespace

TEST_CASE("an outage that a policy survives ends with its last sure attempt", "[policy]")
{
    auto const survives = [](std::string_view policy) {
        return sim::survivable_outage(sim::read_preset(policy).policy);
    };
    CHECK(survives(R"({"attempts": 1})") == 0s);
    CHECK(survives(R"({"delay": ["1m", "10m"]})") == 11min);
    CHECK(survives(R"({"delay": ["1m", "10m"], "jitter": 0.5})") == 5min + 30s);
    // The third attempt may come after 16m30s, so only the second is sure.
    CHECK(survives(R"({"delay": ["1m", "10m"], "jitter": 0.5, "max_age": "16m"})") == 30s);
    CHECK(survives(R"({"delay": ["1m", "10m"], "max_age": "11m"})") == 11min);
    CHECK(survives(R"({"delay": ["1m", "10m"], "disable_after": {"failing_for": "5m"}})") == 5min);
}

TEST_CASE("a ladder that is sound has nothing to tell of", "[policy]")
{
    CHECK(found_in("{}").empty());
    CHECK(found_in(R"({"attempts": 1})").empty());
    CHECK(found_in(R"({"delay": ["10s", "20s", "10m"], "max_age": "10m30s"})").empty());
}

TEST_CASE("a time to live that ends before the ladder is found", "[policy]")
{
    CHECK(found_in(R"({"delay": ["1m", "10m", "1h"], "max_age": "1h"})") ==
          texts{"max_age_cuts_ladder: max_age 1h is shorter than the ladder: attempt 4 of 4 would "
                "start up to 1h11m after the first"});
}

TEST_CASE("a timeout longer than a delay is found", "[policy]")
{
    CHECK(found_in(R"({"delay": ["1m", "5s"], "timeout": "15s"})") ==
          texts{"timeout_over_gap: timeout 15s is longer than delay 2 of 5s: a receiver that hangs "
                "gets the next attempt 20s after the last one began"});
    CHECK(found_in(R"({"delay": ["5s"], "timeout": "15s", "anchor": "start"})") ==
          texts{"timeout_over_gap: timeout 15s is longer than delay 1 of 5s: a receiver that hangs "
                "gets the next attempt at once"});
    CHECK(found_in(R"({"delay": ["15s"], "timeout": "15s"})").empty());
}

TEST_CASE("jitter that can reorder is found, with how far", "[policy]")
{
    CHECK(found_in(R"({"delay": ["2h", "1h"], "jitter": 0.25})") ==
          texts{"jitter_reorders: jitter makes 1h30m to 2h30m of the delay 2h: of two deliveries "
                "that failed less than 1h apart, the later one may be tried first"});
}

TEST_CASE("many attempts within a minute are a storm", "[policy]")
{
    CHECK(found_in(R"({"attempts": 4, "delay": "20s"})").empty());
    CHECK(
        found_in(R"({"attempts": 5, "delay": "15s"})") ==
        texts{"retry_storm: 4 attempts within a minute: a receiver that is down has up to 4 times "
              "its usual load"});
}

TEST_CASE("retries without jitter go in step", "[policy]")
{
    auto const found = sim::lint(sim::read_preset(R"({"attempts": 2})").policy);
    REQUIRE(found.size() == 1);
    CHECK(found[0].rule == "retries_in_step");
    CHECK(found[0].message ==
          "no jitter: what fails at one instant is tried again at one instant, once");
    CHECK(sim::lint(sim::read_preset(R"({"attempts": 1})").policy).empty());
}

TEST_CASE("a webhook that is turned off before the ladder ends is found", "[policy]")
{
    CHECK(found_in(R"({"delay": ["1h", "2h"], "disable_after": {"failing_for": "90m"}})") ==
          texts{"disabled_before_ladder_ends: the webhook is turned off after 1h30m of failures, "
                "and with it goes what has attempts left up to 3h after the first"});
    CHECK(found_in(R"({"delay": ["1h", "2h"], "disable_after": {"failing_for": "3h"}})").empty());
    CHECK(found_in(R"({"attempts": 5, "disable_after": {"failed_attempts": 4}})") ==
          texts{"disabled_before_ladder_ends: 4 failed attempts in a row turn the webhook off: a "
                "single delivery makes 5"});
    CHECK(found_in(R"({"attempts": 5, "disable_after": {"failed_attempts": 5}})").empty());
}

TEST_CASE("a page that says two things is found out", "[policy]")
{
    auto const both = [](std::string_view preset, std::string_view rule) {
        auto const rules = rules_of(preset);
        return std::ranges::count(rules, rule);
    };
    CHECK(both("aftership-table", "formula_against_table") == 1);
    CHECK(both("aftership-formula", "formula_against_table") == 1);
    CHECK(both("aftership-table", "takes_other_time") == 0);
    CHECK(both("square", "max_age_cuts_ladder") == 1);
    CHECK(both("mailgun", "takes_other_time") == 1);
    CHECK(both("nmi", "takes_other_time") == 1);
    CHECK(both("wix", "takes_other_time") == 1);
    CHECK(both("standard-webhooks", "takes_other_time") == 0);
    CHECK(both("shopify", "takes_other_time") == 0);

    auto const table = *sim::find_policy_preset("aftership-table");
    CHECK(
        sim::lint(table).back().message ==
        "the page describes its delays twice, and 13 of 13 differ: delay 1 is 30s here, 1m there");
}
