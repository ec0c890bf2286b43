#include "sim/scenario/policy/policy_node.hpp"
#include "tests/support/loaded.hpp"

#include <catch2/catch.hpp>

using namespace drydock;
using namespace drydock::test;
using namespace std::chrono_literals;

namespace {

model::retry_policy policy(std::string const& text)
{
    return loaded(file_with("\"policy\": " + text)).policy;
}

std::vector<model::duration> delays(model::retry_policy const& p)
{
    return {p.delays.begin(), p.delays.begin() + p.delay_count};
}

std::string policy_error(std::string const& text)
{
    return error_of("\"policy\": " + text);
}

} // namespace

TEST_CASE("a file without a policy has the seed's", "[scenario]")
{
    auto const made = loaded(file_with("\"seed\": 1"));
    CHECK(made.policy == model::retry_policy{});
    CHECK(sim::to_json(made.policy_as_given) ==
          R"({"attempts":3,"delay":"2h","timeout":"10s","anchor":"end","success":"2xx"})");
}

TEST_CASE("attempts counts all and retries counts one less", "[scenario]")
{
    CHECK(policy(R"({"attempts": 5})").attempts == 5);
    CHECK(policy(R"({"retries": 2})").attempts == 3);
    CHECK(policy(R"({"retries": 0})").attempts == 1);
    CHECK(policy(R"({"attempts": 3, "retries": 2})").attempts == 3);
}

TEST_CASE("attempts and retries that disagree are an error", "[scenario]")
{
    CHECK(policy_error(R"({"attempts": 3, "retries": 3})") ==
          "/policy/retries: expected 2: attempts 3 are one more than retries");
}

TEST_CASE("one delay stands between all attempts", "[scenario]")
{
    auto const made = policy(R"({"attempts": 4, "delay": "90s"})");
    CHECK(delays(made) == std::vector<model::duration>{90s});
    CHECK(made.delay_after({3}) == 90s);
}

TEST_CASE("a list of n delays means n + 1 attempts", "[scenario]")
{
    auto const made = policy(R"({"delay": ["5s", "5m", "30m"]})");
    CHECK(made.attempts == 4);
    CHECK(delays(made) == std::vector<model::duration>{5s, 5min, 30min});
    CHECK(policy(R"({"attempts": 4, "delay": ["5s", "5m", "30m"]})") == made);
    CHECK(policy(R"({"retries": 3, "delay": ["5s", "5m", "30m"]})") == made);
}

TEST_CASE("a list of delays with another number of attempts is an error", "[scenario]")
{
    CHECK(
        policy_error(R"({"attempts": 3, "delay": ["5s", "5m", "30m"]})") ==
        "/policy/attempts: expected 4: delay lists 3 delays, one after each attempt but the last");
    CHECK(policy_error(R"({"retries": 4, "delay": ["5s", "5m", "30m"]})") ==
          "/policy/retries: expected 3: delay lists 3 delays, one after each attempt but the last");
    CHECK(policy_error(R"({"attempts": 1, "delay": ["5s"]})") ==
          "/policy/attempts: expected 2: delay lists 1 delay, one after each attempt but the last");
}

TEST_CASE("a long list is fine while at most its first 64 delays differ", "[scenario]")
{
    std::string same = "[\"1s\"", different = "[\"1s\"";
    for (int i = 2; i <= 100; ++i) {
        same += ", \"2s\"";
        different += ", \"" + std::to_string(i) + "s\"";
    }
    auto const made = policy("{\"delay\": " + same + "]}");
    CHECK(made.attempts == 101);
    CHECK(delays(made) == std::vector<model::duration>{1s, 2s});
    CHECK(policy_error("{\"delay\": " + different + "]}") ==
          "/policy/delay: expected at most 64 delays before the last one that repeats");
}

