#include "tests/support/given.hpp"

#include <catch2/catch.hpp>

using namespace drydock::model;
using namespace std::chrono_literals;
using drydock::tests::at;
using drydock::tests::with_queued_delivery;
using lines = std::vector<std::string>;

namespace {

drydock::tests::world in_flight(std::uint16_t attempt = 1, duration started = {})
{
    auto w = with_queued_delivery();
    w.given(attempt_started{{1}, {1}}, 4);
    for (std::uint16_t n = 2; n <= attempt; ++n) {
        w.given(attempt_failed{{1},
                               {static_cast<std::uint16_t>(n - 1)},
                               attempt_outcome::of(outcome_kind::refused)},
                w.events.size());
        w.given(retry_scheduled{{1}, {n}, 0, at(started)}, w.events.size());
        w.given(attempt_started{{1}, {n}}, w.events.size(), started);
    }
    return w;
}

report_attempt reported(drydock::tests::world const& w, std::uint16_t attempt,
                        attempt_outcome outcome, duration offset)
{
    return {w.where(1), {attempt}, outcome, at(offset)};
}

} // namespace

TEST_CASE("a queued delivery starts its first attempt", "[delivery]")
{
    auto w = with_queued_delivery();
    REQUIRE(
        w.when(start_attempt{w.where(1), at(0s)}, at(0s), retry_policy{}).lines ==
        lines{
            R"({"seq":5,"at":"2019-09-07T00:00:00Z","type":"attempt_started","cause":4,"delivery":1,"attempt":1})"});
}

TEST_CASE("a delivery in flight does not start another attempt", "[delivery]")
{
    auto w = in_flight();
    REQUIRE(w.when(start_attempt{w.where(1), at(1s)}, at(1s), retry_policy{}).refused ==
            error::delivery_ended);
}

TEST_CASE("a refused connection is retried after the first delay", "[delivery]")
{
    auto w = in_flight();
    auto const answer = w.when(reported(w, 1, attempt_outcome::of(outcome_kind::refused), 2s),
                               at(2s), retry_policy{});
    REQUIRE(
        answer.lines ==
        lines{
            R"({"seq":6,"at":"2019-09-07T00:00:02Z","type":"attempt_failed","cause":5,"delivery":1,"attempt":1,"reason":"refused"})",
            R"({"seq":7,"at":"2019-09-07T00:00:02Z","type":"retry_scheduled","cause":6,"delivery":1,"attempt":2,"due":"2019-09-07T02:00:02Z"})"});
}

TEST_CASE("with the anchor at the start, the delay counts from the attempt's start", "[delivery]")
{
    auto w = in_flight();
    retry_policy policy;
    policy.anchor = delay_anchor::start;
    auto const answer =
        w.when(reported(w, 1, attempt_outcome::of(outcome_kind::timeout), 10s), at(10s), policy);
    REQUIRE(answer.lines.back().ends_with(R"("due":"2019-09-07T02:00:00Z"})"));
}

TEST_CASE("a success ends the delivery", "[delivery]")
{
    auto w = in_flight();
    auto const answer =
        w.when(reported(w, 1, attempt_outcome::http(204), 1s), at(1s), retry_policy{});
    REQUIRE(
        answer.lines ==
        lines{
            R"({"seq":6,"at":"2019-09-07T00:00:01Z","type":"delivery_succeeded","cause":5,"delivery":1,"attempt":1,"status":204})"});
    REQUIRE(w.where(1) == slot{});
}

TEST_CASE("the last failure discards the delivery", "[delivery]")
{
    auto w = in_flight(3, 4h);
    auto const answer =
        w.when(reported(w, 3, attempt_outcome::http(503), 4h), at(4h), retry_policy{});
    REQUIRE(answer.lines.size() == 2);
    REQUIRE(answer.lines.back().ends_with(
        R"("type":"delivery_discarded","cause":12,"delivery":1,"attempt":3,"reason":"attempts_exhausted"})"));
    REQUIRE(w.where(1) == slot{});
}

TEST_CASE("an answer to an attempt already given up on is refused", "[delivery]")
{
    auto w = in_flight(2, 2h);
    REQUIRE(
        w.when(reported(w, 1, attempt_outcome::http(200), 3h), at(3h), retry_policy{}).refused ==
        error::stale_attempt);
}

TEST_CASE("an outcome for a delivery that waits is refused", "[delivery]")
{
    auto w = in_flight();
    (void)w.when(reported(w, 1, attempt_outcome::http(500), 1s), at(1s), retry_policy{});
    REQUIRE(
        w.when(reported(w, 2, attempt_outcome::http(200), 2s), at(2s), retry_policy{}).refused ==
        error::stale_attempt);
}

TEST_CASE("a status to stop on discards at once", "[delivery]")
{
    auto w = in_flight();
    retry_policy policy;
    policy.stop_on = {410};
    auto const answer = w.when(reported(w, 1, attempt_outcome::http(410), 1s), at(1s), policy);
    REQUIRE(answer.lines.back().ends_with(R"("attempt":1,"reason":"stopped"})"));
}

TEST_CASE("a retry that would come after max_age is not scheduled", "[delivery]")
{
    retry_policy policy;
    policy.max_age = 2h;
    auto exact = in_flight();
    CHECK(exact.when(reported(exact, 1, attempt_outcome::http(500), 0s), at(0s), policy)
              .lines.back()
              .find("retry_scheduled") != std::string::npos);
    auto late = in_flight();
    CHECK(late.when(reported(late, 1, attempt_outcome::http(500), 1us), at(1us), policy)
              .lines.back()
              .ends_with(R"("reason":"too_old"})"));
}

