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

std::string rule_error(std::string const& rule)
{
    return shop_error(R"("endpoints": {"https://shop.test": {"rules": [)" + rule + "]}}");
}

sim::endpoint_rule rule(std::string const& text)
{
    auto made =
        loaded(file_with(std::string{track_hook} +
                         R"(, "endpoints": {"https://shop.test": {"rules": [)" + text + "]}}"));
    return made.endpoints.at(0).rules.at(0);
}

} // namespace

// --- defaults and the head -----------------------------------------------------------------------

TEST_CASE("an empty file is a scenario of defaults", "[scenario]")
{
    auto const made = loaded(R"({"format": 1})");
    CHECK(made.start == default_start);
    CHECK(made.seed == 1);
    CHECK_FALSE(made.until);
    CHECK_FALSE(made.has_endpoints);
    CHECK(made.timeline.empty());
}

TEST_CASE("now is the instant that the caller gives", "[scenario]")
{
    sim::load_options options;
    options.now = default_start + 1000h;
    CHECK(loaded(R"({"format": 1, "start": "now"})", options).start == options.now);
    CHECK(loaded(R"({"format": 1})", options).start == default_start);
}

TEST_CASE("offsets count from the given start and points may be absolute", "[scenario]")
{
    auto const until = [](std::string const& text) {
        return *loaded(file_with(R"("start": "2020-01-01T00:00:00Z", "until": ")" + text + '"'))
                    .until;
    };
    auto const start = sim::instant{std::chrono::sys_days{std::chrono::year{2020} / 1 / 1}};
    CHECK(until("90m") == start + 90min);
    CHECK(until("26:30") == start + 26h + 30min);
    CHECK(until("PT2H") == start + 2h);
    CHECK(until("2020-01-02T00:00:00+01:00") == start + 23h);
}

TEST_CASE("options win over the file", "[scenario]")
{
    sim::load_options options;
    options.seed = 7;
    options.until = "1h";
    auto const made = loaded(R"({"format": 1, "seed": 3, "until": "5h"})", options);
    CHECK(made.seed == 7);
    CHECK(made.until == default_start + 1h);
}

TEST_CASE("an end before the start is an error", "[scenario]")
{
    CHECK(error_of(R"("until": "2019-09-06T23:59:59Z")") ==
          "/until: expected a time at or after the start of the scenario");
}

TEST_CASE("a time past the year 9999 is an error", "[scenario]")
{
    CHECK(error_of(R"("start": "9999-12-31T00:00:00Z", "until": "2d")") ==
          "/until: expected a time no later than the year 9999");
    CHECK(error_of(R"("start": "9950-01-01T00:00:00Z",
                      "timeline": [{"at": "1d", "ship": {"shipment": "a"}}])") ==
          "/timeline/0/at: expected a time that leaves room for retries before the year 10000");
}

TEST_CASE("a base URL is absolute and loses its last slash", "[scenario]")
{
    CHECK(loaded(file_with(R"("base_url": "http://localhost:1/")")).base_url ==
          "http://localhost:1");
    CHECK(error_of(R"("base_url": "api")").find("/base_url: expected an absolute") == 0);
}

// --- webhooks ------------------------------------------------------------------------------------

TEST_CASE("two webhooks for one event are an error of the file", "[scenario]")
{
    CHECK(error_of(R"("webhooks": [{"event": "track", "url": "https://a.test"},
                                   {"event": "rate", "url": "https://a.test"},
                                   {"event": "track", "url": "https://b.test"}])") ==
          "/webhooks/2/event: expected another event: \"track\" has a webhook already, and there "
          "is at most one for each");
}

TEST_CASE("all events can have a webhook, report_complete where the profile has it", "[scenario]")
{
    std::string list;
    for (auto const name : model::webhook_event_names())
        list += (list.empty() ? "" : ", ") + (R"({"event": ")" + std::string{name}) +
                R"(", "url": "https://a.test"})";
    auto const webhooks = "\"webhooks\": [" + list + "]";
    CHECK(loaded(file_with(R"("profile": "openapi-2026", )" + webhooks)).webhooks.size() == 7);
    CHECK(error_of(webhooks) == "/webhooks/6/event: expected profile \"openapi-2026\" for "
                                "report_complete: in \"seed-2019\" there is none");
}

TEST_CASE("a webhook's id is its own", "[scenario]")
{
    CHECK(
        loaded(file_with(R"("webhooks": [{"event": "track", "url": "https://a.test", "id": "x"}])"))
            .webhooks[0]
            .id == "x");
    CHECK(error_of(R"("webhooks": [{"event": "track", "url": "https://a.test", "id": "x"},
                                   {"event": "rate", "url": "https://a.test", "id": "x"}])") ==
          "/webhooks/1/id: expected an id of its own: \"x\" is that of another webhook");
    CHECK(error_of(R"("webhooks": [{"event": "track", "url": "https://a.test", "id": "5516"},
                                   {"event": "rate", "url": "https://a.test"}])") ==
          "/webhooks/0/id: expected an id of its own: \"5516\" is also generated for another "
          "webhook");
    CHECK(error_of(R"("webhooks": [{"event": "track", "url": "https://a.test"},
                                   {"event": "rate", "url": "https://a.test", "id": "5515"}])") ==
          "/webhooks/1/id: expected an id of its own: \"5515\" is also generated for another "
          "webhook");
}

TEST_CASE("the id of a webhook that the timeline makes counts too", "[scenario]")
{
    CHECK(error_of(R"("webhooks": [{"event": "track", "url": "https://a.test", "id": "5517"}],
        "timeline": [{"at": "1h", "webhook": {"event": "rate", "url": "https://a.test"}},
                     {"at": "2h", "webhook": {"event": "batch", "url": "https://a.test"}}])") ==
          "/webhooks/0/id: expected an id of its own: \"5517\" is also generated for another "
          "webhook");
}

TEST_CASE("a webhook's URL is absolute", "[scenario]")
{
    CHECK(error_of(R"("webhooks": [{"event": "track", "url": "shop.test/hooks"}])") ==
          "/webhooks/0/url: expected an absolute http or https URL such as "
          "\"https://shop.test/hooks\"");
    CHECK(error_of(std::string{track_hook} + R"(, "timeline": [{"at": "1h", "webhook":
                      {"event": "track", "url": "hooks"}}])") ==
          "/timeline/0/webhook/url: expected an absolute http or https URL such as "
          "\"https://shop.test/hooks\"");
}

