// What turns a webhook off and on again, and what makes attempts wait.
#include "model/entity/webhook.hpp"
#include "tests/support/given.hpp"

#include <catch2/catch.hpp>

using namespace drydock::model;
using namespace std::chrono_literals;
using drydock::tests::at;
using drydock::tests::told;
using drydock::tests::with_queued_delivery;
using drydock::tests::world;
using lines = std::vector<std::string>;

namespace {

attempt_outcome const bad = attempt_outcome::http(500);

/// So many deliveries, each of its first scan, all queued.
world with_deliveries(std::uint32_t count)
{
    auto w = with_queued_delivery();
    for (std::uint32_t n = 2; n <= count; ++n) {
        w.given(shipment_created{{n}, {n, {}}, {}});
        w.given(shipment_scanned{{n}, {}, at({}), scan_status::IT});
        w.given(delivery_requested{{n}, {1}, shipment_number{n}}, w.events.size());
    }
    return w;
}

/// Starts the delivery, or has it wait.
lines started(world& w, std::uint32_t delivery, retry_policy const& policy, duration when)
{
    return told(w.when(start_attempt{w.where(delivery), at(when)}, at(when), policy));
}

lines reported(world& w, std::uint32_t delivery, attempt_outcome outcome,
               retry_policy const& policy, duration when)
{
    report_attempt const report{w.where(delivery), {1}, outcome, at(when)};
    return told(w.when(report, at(when), policy));
}

/// The delivery starts and ends at once.
lines attempted(world& w, std::uint32_t delivery, attempt_outcome outcome,
                retry_policy const& policy, duration when)
{
    static_cast<void>(started(w, delivery, policy, when));
    return reported(w, delivery, outcome, policy, when);
}

lines recovered(world& w, duration when)
{
    return told(w.when(recover_webhook{{1}, at(when)}, at(when)));
}

bool turns_off(lines const& all)
{
    return all.size() > 1 && all[1].find("webhook_disabled") != std::string::npos;
}

/// One attempt a delivery; two failures in a row turn the webhook off for 1m, 2m, 4m, 5m ...
retry_policy breaker()
{
    retry_policy policy;
    policy.attempts = 1;
    policy.disable_after.failed_attempts = 2;
    policy.disable_after.recover_after = backoff{1min, 2, 1, 5min};
    return policy;
}

} // namespace