TEST_CASE("a backoff grows by its factor up to its maximum", "[scenario]")
{
    auto const made =
        policy(R"({"attempts": 6, "backoff": {"initial": "30s", "factor": 2, "max": "3m"}})");
    CHECK(delays(made) == std::vector<model::duration>{30s, 1min, 2min, 3min});
}

TEST_CASE("a factor with decimals is exact", "[scenario]")
{
    auto const made =
        policy(R"({"attempts": 4, "backoff": {"initial": "1s", "factor": 1.1, "max": "1h"}})");
    CHECK(delays(made) == std::vector<model::duration>{1s, 1100ms, 1210ms});
}

TEST_CASE("a backoff that cannot be is an error", "[scenario]")
{
    CHECK(policy_error(R"({"attempts": 90, "backoff": {"initial": "1s", "factor": 1.01,
                           "max": "30d"}})") ==
          "/policy/backoff: expected at most 64 different delays, none longer than 36525d; "
          "set max");
    CHECK(policy_error(R"({"attempts": 9, "backoff": {"initial": "1h", "factor": 2,
                           "max": "1m"}})") ==
          "/policy/backoff/max: expected a duration no shorter than initial");
    CHECK(policy_error(R"({"delay": "1s", "backoff": {"initial": "1h", "factor": 2,
                           "max": "1d"}})") ==
          "/policy/backoff: expected either delay or backoff, not both");
}

TEST_CASE("jitter is kept in millionths", "[scenario]")
{
    CHECK(policy(R"({"jitter": 0.2})").jitter_millionths == 200'000);
    CHECK(policy(R"({"jitter": 0})").jitter_millionths == 0);
    CHECK(policy(R"({"jitter": 1.0})").jitter_millionths == 1'000'000);
    CHECK(policy(R"({"jitter": 0.000001})").jitter_millionths == 1);
    CHECK(policy_error(R"({"jitter": 0.0000001})") ==
          "/policy/jitter: expected at most six decimals");
}

TEST_CASE("timeout, anchor, success, stop_on, max_age and disable_after are read", "[scenario]")
{
    auto const made = policy(R"({"timeout": "3s", "anchor": "start", "success": [200, 204],
        "stop_on": [410], "max_age": "1d",
        "disable_after": {"failed_deliveries": 5, "failing_for": "5d"}})");
    CHECK(made.timeout == 3s);
    CHECK(made.anchor == model::delay_anchor::start);
    CHECK(made.success == std::vector<std::uint16_t>{200, 204});
    CHECK(made.stop_on == std::vector<std::uint16_t>{410});
    CHECK(made.max_age == 24h);
    CHECK(made.disable_after == model::disable_rule{5, 120h});
    CHECK(policy(R"({"success": "2xx"})").success.empty());
}

TEST_CASE("retry_after has three forms", "[scenario]")
{
    using enum model::retry_after_rule;
    CHECK(policy(R"({"retry_after": "ignore"})").retry_after == ignore);
    CHECK(policy(R"({"retry_after": "honour"})").retry_after == honour);
    auto const made = policy(R"({"retry_after": {"clamp": ["1m", "4h"]}})");
    CHECK(made.retry_after == clamp);
    CHECK(made.retry_after_least == 1min);
    CHECK(made.retry_after_most == 4h);
    CHECK(policy_error(R"({"retry_after": {"clamp": ["4h", "1m"]}})") ==
          "/policy/retry_after/clamp: expected the shorter duration first");
}

TEST_CASE("an answer cannot both succeed and stop the retries", "[scenario]")
{
    CHECK(policy_error(R"({"stop_on": [410, 204]})") ==
          "/policy/stop_on/1: expected an answer that is a failure; this one is a success");
}

TEST_CASE("a ladder longer than a hundred years is an error", "[scenario]")
{
    CHECK(policy_error(R"({"attempts": 65535, "delay": "36525d"})") ==
          "/policy/delay: expected all attempts and delays together to take no longer than "
          "36525d");
    CHECK(policy_error(R"({"attempts": 60000, "timeout": "36525d", "delay": "1s"})") ==
          "/policy/delay: expected all attempts and delays together to take no longer than "
          "36525d");
}