TEST_CASE("a webhook must exist when the timeline changes it", "[scenario]")
{
    auto const changes = [](std::string const& entries) {
        return error_of(std::string{track_hook} + ", \"timeline\": [" + entries + "]");
    };
    CHECK(changes(R"({"at": "1h", "webhook": {"event": "rate", "enabled": false}})") ==
          "/timeline/0/webhook/event: expected a webhook for \"rate\" to exist at this time");
    CHECK(changes(R"({"at": "2h", "webhook": {"event": "track", "enabled": true}},
                     {"at": "1h", "webhook": {"event": "track", "deleted": true}})") ==
          "/timeline/0/webhook/event: expected a webhook for \"track\" to exist at this time; it "
          "was deleted at 2019-09-07T01:00:00Z");
    CHECK(changes(R"({"at": "1h", "webhook": {"event": "track", "deleted": true}},
                     {"at": "2h", "webhook": {"event": "track", "url": "https://b.test"}},
                     {"at": "3h", "webhook": {"event": "track", "enabled": false}})")
              .empty());
    CHECK(changes(R"({"at": "1h", "webhook": {"event": "rate", "url": "https://b.test",
                                              "enabled": false}})")
              .empty());
    CHECK(changes(R"({"at": "1h", "webhook": {"event": "track", "deleted": true,
                                              "url": "https://b.test"}})") ==
          "/timeline/0/webhook/deleted: expected no url and no enabled beside it");
    CHECK(changes(R"({"at": "1h", "webhook": {"event": "track", "deleted": false}})") ==
          "/timeline/0/webhook/deleted: expected true: false changes nothing");
}

// --- endpoints -----------------------------------------------------------------------------------

TEST_CASE("prefixes are kept in normal form", "[scenario]")
{
    auto const made = loaded(file_with(R"("endpoints": {"HTTPS://Shop.test:443/": {},
                                                        "http://b.test:81/a/": {}})"));
    CHECK(made.endpoints[0].prefix == "https://shop.test");
    CHECK(made.endpoints[1].prefix == "http://b.test:81/a");
}

