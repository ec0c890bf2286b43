#include "tests/support/loaded.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace drydock;
using namespace drydock::test;
using namespace std::chrono_literals;
using sim::default_start;

namespace {

} // namespace

// --- filters -------------------------------------------------------------------------------------

TEST_CASE("a filter that names what cannot occur is an error", "[scenario]")
{
    auto const expect = [](std::string const& text) {
        return shop_error("\"endpoints\": {\"https://shop.test\": {}}, \"expect\": [" + text + "]");
    };
    CHECK(expect(R"({"attempts": {"subject": "se-11"}, "count": 0})") ==
          "/expect/0/attempts/subject: expected the id of something that the timeline makes, found "
          "\"se-11\"; did you mean \"se-1\"?");
    CHECK(expect(R"({"effects": {"event": "batch"}, "count": 0})") ==
          "/expect/0/effects/event: expected an event that has a webhook, found \"batch\"");
    CHECK(expect(R"({"arrivals": {"endpoint": "https://shop.tst"}, "count": 0})") ==
          "/expect/0/arrivals/endpoint: expected the prefix of an endpoint, found "
          "\"https://shop.tst\"; did you mean \"https://shop.test\"?");
    CHECK(expect(R"({"attempts": {"attempt": 4}, "count": 0})") ==
          "/expect/0/attempts/attempt: expected an attempt from 1 to 3: the policy makes no more");
    CHECK(expect(R"({"deliveries": {"attempts": {"at_least": 4}}, "count": 0})") ==
          "/expect/0/deliveries/attempts/at_least: expected an attempt from 1 to 3: the policy "
          "makes no more");
    CHECK(expect(R"({"state": {"shipment": "b"}, "is": {}})")
              .find("/expect/0/state/shipment: expected the id of a shipment") == 0);
    CHECK(expect(R"({"state": {"webhook": "5516"}, "is": {}})") ==
          "/expect/0/state/webhook: expected the id of a webhook of this scenario, found \"5516\"; "
          "did you mean \"5515\"?");
    CHECK(expect(R"({"journal": {"reason": "timeot"}, "count": 0})") ==
          "/expect/0/journal/reason: expected a reason such as \"http_503\" or \"timeout\", found "
          "\"timeot\"; did you mean \"timeout\"?");
    CHECK(expect(R"({"journal": {"reasn": "timeout"}, "count": 0})") ==
          "/expect/0/journal/reasn: expected the name of a journal field, found \"reasn\"; did you "
          "mean \"reason\"?");
    CHECK(expect(R"({"arrivals": {"endpoint": "https://SHOP.test/"}, "count": 0})").empty());
    CHECK(expect(R"({"state": {"webhook": "5515"}, "is": {}})").empty());
    CHECK(expect(R"({"journal": {"type": "event_unsubscribed", "event": "rate"}, "count": 0})")
              .empty());
}

TEST_CASE("a shipment made by a repeat can be named", "[scenario]")
{
    auto const expect = [](std::string const& id) {
        return error_of(R"("timeline": [{"at": "0s", "repeat": {"every": "1s", "times": 120},
            "ship": {"shipment": "p{n}-{n}x"}}],
            "expect": [{"state": {"shipment": ")" +
                        id + R"("}, "is": {}}])");
    };
    CHECK(expect("p1-1x").empty());
    CHECK(expect("p120-120x").empty());
    for (std::string const id :
         {"p0-0x", "p121-121x", "p1-2x", "p01-01x", "p1-1", "p{n}-{n}x", "p"})
        CHECK_FALSE(expect(id).empty());
}

TEST_CASE("a time or bounds that nothing meets are errors", "[scenario]")
{
    CHECK(error_of(R"("until": "1h", "timeline": [{"at": "0s", "ship": {"shipment": "a"}}],
                      "expect": [{"state": {"shipment": "a"}, "at": "2h", "is": {}}])") ==
          "/expect/0/at: expected a time no later than until, when the run ends");
    CHECK(error_of(R"("expect": [{"attempts": {}, "count": {"at_least": 3, "at_most": 2}}])") ==
          "/expect/0/count: expected at_least no greater than at_most; nothing meets both");
    CHECK(error_of(R"("expect": [{"load": {"from": "2h", "until": "1h"}, "peak": 1}])") ==
          "/expect/0/load/until: expected a time after from; this window is empty");
    CHECK(error_of(R"("expect": [{"load": {}, "per": "0s", "peak": 1}])") ==
          "/expect/0/per: expected a duration above 0");
}

TEST_CASE("load, delivery states and names are read", "[scenario]")
{
    auto const made = loaded(file_with(R"("expect": [
        {"name": "calm", "load": {"from": "1h", "until": "2h"}, "per": "10m",
         "peak": 5, "count": 9},
        {"state": {"delivery": 3}, "is": {"outcome": "pending"}}])"));
    CHECK(made.expect[0].name == "calm");
    auto const& load = std::get<sim::expect_load>(made.expect[0].what);
    CHECK(load.from == default_start + 1h);
    CHECK(load.until == default_start + 2h);
    CHECK(load.per == 10min);
    CHECK(load.peak->at_most == 5);
    CHECK(load.count->at_least == 9);
    auto const& state = std::get<sim::expect_state>(made.expect[1].what);
    CHECK(state.entity == "delivery");
    CHECK(state.id == "3");
}

// --- errors together -----------------------------------------------------------------------------

TEST_CASE("errors of meaning are found beside errors of shape, in the order of the file",
          "[scenario]")
{
    auto const errors = errors_of(R"({ "format": 1,
  "policy": { "attempts": 2, "retries": 5 },
  "timeline": [ { "at": 5, "ship": { "shipment": "a", "scans": [
      { "at": "1h", "status": "DE" }, { "at": "2h", "status": "DX" },
      { "at": "3h", "status": "AC" } ] } } ],
  "until": "2019-01-01T00:00:00Z" })");
    REQUIRE(errors.size() == 5);
    CHECK(errors[0].find("2:41 /policy/retries: ") == 0);
    CHECK(errors[1].find("3:25 /timeline/0/at: ") == 0);
    CHECK(errors[2].find("/timeline/0/ship/scans/1/status: ") != std::string::npos);
    CHECK(errors[3].find("/timeline/0/ship/scans/2/status: ") != std::string::npos);
    CHECK(errors[4].find("6:12 /until: ") == 0);
}