TEST_CASE("a preset is a policy that can be overridden", "[scenario]")
{
    auto const svix = policy(R"({"preset": "svix"})");
    CHECK(svix.attempts == 8);
    CHECK(svix.delay_after({1}) == 5s);
    CHECK(svix.delay_after({6}) == 10h);
    CHECK(svix.delay_after({7}) == 10h);
    CHECK(svix.timeout == 15s);
    CHECK(svix.jitter_millionths == 200'000);

    auto plain = svix;
    plain.jitter_millionths = 0;
    CHECK(policy(R"({"preset": "svix", "jitter": 0})") == plain);
    CHECK(policy(R"({"preset": "seed-2019"})") == model::retry_policy{});
    CHECK(delays(policy(R"({"preset": "svix", "attempts": 3})")) ==
          std::vector<model::duration>{5s, 5min});
    CHECK(policy(R"({"preset": "svix", "delay": ["1s"]})").attempts == 2);
}

TEST_CASE("a policy of the file's own is used by name", "[scenario]")
{
    auto const text = file_with(R"("policies": {"hasty": {"delay": ["1s", "2s"]},
        "hastier": {"preset": "hasty", "timeout": "1s"}}, "policy": "hastier")");
    auto const made = loaded(text).policy;
    CHECK(made.attempts == 3);
    CHECK(made.timeout == 1s);
    sim::load_options options;
    options.policy = "hasty";
    CHECK(loaded(text, options).policy.timeout == 10s);
    options.policy = "svix";
    CHECK(loaded(text, options).policy.attempts == 8);
}

TEST_CASE("an unknown policy is an error that names the nearest", "[scenario]")
{
    CHECK(error_of(R"("policies": {"hasty": {}}, "policy": "hastly")") ==
          R"(/policy: expected the name of a policy, found "hastly"; did you mean "hasty"?)");
    CHECK(error_of(R"("policy": {"preset": "svx"})") ==
          R"(/policy/preset: expected the name of a policy, found "svx"; did you mean "svix"?)");
}

TEST_CASE("a policy that builds on itself is an error", "[scenario]")
{
    CHECK(error_of(R"("policies": {"a": {"preset": "b"}, "b": {"preset": "a"}})") ==
          "/policies/a/preset: expected a policy that does not build on itself\n"
          "/policies/b/preset: expected a policy that does not build on itself");
}

TEST_CASE("a slip in a policy that is not in force is found too", "[scenario]")
{
    CHECK(error_of(R"("policies": {"a": {"attempts": 2, "retries": 2}})") ==
          "/policies/a/retries: expected 1: attempts 2 are one more than retries");
}

TEST_CASE("limits that cannot be are errors", "[scenario]")
{
    CHECK(policy_error(R"({"disable_after": {"failed_attempts": 3, "for_good_after": 9}})") ==
          "/policy/disable_after/for_good_after: expected recover_after beside it: else every time "
          "is for good");
    CHECK(policy_error(R"({"disable_after": {"failed_attempts": 3, "recover_after": "0s"}})") ==
          "/policy/disable_after/recover_after: expected a duration above 0s");
    CHECK(policy_error(R"({"rate": {"attempts": 2, "per": "1us"}})") ==
          "/policy/rate: expected at most one attempt in a microsecond");
}