TEST_CASE("a prefix stands once and is an address", "[scenario]")
{
    CHECK(error_of(R"("endpoints": {"https://a.test": {}, "https://a.test:443/": {}})") ==
          "/endpoints/https:~1~1a.test:443~1: expected another prefix: \"https://a.test\" is an "
          "endpoint already");
    CHECK(error_of(R"("endpoints": {"a.test": {}})") ==
          "/endpoints/a.test: expected an absolute http or https URL such as "
          "\"https://shop.test/hooks\" as the key, found \"a.test\"");
    CHECK(error_of(R"("endpoints": {"https://me@a.test": {}})") ==
          "/endpoints/https:~1~1me@a.test: expected a URL without user, query and fragment as the "
          "key, found \"https://me@a.test\"");
}

TEST_CASE("an outage has defaults for all it leaves out", "[scenario]")
{
    auto const made = loaded(file_with(R"("endpoints": {"https://a.test": {"outages": [{}]}})"));
    auto const& outage = made.endpoints[0].outages.at(0);
    CHECK(outage.from == default_start);
    CHECK(outage.until > default_start + model::longest_duration);
    CHECK(outage.as.fails == sim::failure::refused);
}

TEST_CASE("an empty window is an error", "[scenario]")
{
    CHECK(shop_error(R"("endpoints": {"https://a.test": {"outages": [
                        {"from": "2h", "until": "2h"}]}})") ==
          "/endpoints/https:~1~1a.test/outages/0/until: expected a time after \"2h\"; this window "
          "is empty");
    CHECK(rule_error(R"({"until": "0s", "respond": 500})") ==
          "/endpoints/https:~1~1shop.test/rules/0/until: expected a time after the start; this "
          "window is empty");
}

TEST_CASE("every failure can be named by a rule", "[scenario]")
{
    using enum sim::failure;
    CHECK(rule(R"({"fail": "timeout"})").then.fails == timeout);
    CHECK(rule(R"({"fail": "refused"})").then.fails == refused);
    CHECK(rule(R"({"fail": "reset"})").then.fails == reset);
    CHECK(rule(R"({"fail": "dns"})").then.fails == dns);
    CHECK(rule(R"({"fail": "tls"})").then.fails == tls);
    CHECK(rule(R"({"fail": "malformed"})").then.fails == malformed);
    CHECK(rule(R"({"fail": "lost_ack"})").then.fails == lost_ack);
}

TEST_CASE("a rule without an action answers 200", "[scenario]")
{
    auto const made = rule(R"({"attempt": 2, "effect": false})");
    CHECK(made.then.status == 200);
    CHECK_FALSE(made.then.fails);
    CHECK(made.attempts == std::vector<std::uint16_t>{2});
    CHECK(made.effect == false);
}

TEST_CASE("every distribution is read", "[scenario]")
{
    using enum sim::distribution::shape;
    auto const even = rule(R"({"after": {"uniform": ["1s", "3s"]}})").after;
    CHECK(even.is == uniform);
    CHECK(even.first == 1s);
    CHECK(even.last == 3s);
    auto const made = rule(R"({"after": {"weighted": [["1s", 3], ["1m", 1]]}})").after;
    CHECK(made.is == weighted);
    REQUIRE(made.choices.size() == 2);
    CHECK(made.choices[0].value == 1s);
    CHECK(made.choices[0].weight == 3);
}

TEST_CASE("a distribution that cannot be drawn is an error", "[scenario]")
{
    CHECK(rule_error(R"({"after": {"uniform": ["3s", "1s"]}})") ==
          "/endpoints/https:~1~1shop.test/rules/0/after/uniform: expected the shorter duration "
          "first");
    CHECK(rule_error(R"({"after": {"weighted": [["1s", 0]]}})")
              .find("/endpoints/https:~1~1shop.test/rules/0/after/weighted") == 0);
    CHECK(rule_error(R"({"after": {"weighted": [["1s", 18446744073709551615], ["2s", 1]]}})")
              .find("/endpoints/https:~1~1shop.test/rules/0/after/weighted") == 0);
}

TEST_CASE("an effect that a failure rules out is an error", "[scenario]")
{
    auto const where = std::string{"/endpoints/https:~1~1shop.test/rules/0/effect: "};
    for (std::string const fails : {"refused", "dns", "tls"})
        CHECK(rule_error("{\"fail\": \"" + fails + "\", \"effect\": true}") ==
              where + "expected no effect: with \"" + fails + "\" nothing reaches the receiver");
    CHECK(rule_error(R"({"fail": "lost_ack", "effect": false})") ==
          where + "expected an effect: with \"lost_ack\" the receiver does its work");
    CHECK(rule_error(R"({"fail": "reset", "effect": true}, {"fail": "refused", "effect": false},
                        {"fail": "timeout", "effect": true}, {"fail": "lost_ack", "effect": true})")
              .empty());
}

TEST_CASE("a rule that can never match is an error", "[scenario]")
{
    auto const where = std::string{"/endpoints/https:~1~1shop.test/rules/0/"};
    CHECK(rule_error(R"({"attempt": 4})") ==
          where + "attempt: expected an attempt from 1 to 3: the policy makes no more");
    CHECK(rule_error(R"({"attempt": [1, 9]})") ==
          where + "attempt/1: expected an attempt from 1 to 3: the policy makes no more");
    CHECK(rule_error(R"({"event": "rate"})") ==
          where + "event: expected an event that has a webhook, found \"rate\"");
    CHECK(rule_error(R"({"subject": "se-2"})") ==
          where + "subject: expected the id of something that the timeline makes, found \"se-2\"; "
                  "did you mean \"se-1\"?");
}

// --- the timeline --------------------------------------------------------------------------------

TEST_CASE("scans of a shipment count from its own time", "[scenario]")
{
    auto const made = loaded(file_with(R"("timeline": [{"at": "2h", "ship": {"shipment": "a",
        "notify": "status", "unordered": true, "scans": [
          {"at": "1h", "status": "IT", "occurred_at": "30m", "signer": null},
          {"at": "2019-09-07T04:00:00Z", "status": "DE"}]}}])"));
    auto const& ship = std::get<sim::ship_entry>(made.timeline[0].what);
    CHECK(ship.changes_only);
    CHECK(ship.unordered);
    CHECK(ship.scans[0].at == default_start + 3h);
    CHECK(ship.scans[0].occurred_at == default_start + 2h + 30min);
    CHECK(ship.scans[0].fields == R"({"signer":null})");
    CHECK(ship.scans[1].at == default_start + 4h);
}

