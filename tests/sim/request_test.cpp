// Calls of the API in whole runs: what they lead to, and how their answers are judged.
#include "sim/runner.hpp"
#include "tests/support/journal_lines.hpp"
#include "tests/support/loaded.hpp"

#include <catch2/catch.hpp>

using namespace drydock;
using namespace drydock::test;

namespace {

using lines = journal_lines;

constexpr auto hook = R"("webhooks": [{"event": "track", "url": "https://shop.test/hooks"}], )";

sim::scenario scenario_with(std::string const& entries, std::string const& more = {})
{
    return loaded(file_with(std::string{hook} + more + "\"timeline\": [" + entries + "]"));
}

std::string get(std::string const& path, std::string const& beside = {})
{
    return R"({"at": "1h", "request": {"method": "GET", "path": ")" + path + "\"}" + beside + "}";
}

/// The one verdict on the requests of a run.
sim::verdict judged(std::string const& entries)
{
    auto const result = sim::run(scenario_with(entries));
    REQUIRE(result.verdicts.size() == 1);
    CHECK(result.held() == result.verdicts[0].passed);
    CHECK(result.verdicts[0].message.empty() == result.verdicts[0].passed);
    return result.verdicts[0];
}

constexpr auto list = "/v1/environment/webhooks";

} // namespace

TEST_CASE("a request is journaled with what it leads to and its answer", "[request]")
{
    lines journal;
    auto const result = sim::run(
        scenario_with(
            R"({"at": "1h", "request": {"method": "POST", "path": "/v1/environment/webhooks",
                     "body": "{ \"event\" : \"rate\", \"url\":\"https://a b\"}"}})"),
        {&journal});
    REQUIRE(journal.all.size() == 3);
    CHECK(
        journal.all[1] ==
        R"({"seq":2,"at":"2019-09-07T01:00:00Z","type":"request_received","cause":0,"request":1,"method":"POST","path":"/v1/environment/webhooks","body":{"event":"rate","url":"https://a b"}})");
    CHECK(
        journal.all[2].find(
            R"("type":"request_answered","cause":2,"request":1,"status":400,"error":"invalid_field_value","etag":")") !=
        std::string::npos);
    CHECK(result.summary.api_calls.total == 1);
    CHECK(result.verdicts.empty());
}

TEST_CASE("deleting a webhook through the API cancels what waits, before the answer", "[request]")
{
    lines journal;
    auto const result = sim::run(
        scenario_with(R"({"at": "0s", "track": {"shipment": "se-1", "status": "IT"}},
                    {"at": "1h", "request": {"method": "DELETE",
                                             "path": "/v1/environment/webhooks/5515"}})",
                      R"("endpoints": {"https://shop.test": {"rules": [{"fail": "refused"}]}}, )"),
        {&journal});
    CHECK(result.summary.deliveries.cancelled == 1);
    CHECK(result.summary.attempts.total == 1);
    auto const& all = journal.all;
    REQUIRE(all.size() >= 4);
    CHECK(all[all.size() - 4].find("request_received") != std::string::npos);
    CHECK(all[all.size() - 3].find("webhook_deleted") != std::string::npos);
    CHECK(all[all.size() - 2].find("delivery_cancelled") != std::string::npos);
    CHECK(all[all.size() - 1].find("request_answered") != std::string::npos);
}

TEST_CASE("a webhook made or moved through the API is sent to", "[request]")
{
    auto const result = sim::run(scenario_with(
        R"({"at": "1h", "request": {"method": "PUT", "path": "/v1/environment/webhooks/5515",
                                    "body": {"url": "https://new.test/hooks"}}},
           {"at": "2h", "track": {"shipment": "se-1", "status": "IT"}})",
        R"("endpoints": {"https://new.test": {}}, "expect": [
            {"effects": {"endpoint": "https://new.test"}, "count": 1}], )"));
    CHECK(result.held());
}

TEST_CASE("a dashboard change to a webhook that a request deleted changes nothing", "[request]")
{
    for (auto const* const change : {R"("enabled": false)", R"("deleted": true)"}) {
        lines journal;
        sim::run(scenario_with(R"({"at": "1h", "request": {"method": "DELETE",
                                                      "path": "/v1/environment/webhooks/5515"}},
                             {"at": "2h", "webhook": {"event": "track", )" +
                               std::string{change} + "}}"),
                 {&journal});
        CHECK(journal.all.size() == 4);
        CHECK(journal.count("webhook_deleted") == 1);
    }
}

TEST_CASE("an answer that is as expected passes", "[request]")
{
    auto const v =
        judged(get(list, R"(, "expect": {"status": 200, "body": [{"event": "track"}]})"));
    CHECK(v.passed);
    CHECK(v.name == "timeline/0 request");
    CHECK(v.pointer == "/timeline/0/expect");
    CHECK(v.where.line == 1);
    CHECK(v.where.column > 1);
    CHECK(judged(get(list, R"(, "expect": {"status": 200, "body": null})")).passed);
    CHECK(judged(get("/x", R"(, "expect": {"status": 404})")).passed);
}