TEST_CASE("a backoff's n-th delay grows up to its most", "[policy]")
{
    backoff const shape{1min, 3, 2, 3min};
    CHECK(shape.nth(1) == 1min);
    CHECK(shape.nth(2) == 90s);
    CHECK(shape.nth(3) == 135s);
    CHECK(shape.nth(4) == 3min);
    CHECK(shape.nth(4'000'000'000) == 3min);
    CHECK(backoff{1min, 1, 1, 1h}.nth(4'000'000'000) == 1min);
}

TEST_CASE("failed attempts in a row turn the webhook off, and a success starts the count anew",
          "[webhook]")
{
    auto w = with_deliveries(4);
    auto policy = breaker();
    policy.disable_after.recover_after.reset();
    CHECK_FALSE(turns_off(attempted(w, 1, bad, policy, 0s)));
    CHECK_FALSE(turns_off(attempted(w, 2, attempt_outcome::http(200), policy, 1s)));
    CHECK_FALSE(turns_off(attempted(w, 3, bad, policy, 2s)));
    CHECK(attempted(w, 4, bad, policy, 3s)[1] ==
          R"("type":"webhook_disabled","cause":23,"webhook":"5515"})");
}

TEST_CASE("a webhook is turned on again on trial, and one failure turns it off for longer",
          "[webhook]")
{
    auto w = with_deliveries(4);
    auto const policy = breaker();
    static_cast<void>(attempted(w, 1, bad, policy, 0s));
    CHECK(attempted(w, 2, bad, policy, 0s)[1] ==
          R"("type":"webhook_disabled","cause":18,"webhook":"5515",)"
          R"("recovers_at":"2019-09-07T00:01:00Z"})");

    CHECK(w.when(recover_webhook{{1}, at(59s)}, at(59s)).refused == error::webhook_unknown);
    CHECK(recovered(w, 1min) ==
          lines{R"("type":"webhook_enabled","cause":19,"webhook":"5515","on_trial":true})"});
    CHECK(w.state.webhooks[0].enabled);
    CHECK(w.when(recover_webhook{{1}, at(1min)}, at(1min)).refused == error::webhook_unknown);

    CHECK(attempted(w, 3, bad, policy, 2min)[1].ends_with(
        R"("webhook":"5515","recovers_at":"2019-09-07T00:04:00Z"})"));
    static_cast<void>(recovered(w, 4min));
    CHECK(attempted(w, 4, bad, policy, 5min)[1].ends_with(
        R"("webhook":"5515","recovers_at":"2019-09-07T00:09:00Z"})"));
}

TEST_CASE("a success ends the trial, and what was before is forgiven", "[webhook]")
{
    auto w = with_deliveries(5);
    auto const policy = breaker();
    static_cast<void>(attempted(w, 1, bad, policy, 0s));
    static_cast<void>(attempted(w, 2, bad, policy, 0s));
    static_cast<void>(recovered(w, 1min));
    static_cast<void>(attempted(w, 3, attempt_outcome::http(200), policy, 2min));
    CHECK_FALSE(turns_off(attempted(w, 4, bad, policy, 3min)));
    CHECK(attempted(w, 5, bad, policy, 3min)[1].ends_with(
        R"("recovers_at":"2019-09-07T00:04:00Z"})"));
}

TEST_CASE("after enough failures the webhook stays off", "[webhook]")
{
    auto w = with_deliveries(3);
    auto policy = breaker();
    policy.disable_after.for_good_after = 3;
    static_cast<void>(attempted(w, 1, bad, policy, 0s));
    static_cast<void>(attempted(w, 2, bad, policy, 0s));
    static_cast<void>(recovered(w, 1min));
    CHECK(attempted(w, 3, bad, policy, 1min)[1].ends_with(R"("webhook":"5515"})"));
    CHECK(w.when(recover_webhook{{1}, instant{}}, at(1h)).lines.size() == 1);
}

TEST_CASE("whoever turns a webhook on or deletes it ends the wait for its recovery", "[webhook]")
{
    auto w = with_deliveries(2);
    static_cast<void>(attempted(w, 1, bad, breaker(), 0s));
    static_cast<void>(attempted(w, 2, bad, breaker(), 0s));
    auto deleted = w;
    deleted.given(webhook_deleted{{1}});
    CHECK(deleted.when(recover_webhook{{1}, at(1min)}, at(1min)).refused == error::webhook_unknown);
    w.given(webhook_enabled{{1}});
    w.given(webhook_disabled{{1}});
    CHECK(w.when(recover_webhook{{1}, at(1min)}, at(1min)).refused == error::webhook_unknown);
}

TEST_CASE("attempts of one webhook keep their distance", "[delivery]")
{
    auto w = with_deliveries(4);
    retry_policy policy;
    policy.rate = {2, 1s};
    CHECK(started(w, 1, policy, 0s)[0].find("attempt_started") != std::string::npos);
    CHECK(started(w, 2, policy, 100ms) ==
          lines{R"("type":"attempt_deferred","cause":7,"delivery":2,"attempt":1,)"
                R"("due":"2019-09-07T00:00:00.5Z"})"});
    // Turns are given in order: the third comes after the second, which has not started yet.
    CHECK(started(w, 3, policy, 200ms)[0].ends_with(R"("due":"2019-09-07T00:00:01Z"})"));
    CHECK(started(w, 2, policy, 500ms) ==
          lines{R"("type":"attempt_started","cause":15,"delivery":2,"attempt":1})"});
    CHECK(started(w, 3, policy, 1s)[0].find("attempt_started") != std::string::npos);
    CHECK(started(w, 4, policy, 1500ms)[0].find("attempt_started") != std::string::npos);
}

TEST_CASE("more attempts than may be in flight are held, first come, first served", "[delivery]")
{
    auto w = with_deliveries(3);
    retry_policy policy;
    policy.in_flight = 1;
    static_cast<void>(started(w, 1, policy, 0s));
    CHECK(started(w, 3, policy, 1s) ==
          lines{R"("type":"attempt_deferred","cause":10,"delivery":3,"attempt":1})"});
    static_cast<void>(started(w, 2, policy, 2s));
    CHECK(next_held(w.state, {1}, policy) == slot{});

    static_cast<void>(reported(w, 1, attempt_outcome::http(200), policy, 3s));
    REQUIRE(next_held(w.state, {1}, policy) == w.where(3));
    CHECK(started(w, 3, policy, 3s) ==
          lines{R"("type":"attempt_started","cause":12,"delivery":3,"attempt":1})"});
    CHECK(next_held(w.state, {1}, policy) == slot{});
    static_cast<void>(reported(w, 3, attempt_outcome::http(200), policy, 4s));
    CHECK(next_held(w.state, {1}, policy) == w.where(2));
}

TEST_CASE("a deferred delivery is cancelled like a waiting one", "[delivery]")
{
    auto w = with_deliveries(3);
    retry_policy policy;
    policy.in_flight = 1;
    static_cast<void>(started(w, 1, policy, 0s));
    static_cast<void>(started(w, 2, policy, 0s));
    w.given(webhook_disabled{{1}});
    CHECK(told(w.when(cancel_delivery{w.where(2), {13}}, at(1s))) ==
          lines{R"("type":"delivery_cancelled","cause":13,"delivery":2})"});
    CHECK(next_held(w.state, {1}, policy) == slot{});
}
