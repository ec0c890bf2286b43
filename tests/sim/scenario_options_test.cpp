#include "sim/scenario/load.hpp"

#include <catch2/catch.hpp>

using namespace drydock::sim;

namespace {

constexpr std::string_view text = R"({
  "format": 1,
  "vars": { "down_for": "3h", "code": 503, "calls": [ 1, 2 ] },
  "policy": { "attempts": 3 },
  "policies": { "patient": { "attempts": 9, "delay": "1h" } },
  "webhooks": [ { "event": "track", "url": "https://shop.test/hooks" } ],
  "endpoints": { "https://shop.test": {
    "outages": [ { "until": "${down_for}", "as": "${code}" } ],
    "rules": [ { "attempt": "${calls}", "respond": 500 } ]
  } },
  "timeline": [ { "at": "0s", "track": { "shipment": "se-1", "status": "IT" } } ]
})";

node resolved(load_options const& options)
{
    auto const made = load_scenario(text, "f", options);
    for (auto const& e : made.errors)
        UNSCOPED_INFO(to_text(e, "f"));
    REQUIRE(made.errors.empty());
    REQUIRE(made.loaded);
    return made.loaded->resolved;
}

/// All errors, in one text.
std::string refused(std::string_view file, load_options const& options = {})
{
    auto const made = load_scenario(file, "f", options);
    CHECK_FALSE(made.loaded);
    std::string all;
    for (auto const& e : made.errors)
        all += (all.empty() ? "" : "\n") + to_text(e, "f");
    return all;
}

load_options with_set(std::string pointer, std::string value)
{
    load_options made;
    made.sets = {{std::move(pointer), std::move(value)}};
    return made;
}
load_options with_var(std::string name, std::string value)
{
    load_options made;
    made.vars = {{std::move(name), std::move(value)}};
    return made;
}

std::string outage_of(node const& tree)
{
    return to_json(tree.find("endpoints")->members[0].value.find("outages")->items[0]);
}

} // namespace

TEST_CASE("a variable as a whole value keeps its JSON type", "[scenario_vars]")
{
    auto const tree = resolved({});
    CHECK(outage_of(tree) == R"({"until":"3h","as":503})");
    auto const& rule = tree.find("endpoints")->members[0].value.find("rules")->items[0];
    CHECK(to_json(*rule.find("attempt")) == "[1,2]");
    CHECK(rule.find("attempt")->where.line == 9);
}

TEST_CASE("--var takes JSON, or else a text", "[scenario_vars]")
{
    CHECK(outage_of(resolved(with_var("code", "\"refused\""))) ==
          R"({"until":"3h","as":"refused"})");
    CHECK(outage_of(resolved(with_var("code", "dns"))) == R"({"until":"3h","as":"dns"})");
    CHECK(outage_of(resolved(with_var("code", "500"))) == R"({"until":"3h","as":500})");
    CHECK(to_json(*resolved(with_var("code", "500")).find("vars")->find("code")) == "500");
}

TEST_CASE("an unknown variable is an error with the nearest name", "[scenario_vars]")
{
    CHECK(refused(text, with_var("down_fr", "1h")) ==
          "f /vars/down_fr: --var: expected a variable of the file's vars, found \"down_fr\"; "
          "did you mean \"down_for\"?");
    CHECK(refused("{\"format\": 1, \"vars\": {\"code\": 1},\n\"seed\": \"${cod}\"}") ==
          "f:2:9 /seed: expected a variable of the file's vars, found \"cod\"; did you mean "
          "\"code\"?");
    CHECK(refused(R"({"format":1,"seed":"${code}"})") ==
          "f:1:20 /seed: expected a variable of the file's vars, found \"code\"");
    CHECK(refused(R"({"format":1})", with_var("code", "1")) ==
          "f /vars/code: --var: expected a variable of the file's vars, found \"code\"");
}

TEST_CASE("a variable names no other one", "[scenario_vars]")
{
    CHECK(refused(R"({"format":1,"vars":{"a":1,"b":["${a}"]}})") ==
          "f:1:32 /vars/b/0: expected a value without variables: one variable cannot name another");
}

TEST_CASE("a variable of the wrong type is an error where it is used", "[scenario_vars]")
{
    CHECK(refused(R"({"format":1, "vars": {"a": "x"}, "seed": "${a}"})") ==
          "f:1:42 /seed: expected a whole number from 0 to 18446744073709551615, found \"x\"");
    CHECK(refused(text, with_var("code", "99")) ==
          "f /endpoints/https:~1~1shop.test/outages/0/as: --var: expected a status code from 100 "
          "to 599, found 99");
}

TEST_CASE("only a whole value is a variable", "[scenario_vars]")
{
    auto const made =
        load_scenario(R"({"format":1,"vars":{"a":1},"about":"${a} and more, $a, ${}, ${9}"})", "f");
    REQUIRE(made.loaded);
    CHECK(made.loaded->about == "${a} and more, $a, ${}, ${9}");
}