TEST_CASE("Retry-After is ignored, honoured or clamped as the policy says", "[delivery]")
{
    auto const due = [](retry_policy const& policy) {
        auto w = in_flight();
        auto wish = reported(w, 1, attempt_outcome::http(429), 0s);
        wish.retry_after = 30s;
        auto const line = w.when(wish, at(0s), policy).lines.back();
        std::string const before = R"("due":"2019-09-07T)";
        return line.substr(line.find(before) + before.size(), 8);
    };
    retry_policy policy;
    CHECK(due(policy) == "02:00:00");
    policy.retry_after = retry_after_rule::honour;
    CHECK(due(policy) == "00:00:30");
    policy.retry_after = retry_after_rule::clamp;
    policy.retry_after_least = 1min;
    policy.retry_after_most = 4h;
    CHECK(due(policy) == "00:01:00");
}

TEST_CASE("a failure under a deleted webhook cancels the delivery, by the deletion", "[delivery]")
{
    auto w = in_flight();
    w.given(webhook_deleted{{1}});
    auto const answer =
        w.when(reported(w, 1, attempt_outcome::http(500), 1s), at(1s), retry_policy{});
    REQUIRE(answer.lines.size() == 2);
    REQUIRE(
        answer.lines.back().ends_with(R"("type":"delivery_cancelled","cause":6,"delivery":1})"));
}

TEST_CASE("a success under a disabled webhook still delivers", "[delivery]")
{
    auto w = in_flight();
    w.given(webhook_disabled{{1}});
    auto const answer =
        w.when(reported(w, 1, attempt_outcome::http(200), 1s), at(1s), retry_policy{});
    REQUIRE(answer.lines.size() == 1);
}

TEST_CASE("too many discarded deliveries in a row disable the webhook", "[delivery]")
{
    auto w = in_flight();
    retry_policy policy;
    policy.attempts = 1;
    policy.disable_after.failed_deliveries = 1;
    auto const answer = w.when(reported(w, 1, attempt_outcome::http(500), 1s), at(1s), policy);
    REQUIRE(answer.lines.size() == 3);
    CHECK(answer.lines[1].ends_with(R"("type":"webhook_disabled","cause":6,"webhook":"5515"})"));
    CHECK(answer.lines[2].find("delivery_discarded") != std::string::npos);
    CHECK_FALSE(w.state.webhooks[0].enabled);
}

TEST_CASE("a webhook failing for long enough is disabled and its delivery cancelled", "[delivery]")
{
    auto w = in_flight(2, 2h);
    retry_policy policy;
    policy.disable_after.failing_for = 2h;
    auto const answer = w.when(reported(w, 2, attempt_outcome::http(500), 2h), at(2h), policy);
    REQUIRE(answer.lines.size() == 3);
    CHECK(answer.lines[1].find("webhook_disabled") != std::string::npos);
    CHECK(answer.lines[2].ends_with(R"("type":"delivery_cancelled","cause":10,"delivery":1})"));
}

TEST_CASE("only a waiting delivery can be cancelled", "[delivery]")
{
    auto w = in_flight();
    CHECK(w.when(cancel_delivery{w.where(1), {1}}, at(1s)).refused == error::delivery_ended);
    (void)w.when(reported(w, 1, attempt_outcome::http(500), 1s), at(1s), retry_policy{});
    CHECK(
        w.when(cancel_delivery{w.where(1), {1}}, at(1s)).lines ==
        lines{
            R"({"seq":8,"at":"2019-09-07T00:00:01Z","type":"delivery_cancelled","cause":1,"delivery":1})"});
}

TEST_CASE("advice decides instead of the ladder", "[delivery]")
{
    auto const advised = [](std::uint16_t attempt, std::optional<duration> delay) {
        retry_policy policy; // three attempts, 410 ends it, nothing later than a minute
        policy.stop_on = {410};
        policy.max_age = 1min;
        auto w = in_flight(attempt, 1h);
        auto wish = reported(w, attempt, attempt_outcome::http(410), 2h);
        wish.retry_after = 30s;
        wish.advice = retry_advice{delay};
        return w.when(wish, at(2h), policy).lines.back();
    };
    CHECK_THAT(advised(1, 5min), Catch::Contains(R"("type":"retry_scheduled")"));
    CHECK_THAT(advised(1, 5min), Catch::EndsWith(R"("due":"2019-09-07T02:05:00Z"})"));
    CHECK_THAT(advised(3, 0s), Catch::EndsWith(R"("attempt":4,"due":"2019-09-07T02:00:00Z"})"));
    CHECK_THAT(advised(1, std::nullopt), Catch::Contains(R"("type":"delivery_discarded")"));
    CHECK_THAT(advised(1, std::nullopt), Catch::EndsWith(R"("reason":"stopped"})"));
}

TEST_CASE("advice is not asked about a success, and a webhook turned off cancels all the same",
          "[delivery]")
{
    auto w = in_flight();
    auto wish = reported(w, 1, attempt_outcome::http(200), 1s);
    wish.advice = retry_advice{1min};
    CHECK_THAT(w.when(wish, at(1s), retry_policy{}).lines.back(),
               Catch::Contains("delivery_succeeded"));

    auto off = in_flight();
    off.given(webhook_deleted{{1}});
    wish.outcome = attempt_outcome::http(500);
    CHECK_THAT(off.when(wish, at(1s), retry_policy{}).lines.back(),
               Catch::Contains("delivery_cancelled"));
}
