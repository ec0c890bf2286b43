#include "tests/support/loaded.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace drydock;
using namespace drydock::test;
using namespace std::chrono_literals;
using model::scan_status;
using model::webhook_event;
using sim::default_start;

namespace {

/// The contract's sample without the keys whose features come later.
constexpr std::string_view sample = R"({
  "format": 1,
  "about": "Down for three hours: the third attempt gets through, four hours later.",
  "start": "2019-09-07T00:00:00Z",            // default
  "seed": 1,
  "until": "7d",
  "profile": "seed-2019",
  "vars": { "down_for": "3h" },
  "policy": { "attempts": 3, "delay": "2h",
    "timeout": "10s", "anchor": "end", "success": "2xx" },
  "webhooks": [ { "event": "track", "url": "https://shop.test/hooks" } ],
  "endpoints": {
    "https://shop.test": {
      "outages": [ { "from": "0h", "until": "${down_for}", "as": 503 } ],
      "rules": [
        { "event": "track", "status": "DE", "attempt": [1, 2], "respond": 500,
          "after": "40ms", "effect": true },
        { "times": 2, "respond": { "status": 429, "headers": { "Retry-After": "120" },
          "body": "slow down" } },
        { "chance": 0.25, "fail": "timeout" },
        { "respond": 200, "after": { "exponential": "50ms" } }
      ],
      "handler": "last_write_wins"
    }
  },
  "timeline": [
    { "at": "0s",    "ship": { "shipment": "se-1", "carrier_code": "ups",
      "tracking_number": "1Z999AA10123456784",
      "scans": [ { "at": "30m", "status": "IT" } ] } },
    { "at": "01:00", "track": { "shipment": "se-1", "status": "AT", "occurred_at": "00:50",
      "city_locality": "Austin", "state_province": "TX" } },
    { "at": "5h",    "webhook": { "event": "track", "enabled": false } },
    { "at": "0s", "repeat": { "every": "1m", "times": 1440 },
      "track": { "shipment": "se-{n}", "status": "AC" } },
  ],
  "expect": [
    { "deliveries": { "event": "track", "outcome": "delivered" }, "count": 1 },
    { "attempts": { "subject": "se-1" }, "at": [ "30m", "2h30m", "4h30m" ],
      "outcomes": [ "http_503", "http_503", "http_200" ],
      "body": { "resource_type": "API_TRACK" } },
    { "arrivals": { "subject": "se-1" }, "statuses": [ "DE", "IT" ] },
    { "effects": { "subject": "se-1" }, "count": 1 },
    { "state": { "shipment": "se-1" }, "at": "5h", "is": { "status": "DE" } },
    { "journal": { "type": "attempt_failed", "reason": "timeout" }, "count": { "at_most": 3 } },
    { "latency": { "event": "track" }, "max": { "at_most": "4h" } },
    { "property": "status_never_regresses", "violations": 1 },
    { "property": "receiver_converges" }
  ]
})";

} // namespace

TEST_CASE("the contract's sample has its head, policy and webhook", "[scenario]")
{
    auto const made = loaded(sample);
    CHECK(made.path == "f");
    CHECK(made.about.starts_with("Down for three hours"));
    CHECK(made.start == default_start);
    CHECK(made.seed == 1);
    CHECK(made.until == default_start + std::chrono::days{7});
    CHECK(made.profile == model::profile::seed_2019);
    CHECK(made.base_url == "https://api.shipengine.com");
    CHECK(made.policy == model::retry_policy{});
    REQUIRE(made.webhooks.size() == 1);
    CHECK(made.webhooks[0].event == webhook_event::track);
    CHECK(made.webhooks[0].url == "https://shop.test/hooks");
    CHECK(made.webhooks[0].id.empty());
    CHECK(made.assumptions.size() == 1);
    CHECK(made.resolved.find("endpoints") != nullptr);
}

TEST_CASE("the contract's sample has its endpoint", "[scenario]")
{
    auto const made = loaded(sample);
    CHECK(made.has_endpoints);
    REQUIRE(made.endpoints.size() == 1);
    auto const& shop = made.endpoints[0];
    CHECK(shop.prefix == "https://shop.test");
    CHECK(shop.handler == sim::handler_kind::last_write_wins);
    REQUIRE(shop.outages.size() == 1);
    CHECK(shop.outages[0].from == default_start);
    CHECK(shop.outages[0].until == default_start + 3h);
    CHECK_FALSE(shop.outages[0].as.fails);
    CHECK(shop.outages[0].as.status == 503);

    REQUIRE(shop.rules.size() == 4);
    CHECK(shop.rules[0].event == webhook_event::track);
    CHECK(shop.rules[0].status == scan_status::DE);
    CHECK(shop.rules[0].attempts == std::vector<std::uint16_t>{1, 2});
    CHECK(shop.rules[0].then.status == 500);
    CHECK(shop.rules[0].after.first == 40ms);
    CHECK(shop.rules[0].after_given);
    CHECK(shop.rules[0].effect == true);
    CHECK(shop.rules[1].times == 2U);
    CHECK(shop.rules[1].then.status == 429);
    CHECK(shop.rules[1].then.headers ==
          std::vector<std::pair<std::string, std::string>>{{"Retry-After", "120"}});
    CHECK(shop.rules[1].then.body == "slow down");
    CHECK_FALSE(shop.rules[1].after_given);
    CHECK(shop.rules[2].with_chance->threshold == 1ULL << 62);
    CHECK(shop.rules[2].then.fails == sim::failure::timeout);
    CHECK(shop.rules[3].then.status == 200);
    CHECK(shop.rules[3].after.is == sim::distribution::shape::exponential);
    CHECK(shop.rules[3].after.first == 50ms);
}