TEST_CASE("a story is read by name and unordered is one too", "[scenario]")
{
    auto const made = loaded(file_with(R"("timeline": [
        {"at": "0s", "ship": {"shipment": "a", "story": "exception"}},
        {"at": "0s", "ship": {"shipment": "b", "story": "unordered"}}])"));
    CHECK(std::get<sim::ship_entry>(made.timeline[0].what).life == sim::story::exception);
    CHECK_FALSE(std::get<sim::ship_entry>(made.timeline[0].what).unordered);
    CHECK(std::get<sim::ship_entry>(made.timeline[1].what).life == sim::story::unordered);
    CHECK(std::get<sim::ship_entry>(made.timeline[1].what).unordered);
}

TEST_CASE("times before what they belong to are errors", "[scenario]")
{
    CHECK(error_of(R"("timeline": [{"at": "2019-09-06T00:00:00Z", "ship": {"shipment": "a"}}])") ==
          "/timeline/0/at: expected a time at or after the start of the scenario");
    CHECK(error_of(R"("timeline": [{"at": "2h", "ship": {"shipment": "a", "scans": [
                        {"at": "2019-09-07T01:00:00Z", "status": "IT"}]}}])") ==
          "/timeline/0/ship/scans/0/at: expected a time at or after that of the entry itself");
}

TEST_CASE("a shipment has scans or a story", "[scenario]")
{
    CHECK(error_of(R"("timeline": [{"at": "0s", "ship": {"shipment": "a", "story": "lost",
                                                         "scans": []}}])") ==
          "/timeline/0/ship/story: expected either scans or story, not both");
}

TEST_CASE("a repeat advances and ends", "[scenario]")
{
    auto const repeat = [](std::string const& text) {
        return error_of(R"("timeline": [{"at": "0s", "repeat": )" + text +
                        R"(, "ship": {"shipment": "se-{n}"}}])");
    };
    CHECK(repeat(R"({"every": "1m", "times": 10})").empty());
    CHECK(repeat(R"({"every": "0s", "times": 10})") ==
          "/timeline/0/repeat/every: expected a duration above 0 between occurrences");
    CHECK(repeat(R"({"every": "1d", "times": 40000})") ==
          "/timeline/0/repeat: expected every x times to be no longer than 36525d");
    CHECK(repeat(R"({"every": "36525d", "times": 4294967295})") ==
          "/timeline/0/repeat: expected every x times to be no longer than 36525d");
}