TEST_CASE("--set changes any value and creates members and items", "[scenario_sets]")
{
    CHECK(resolved(with_set("/policy/attempts", "5")).find("policy")->find("attempts")->text ==
          "5");
    CHECK(resolved(with_set("/about", "not JSON")).find("about")->text == "not JSON");
    CHECK(resolved(with_set("/seed", "7")).find("seed")->text == "7");
    CHECK(outage_of(resolved(with_set("/vars/down_for", "1h"))) == R"({"until":"1h","as":503})");
    CHECK(outage_of(resolved(with_set("/endpoints/https:~1~1shop.test/outages/0/as", "${code}"))) ==
          R"({"until":"3h","as":503})");
    auto const more = R"({"event":"rate","url":"https://x.test"})";
    CHECK(resolved(with_set("/webhooks/-", more)).find("webhooks")->items.size() == 2);
    CHECK(resolved(with_set("/webhooks/1", more)).find("webhooks")->items.size() == 2);
    CHECK(resolved(with_set("/webhooks/0", more)).find("webhooks")->items.size() == 1);
}

TEST_CASE("--set where nothing is, is an error with the nearest name", "[scenario_sets]")
{
    auto const nowhere = [](std::string const& pointer) {
        auto error = refused(text, with_set(pointer, "1"));
        return error.substr(error.find("--set"));
    };
    auto const refusal = [](std::string_view path) {
        return "--set: expected a pointer to a member of what exists; there is no \"" +
               std::string{path} + '"';
    };
    CHECK(nowhere("/polcy/attempts") == refusal("/polcy") + "; did you mean \"policy\"?");
    CHECK(nowhere("/policy/delay/0") == refusal("/policy/delay"));
    CHECK(nowhere("/webhooks/2") == refusal("/webhooks/2"));
    CHECK(nowhere("/webhooks/01") == refusal("/webhooks/01"));
    CHECK(nowhere("/webhooks/-/url") == refusal("/webhooks/-"));
    CHECK(nowhere("/format/x") == refusal("/format/x"));
    for (auto const* const pointer : {"", "seed", "/policy~2", "/policy~"})
        CHECK(nowhere(pointer) == "--set: expected a JSON pointer such as \"/policy/attempts\", "
                                  "found \"" +
                                      std::string{pointer} + '"');
}

TEST_CASE("a key that --set creates is checked like one of the file", "[scenario_sets]")
{
    CHECK(refused(text, with_set("/policy/attemps", "5")) ==
          "f /policy/attemps: --set: unknown key \"attemps\"; did you mean \"attempts\"?");
    CHECK(refused(text, with_set("/policy", R"({"attempts":5,"attempts":6})")) ==
          "f /attempts: --set: expected each key once, found a second \"attempts\" (the first is "
          "on line 1)");
}

TEST_CASE("options stand in the resolved file", "[scenario_options]")
{
    load_options options;
    options.seed = UINT64_MAX;
    options.until = "5d";
    options.profile = "seed-2019";
    options.policy = "svix";
    auto const tree = resolved(options);
    CHECK(tree.find("seed")->text == "18446744073709551615");
    CHECK(tree.find("until")->text == "5d");
    CHECK(tree.find("profile")->text == "seed-2019");
    CHECK(to_json(*tree.find("policy")) == R"({"preset":"svix"})");
    options.policy = "patient";
    CHECK(to_json(*resolved(options).find("policy")) == R"({"attempts":9,"delay":"1h"})");
    options.policy = R"({"retries": 1})";
    CHECK(to_json(*resolved(options).find("policy")) == R"({"retries":1})");
}

TEST_CASE("options take effect", "[scenario_options]")
{
    load_options options;
    options.seed = 42;
    options.until = "5d";
    options.policy = "patient";
    auto const made = load_scenario(text, "f", options);
    REQUIRE(made.loaded);
    CHECK(made.loaded->seed == 42);
    CHECK(made.loaded->until == default_start + std::chrono::days{5});
    CHECK(made.loaded->policy.attempts == 9);
}

TEST_CASE("an error in an option names the option", "[scenario_options]")
{
    auto const with_policy = [](std::string wish) {
        load_options made;
        made.policy = std::move(wish);
        return refused(text, made);
    };
    CHECK(with_policy("svx") == "f /policy/preset: --policy: expected the name of a policy, found "
                                "\"svx\"; did you mean \"svix\"?");
    CHECK(with_policy(R"({"attempts": 0})") ==
          "f /policy/attempts: --policy: expected a whole number from 1 to 65535, found 0");
    CHECK(with_policy(R"({"attempts": 2)") == "f /policy: --policy: expected a comma or \"}\", "
                                              "found the end of the text (column 15)");
    load_options options;
    options.until = "soon";
    CHECK(refused(text, options) == "f /until: --until: expected a time such as \"30m\", \"02:30\" "
                                    "or \"2019-09-07T02:30:00Z\", found \"soon\"");
    options = {};
    options.profile = "openapi-2027";
    CHECK(refused(text, options) ==
          "f /profile: --profile: expected \"seed-2019\" or \"openapi-2026\", found "
          "\"openapi-2027\"; did you mean \"openapi-2026\"?");
}