TEST_CASE("the policy in force reads back as itself", "[scenario]")
{
    auto const text = GENERATE(
        as<std::string>{}, R"({})", R"({"retries": 0})", R"({"attempts": 9, "delay": "1ms"})",
        R"({"delay": ["5s", "5m", "5m", "1h", "1h"], "jitter": 0.125, "max_age": "36h"})",
        R"({"preset": "svix", "stop_on": [410], "retry_after": {"clamp": ["1m", "4h"]}})",
        R"({"success": [200, 409], "anchor": "start", "retry_after": "honour"})",
        R"({"disable_after": {"failed_attempts": 3, "recover_after": "90s"}})",
        R"({"disable_after": {"failed_deliveries": 3, "for_good_after": 9,
            "recover_after": {"initial": "1m", "factor": 1.25, "max": "1d"}}})",
        R"({"disable_after": {"failing_for": "1h", "recover_after": {"initial": "1m"}}})",
        R"({"disable_after": {"failing_for": "1h",
            "recover_after": {"initial": "1m", "max": "1m"}}})",
        R"({"rate": {"attempts": 10, "per": "1s"}, "in_flight": 4})",
        R"({"disable_after": {"failing_for": "5d"}, "attempts": 20,
            "backoff": {"initial": "30s", "factor": 1.5, "max": "1h"}})");
    INFO(text);
    auto const made = policy(text);
    auto const written = sim::to_json(sim::policy_node(made));
    INFO(written);
    CHECK(policy(written) == made);
}

TEST_CASE("assumptions are printed for what a file leaves open only", "[scenario]")
{
    auto const all = loaded(file_with("\"seed\": 1")).assumptions;
    CHECK(all == std::vector<std::string>{
                     "attempts 3 in all (the seed: three, the first included)",
                     "timeout 10s (the seed names none)",
                     "anchor end: delays count from the end of an attempt",
                     "success 2xx; redirects count as failures",
                     "retry_after ignore: the header changes nothing",
                     "no endpoints: every URL answers 200 at once",
                 });
    CHECK(loaded(file_with(R"("endpoints": {}, "policy": {"attempts": 3, "timeout": "10s",
              "anchor": "end", "success": "2xx", "retry_after": "ignore"})"))
              .assumptions.empty());
    CHECK(loaded(file_with(R"("endpoints": {}, "policy": "svix")")).assumptions.size() == 1);
}

TEST_CASE("what a timeline plays and a webhook tells of has its own assumptions", "[scenario]")
{
    auto const assumed = [](std::string_view event, std::string_view entry,
                            std::string_view profile = "seed-2019") {
        auto lines =
            loaded(file_with(R"("profile": ")" + std::string{profile} +
                             R"(", "endpoints": {}, "policy": {"attempts": 3, "timeout": "10s",
                                "anchor": "end", "success": "2xx", "retry_after": "ignore"},
                                "webhooks": [{"event": "order_source_refresh_complete",
                                              "url": "https://a.test"},
                                             {"event": ")" +
                             std::string{event} + R"(", "url": "https://a.test"}],
                                "timeline": [{"at": "0s", )" +
                             std::string{entry} + "}]"))
                .assumptions;
        std::string all;
        for (auto const& line : lines)
            all += line.substr(0, line.find(':')) + ';';
        return all;
    };
    CHECK(assumed("track", R"("track": {"shipment": "se-1", "status": "IT"})").empty());
    CHECK(assumed("batch", R"("batch": {"batch": "se-1"})").empty());
    CHECK(assumed("batch", R"("batch": {"batch": "se-1", "status": "completed_with_errors"})") ==
          "batch_errors told;");
    CHECK(assumed("track", R"("batch": {"batch": "se-1", "status": "completed_with_errors"})")
              .empty());
    CHECK(assumed("rate", R"("rate": {"shipment": "se-1"})") == "rate_told always;");
    CHECK(assumed("sales_orders_imported",
                  R"("store_refresh": {"order_source": "shop", "orders": [{}]})") ==
          "refresh_order import;refresh_data none;");
    CHECK(assumed("track", R"("store_refresh": {"order_source": "shop", "orders": [{}]})") ==
          "refresh_data none;");
    CHECK(assumed("track", R"("store_refresh": {"order_source": "shop", "outcome": "error"})") ==
          "refresh_error silent;");
    CHECK(assumed("report_complete", R"("report_complete": {"report": "r-1"})", "openapi-2026") ==
          "report_path /v1/reports/{id};");
}