TEST_CASE("the contract's sample has its timeline", "[scenario]")
{
    auto const made = loaded(sample);
    REQUIRE(made.timeline.size() == 4);
    CHECK(made.timeline[0].at == default_start);
    CHECK(made.timeline[0].times == 1);
    auto const& ship = std::get<sim::ship_entry>(made.timeline[0].what);
    CHECK(ship.shipment == "se-1");
    CHECK(ship.fields == R"({"carrier_code":"ups","tracking_number":"1Z999AA10123456784"})");
    CHECK_FALSE(ship.unordered);
    CHECK_FALSE(ship.changes_only);
    CHECK_FALSE(ship.life);
    REQUIRE(ship.scans.size() == 1);
    CHECK(ship.scans[0].at == default_start + 30min);
    CHECK(ship.scans[0].status == scan_status::IT);
    CHECK_FALSE(ship.scans[0].occurred_at);
    CHECK(ship.scans[0].fields.empty());

    CHECK(made.timeline[1].at == default_start + 1h);
    auto const& track = std::get<sim::track_entry>(made.timeline[1].what);
    CHECK(track.scan.at == default_start + 1h);
    CHECK(track.scan.status == scan_status::AT);
    CHECK(track.scan.occurred_at == default_start + 50min);
    CHECK(track.scan.fields == R"({"city_locality":"Austin","state_province":"TX"})");

    auto const& webhook = std::get<sim::webhook_entry>(made.timeline[2].what);
    CHECK(webhook.event == webhook_event::track);
    CHECK(webhook.enabled == false);
    CHECK_FALSE(webhook.deleted);
    CHECK(webhook.url.empty());

    CHECK(made.timeline[3].every == 1min);
    CHECK(made.timeline[3].times == 1440);
    CHECK(std::get<sim::track_entry>(made.timeline[3].what).shipment == "se-{n}");
    CHECK(made.timeline[3].where.line == 33);
}

TEST_CASE("the contract's sample has its expectations", "[scenario]")
{
    auto const made = loaded(sample);
    REQUIRE(made.expect.size() == 9);
    auto const& e = made.expect;
    CHECK(e[0].name == "expect/0 deliveries");
    CHECK(e[0].pointer == "/expect/0");
    CHECK(e[0].source == R"({"deliveries":{"event":"track","outcome":"delivered"},"count":1})");
    auto const& deliveries = std::get<sim::expect_selection>(e[0].what);
    CHECK(deliveries.what == sim::expect_selection::of::deliveries);
    CHECK(deliveries.filter.event == webhook_event::track);
    CHECK(deliveries.filter.outcome == "delivered");
    CHECK(deliveries.checks.count->at_least == 1);
    CHECK(deliveries.checks.count->at_most == 1);

    auto const& attempts = std::get<sim::expect_selection>(e[1].what);
    CHECK(attempts.what == sim::expect_selection::of::attempts);
    CHECK(attempts.filter.subject == "se-1");
    CHECK(attempts.checks.at ==
          std::vector{default_start + 30min, default_start + 150min, default_start + 270min});
    CHECK(attempts.checks.outcomes == std::vector<std::string>{"http_503", "http_503", "http_200"});
    CHECK(sim::to_json(*attempts.checks.body) == R"({"resource_type":"API_TRACK"})");
    CHECK(std::get<sim::expect_selection>(e[2].what).checks.statuses ==
          std::vector{scan_status::DE, scan_status::IT});
    CHECK(std::get<sim::expect_selection>(e[3].what).what == sim::expect_selection::of::effects);

    auto const& state = std::get<sim::expect_state>(e[4].what);
    CHECK(state.entity == "shipment");
    CHECK(state.id == "se-1");
    CHECK(state.at == default_start + 5h);
    CHECK(sim::to_json(state.is) == R"({"status":"DE"})");
    auto const& journal = std::get<sim::expect_journal>(e[5].what);
    CHECK(sim::to_json(journal.fields) == R"({"type":"attempt_failed","reason":"timeout"})");
    CHECK_FALSE(journal.count.at_least);
    CHECK(journal.count.at_most == 3);
    CHECK(std::get<sim::expect_latency>(e[6].what).most.at_most == 14'400'000'000);
    auto const& property = std::get<sim::expect_property>(e[7].what);
    CHECK(property.property == "status_never_regresses");
    CHECK(property.violations.at_least == 1);
    CHECK(std::get<sim::expect_property>(e[8].what).violations.at_most == 0);
}