TEST_CASE("an answer that is not as expected says what it was, and where", "[request]")
{
    auto const status = judged(get(list, R"(, "expect": {"status": 404})"));
    CHECK_FALSE(status.passed);
    CHECK(status.message ==
          R"(GET /v1/environment/webhooks: expected status 404; found 200: )"
          R"([{"webhook_id":"5515","url":"https://shop.test/hooks","event":"track"}] (event 3))");
    REQUIRE(status.evidence.size() == 1);
    CHECK(status.evidence[0].value == 3);

    auto const body = judged(get(list, R"(, "expect": {"body": [{"webhook_id": "5516"}]})"));
    CHECK(body.message == R"(GET /v1/environment/webhooks: body: /0/webhook_id: expected "5516"; )"
                          R"(found "5515" (event 3))");
    auto const none = judged(R"({"at": "1h", "request": {"method": "DELETE",
        "path": "/v1/environment/webhooks/5515"}, "expect": {"body": {}}})");
    CHECK(none.message ==
          "DELETE /v1/environment/webhooks/5515: expected a body; found none with 204 (event 4)");
}

TEST_CASE("a body is judged as it was at the time of its answer", "[request]")
{
    auto const result = sim::run(scenario_with(
        R"({"at": "0s", "ship": {"shipment": "se-1", "label_id": "se-9",
                                 "scans": [{"at": "30m", "status": "IT"},
                                           {"at": "2h", "status": "DE"}]}},)" +
        get("/v1/labels/se-9/track", R"(, "expect": {"body": {"status_code": "IT"}})") +
        R"(, {"at": "2h", "request": {"method": "GET", "path": "/v1/labels/se-9/track"},
              "expect": {"body": {"status_code": "IT"}}},
             {"at": "3h", "request": {"method": "GET", "path": "/v1/labels/se-9/track"},
              "expect": {"body": {"status_code": "DE"}}})"));
    // At one instant the timeline comes before the steps of stories.
    CHECK(result.verdicts.size() == 3);
    CHECK(result.held());
}

TEST_CASE("every occurrence is judged, with its own number in the expected body", "[request]")
{
    auto const repeated = [](std::string const& expect) {
        return judged(R"({"at": "0s", "repeat": {"every": "1m", "times": 8}, "request": {
            "method": "GET", "path": "/v1/environment/webhooks/{n}"}, "expect": )" +
                      expect + "}");
    };
    CHECK(repeated(R"({"status": 404, "body": {"errors": [
        {"message": "Webhook ID {n} was not found."}]}})")
              .passed);
    auto const failed =
        repeated(R"({"body": {"errors": [{"message": "Webhook ID 3 was not found."}]}})");
    CHECK(failed.evidence.size() == 5);
    CHECK(failed.message.starts_with(
        "GET /v1/environment/webhooks/{n}: occurrence 1: body: /errors/0/message: expected "
        "\"Webhook ID 3 was not found.\"; found \"Webhook ID 1 was not found.\" (event 3)\n"
        "  occurrence 2: "));
    CHECK(failed.message.find("occurrence 3") == std::string::npos);
    CHECK(failed.message.ends_with("\n  and 2 more"));
}

TEST_CASE("requests of many entries are told apart, whatever their order", "[request]")
{
    auto const result = sim::run(scenario_with(
        R"({"at": "2m", "request": {"method": "GET", "path": "/a"},
            "expect": {"body": {"errors": [{"message": "GET /a is not a valid API endpoint."}]}}},
           {"at": "0s", "repeat": {"every": "1m", "times": 4},
            "request": {"method": "GET", "path": "/b"},
            "expect": {"body": {"errors": [{"message": "GET /b is not a valid API endpoint."}]}}},
           {"at": "2m", "request": {"method": "GET", "path": "/c"}},
           {"at": "30s", "repeat": {"every": "30s", "times": 4},
            "request": {"method": "PUT", "path": "/d"},
            "expect": {"body": {"errors": [
                {"message": "PUT /d is not a valid API endpoint."}]}}})"));
    REQUIRE(result.verdicts.size() == 3);
    CHECK(result.held());
    CHECK(result.verdicts[1].name == "timeline/1 request");
    CHECK(result.verdicts[2].name == "timeline/3 request");
    CHECK(result.summary.api_calls.total == 10);
    CHECK(result.summary.api_calls.no_news == 3); // no two PUTs are compared
}

TEST_CASE("a request that the run does not reach is not answered", "[request]")
{
    auto const result =
        sim::run(scenario_with(get(list, R"(, "expect": {"status": 200})"), R"("until": "30m", )"));
    REQUIRE(result.verdicts.size() == 1);
    CHECK(result.verdicts[0].message ==
          "GET /v1/environment/webhooks: expected an answer; the run ended before");
}

TEST_CASE("verdicts on requests come after the file's expectations", "[request]")
{
    auto const result = sim::run(scenario_with(get(list, R"(, "expect": {"status": 200})"),
                                               R"("expect": [{"deliveries": {}, "count": 0}], )"));
    REQUIRE(result.verdicts.size() == 2);
    CHECK(result.verdicts[0].pointer == "/expect/0");
    CHECK(result.verdicts[1].pointer == "/timeline/0/expect");
}

TEST_CASE("journal lines of requests can be expected", "[request]")
{
    auto const result = sim::run(scenario_with(
        get("/x?y") + R"(, {"at": "2h", "request": {"method": "PUT", "path": "/x", "key": "wrong",
                            "body": {"a": {"b": 1, "c": 2}}}})",
        R"("expect": [
            {"journal": {"type": "request_received", "method": "GET", "path": "/x?y"}, "count": 1},
            {"journal": {"type": "request_received", "key": "wrong", "body": {"a": {"b": 1}}},
             "count": 1},
            {"journal": {"type": "request_answered", "status": 404, "error": "not_found"},
             "count": 1},
            {"journal": {"type": "request_answered", "request": 2, "status": 401}}], )"));
    CHECK(result.held());
}