TEST_CASE("what an unreadable entry may have made is not missed elsewhere", "[scenario]")
{
    auto const errors = errors_of(R"({ "format": 1,
  "timeline": [ { "at": "0s", "ship": { "shipmnt": "a" } } ],
  "expect": [ { "state": { "shipment": "a" }, "is": {} } ] })");
    for (auto const& e : errors)
        CHECK(e.find("/expect") == std::string::npos);
}

TEST_CASE("values of any wrong shape are passed over", "[scenario]")
{
    auto const value = GENERATE(as<std::string>{}, "null", "true", "-1", "1e999", "\"x\"", "[]",
                                "[[]]", "[null, {}]", "{}", "{\"a\": {}}", "[{\"a\": []}]");
    auto const key = GENERATE(
        as<std::string>{}, "\"policy\": #", "\"policies\": #", "\"policies\": {\"a\": #}",
        "\"webhooks\": #", "\"webhooks\": [#]", "\"endpoints\": #", "\"endpoints\": {\"a\": #}",
        "\"timeline\": #", "\"timeline\": [#]", "\"expect\": #", "\"expect\": [#]", "\"start\": #",
        "\"until\": #", "\"seed\": #", "\"base_url\": #", "\"about\": #",
        "\"policy\": {\"delay\": #}", "\"policy\": {\"backoff\": #}",
        "\"policy\": {\"backoff\": {\"initial\": \"1s\", \"factor\": #}}",
        "\"policy\": {\"retry_after\": #}", "\"policy\": {\"retry_after\": {\"clamp\": #}}",
        "\"policy\": {\"success\": #, \"stop_on\": #, \"jitter\": #, \"disable_after\": #}",
        "\"endpoints\": {\"https://a.test\": {\"outages\": #, \"rules\": [#]}}",
        "\"endpoints\": {\"https://a.test\": {\"outages\": [#], \"rules\": #}}",
        "\"endpoints\": {\"https://a.test\": {\"rules\": [{\"respond\": #, \"after\": #, "
        "\"attempt\": #, \"chance\": #}]}}",
        "\"endpoints\": {\"https://a.test\": {\"rules\": [{\"respond\": {\"headers\": #}}]}}",
        "\"timeline\": [{\"at\": #, \"repeat\": #, \"ship\": {\"shipment\": \"a\", \"scans\": #}}]",
        "\"timeline\": [{\"at\": \"0s\", \"track\": #}, {\"at\": \"0s\", \"webhook\": #}]",
        "\"expect\": [{\"attempts\": #, \"count\": #, \"at\": #, \"outcomes\": #, \"body\": #}]",
        "\"expect\": [{\"arrivals\": {\"subject\": #, \"endpoint\": #}, \"statuses\": #}]",
        "\"expect\": [{\"state\": #}, {\"journal\": #}, {\"load\": #}, {\"latency\": #}, "
        "{\"property\": #}]");
    auto text = key;
    for (auto at = text.find('#'); at != std::string::npos; at = text.find('#'))
        text.replace(at, 1, value);
    INFO(text);
    auto const result = sim::load_scenario(file_with(text), "f");
    CHECK(result.loaded.has_value() == result.errors.empty());
}
