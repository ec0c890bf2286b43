// Requests in scenario files: how they are read, and what the loader can know of webhooks that
// requests make and delete.
#include "tests/support/loaded.hpp"

using namespace drydock;
using namespace drydock::test;

namespace {

constexpr auto make_rate =
    R"({"at": "1h", "request": {"method": "POST", "path": "/v1/environment/webhooks",
        "body": {"url": "https://shop.test", "event": "rate"}}})";
constexpr auto drop_first =
    R"({"at": "1h", "request": {"method": "DELETE", "path": "/v1/environment/webhooks/5515"}})";

std::string timeline(std::string const& entries)
{
    return std::string{track_hook} + ", \"timeline\": [" + entries + "]";
}

sim::request_entry request_of(std::string const& members, std::string const& beside = {})
{
    auto const made =
        loaded(file_with(timeline(R"({"at": "0s", "request": {)" + members + "}" + beside + "}")));
    return std::get<sim::request_entry>(made.timeline[0].what);
}

} // namespace

TEST_CASE("a request is read with its defaults", "[scenario]")
{
    auto const least = request_of(R"("method": "GET", "path": "/v1/tracking?a=b")");
    CHECK(least.method == model::verb::GET);
    CHECK(least.target == "/v1/tracking?a=b");
    CHECK(least.body.empty());
    CHECK(least.key == model::key_state::valid);
    CHECK_FALSE(least.expect);

    auto const most = request_of(
        R"("method": "PATCH", "path": "/", "body": {"a": [1.50, null]}, "key": "missing")",
        R"(, "expect": {"status": 404, "body": {"a": 1}})");
    CHECK(most.method == model::verb::PATCH);
    CHECK(most.body == R"({"a":[1.50,null]})");
    CHECK(most.key == model::key_state::missing);
    REQUIRE(most.expect);
    CHECK(most.expect->status == 404);
    CHECK(to_json(*most.expect->body) == R"({"a":1})");
    CHECK(most.expect->where.column > 1);
}

TEST_CASE("a body may be any JSON, and a text that is none", "[scenario]")
{
    auto const body = [](std::string const& text) {
        return request_of(R"("method": "PUT", "path": "/", "body": )" + text).body;
    };
    CHECK(body("null") == "null");
    CHECK(body("[1]") == "[1]");
    CHECK(body(R"("{\"url\":")") == R"({"url":)");
    CHECK(body(R"("")").empty());
}

TEST_CASE("null compares nothing, so it needs a status beside it", "[scenario]")
{
    CHECK_FALSE(request_of(R"("method": "GET", "path": "/")",
                           R"(, "expect": {"status": 404, "body": null})")
                    .expect->body);
    CHECK(error_of(timeline(R"({"at": "0s", "request": {"method": "GET", "path": "/"},
                                "expect": {"body": null}})")) ==
          "/timeline/0/expect: expected a status or a body: null compares nothing");
}

TEST_CASE("a path is what a request line can hold", "[scenario]")
{
    for (auto const* const path :
         {"v1/tracking", "https://a.test/", "/a b", "/a#b", "/\\u00e9", "/\\n", "?a=b"}) {
        INFO(path);
        auto const text = std::string{path};
        CHECK(error_of(timeline(R"({"at": "0s", "request": {"method": "GET", "path": ")" + text +
                                "\"}}"))
                  .starts_with("/timeline/0/request/path: expected a path such as "));
    }
}

TEST_CASE("a request to a URL is a call of another server", "[scenario]")
{
    auto const call = [](std::string const& members) {
        auto const made = loaded(
            file_with(timeline(R"({"at": "0s", "request": {"method": "POST", )" + members + "}}")));
        return std::get<sim::call_entry>(made.timeline[0].what);
    };
    auto const least = call(R"("url": "http://localhost:3000")");
    CHECK(least.method == model::verb::POST);
    CHECK(least.url == "http://localhost:3000");
    CHECK(least.headers.empty());
    CHECK(least.body.empty());
    CHECK_FALSE(least.expect);
    auto const most = call(R"("url": "https://[::1]:3000/a?b=%20", "headers": {"X-A": "b"},
                              "body": "text")");
    CHECK(most.headers == R"({"X-A":"b"})");
    CHECK(most.body == "text");
    CHECK(call(R"("url": "http://a.test", "headers": {})").headers.empty());
}

TEST_CASE("a URL that cannot be called and what does not belong to one is refused", "[scenario]")
{
    auto const problem = [](std::string const& members) {
        return error_of(timeline(R"({"at": "0s", "request": {"method": "GET", )" + members + "}}"));
    };
    for (auto const* const url :
         {"/orders", "localhost:3000", "ftp://a.test", "http://a.test/ b", "http://a.test/#x",
          "http://me@a.test/", "http://a.test/\\u00e9"}) {
        INFO(url);
        CHECK(problem(R"("url": ")" + std::string{url} + '"')
                  .starts_with("/timeline/0/request/url: expected an absolute URL such as "));
    }
    CHECK(problem(R"("url": "http://a.test", "key": "wrong")") ==
          "/timeline/0/request/key: expected no key beside a URL: only the service asks for one");
    CHECK(problem(R"("path": "/", "headers": {"A": "b"})") ==
          "/timeline/0/request/headers: expected no headers beside a path: the service looks at "
          "none");
    CHECK(problem(R"("url": "http://a.test", "headers": {"A b": "c"})") ==
          "/timeline/0/request/headers/A b: expected a header that a request can carry, found "
          "\"A b\"");
    CHECK(problem(R"("url": "http://a.test", "headers": {"A": "b\nc"})").find("can carry") !=
          std::string::npos);
    CHECK(problem(R"("url": "http://a.test", "headers": {"content-length": "1"})")
              .find("expected no Content-Length") != std::string::npos);
    CHECK_FALSE(errors_of(file_with(timeline(R"({"at": "0s", "request": {"method": "GET",
        "url": "http://a.test", "path": "/"}})")))
                    .empty());
    CHECK(error_of(timeline(R"({"at": "0s", "repeat": {"every": "1h", "times": 2}, "request":
        {"method": "GET", "url": "http://localhost:300{n}/"}})"))
              .empty());
}

TEST_CASE("only a request is answered", "[scenario]")
{
    CHECK(error_of(timeline(R"({"at": "0s", "track": {"shipment": "se-1", "status": "IT"},
                                "expect": {"status": 200}})")) ==
          "/timeline/0/expect: expected a request beside it: only that is answered");
}

TEST_CASE("filters may name what a request may make", "[scenario]")
{
    auto const expecting = [](std::string const& entries, std::string const& expect) {
        return error_of(timeline(entries) +
                        ", \"endpoints\": {\"https://shop.test\": {\"rules\": "
                        "[{\"event\": \"track\"}]}}, \"expect\": [" +
                        expect + "]");
    };
    auto const rates = R"({"deliveries": {"event": "rate"}, "count": 0})";
    auto const second = R"({"state": {"webhook": "5516"}, "is": {}})";
    CHECK(expecting(make_rate, rates).empty());
    CHECK(expecting(make_rate, second).empty());
    CHECK_FALSE(expecting(make_rate, R"({"state": {"webhook": "5517"}, "is": {}})").empty());
    CHECK_FALSE(expecting(make_rate, R"({"state": {"webhook": "05516"}, "is": {}})").empty());
    CHECK_FALSE(expecting(make_rate, R"({"deliveries": {"event": "batch"}, "count": 0})").empty());
    CHECK_FALSE(expecting(drop_first, rates).empty());
    CHECK_FALSE(expecting(drop_first, second).empty());
    // Once it is deleted, an entry with a URL makes another.
    CHECK(expecting(std::string{drop_first} +
                        R"(, {"at": "2h", "webhook": {"event": "track", "url": "https://b.test"}})",
                    second)
              .empty());
}

TEST_CASE("what a request makes has an id that the file does not know", "[scenario]")
{
    auto const naming = [](std::string const& request, std::string const& filter) {
        return error_of(timeline(R"({"at": "1h", "request": {)" + request + "}}") +
                        R"(, "expect": [{"attempts": )" + filter + R"(, "count": 0}])");
    };
    auto const shipment = R"({"subject": "se-500000002", "event": "track"})";
    auto const start = R"("path": "/v1/tracking/start?carrier_code=ups&tracking_number=1Z02")";
    CHECK(naming(R"("method": "POST", )" + std::string{start}, shipment).empty());
    CHECK(naming(R"("method": "POST", "path": "/v1/batches", "body": {})",
                 R"({"subject": "se-1000001"})")
              .empty());
    CHECK(naming(R"("method": "POST", "path": "/v1/connections/carriers/ups", "body": {})",
                 R"({"subject": "se-100004"})")
              .empty());
    for (std::string const path : {"/v1/shipments", "/v1/labels"})
        CHECK(naming(R"("method": "POST", "body": {}, "path": ")" + path + '"', shipment).empty());
    for (auto const& makes_none :
         {R"("method": "GET", )" + std::string{start},
          R"("method": "POST", "key": "wrong", )" + std::string{start},
          std::string{R"("method": "POST", "path": "/v1/batches/se-1/process/labels")"}}) {
        INFO(makes_none);
        CHECK(naming(makes_none, shipment).find("expected the id of a shipment") !=
              std::string::npos);
    }
}

TEST_CASE("what is refused whatever the state makes no webhook", "[scenario]")
{
    for (
        auto const* const request :
        {R"("method": "POST", "path": "/v1/environment/webhooks", "key": "wrong", "body": {"event": "rate"})",
         R"("method": "POST", "path": "/v1/environment/webhooks", "body": {"event": "rats"})",
         R"("method": "POST", "path": "/v1/environment/webhooks", "body": "{\"event\": \"rate\"")",
         R"("method": "PUT", "path": "/v1/environment/webhooks", "body": {"event": "rate"})",
         R"("method": "POST", "path": "/v1/tracking", "body": {"event": "rate"})"}) {
        INFO(request);
        CHECK(error_of(timeline(R"({"at": "1h", "request": {)" + std::string{request} + "}}") +
                       R"(, "expect": [{"deliveries": {"event": "rate"}, "count": 0}])")
                  .find("expected an event that has a webhook") != std::string::npos);
    }
}

TEST_CASE("a repeated request may make a webhook for each event that its body may name",
          "[scenario]")
{
    CHECK(error_of(timeline(R"({"at": "1h", "repeat": {"every": "1h", "times": 2}, "request": {
        "method": "POST", "path": "/v1/environment/webhooks",
        "body": {"url": "https://a.test", "event": "{n}"}}})") +
                   R"(, "expect": [{"deliveries": {"event": "batch"}, "count": 0}])")
              .empty());
}

TEST_CASE("an entry may change a webhook that only a request can make, with a hint", "[scenario]")
{
    auto const disable = R"(, {"at": "2h", "webhook": {"event": "rate", "enabled": false}})";
    auto const hints = hints_of(timeline(make_rate + std::string{disable}));
    REQUIRE(hints.size() == 1);
    CHECK(hints[0].ends_with("/timeline/1/webhook/event: only a request can make this webhook; "
                             "without it nothing changes"));
    CHECK_FALSE(error_of(timeline(drop_first + std::string{disable})).empty());
    CHECK(hints_of(timeline(drop_first + std::string{R"(, {"at": "2h", "webhook": {"event": "track",
                                               "deleted": true}})"}))
              .empty());
}

TEST_CASE("a fixed id is none that a request's webhook may be given", "[scenario]")
{
    auto const with_id = [](std::string const& id, std::string const& entry) {
        return error_of(R"("webhooks": [{"event": "track", "url": "https://a.test", "id": ")" + id +
                        "\"}], \"timeline\": [" + entry + "]");
    };
    CHECK(with_id("5516", make_rate) ==
          "/webhooks/0/id: expected an id of its own: \"5516\" may also be generated for a webhook "
          "that a request makes");
    // The first webhook is this one, and a second one has the next number.
    CHECK(with_id("5515", make_rate).empty());
    CHECK(with_id("5517", make_rate).empty());
    CHECK(with_id("x", make_rate).empty());
    CHECK(with_id("5516", drop_first).empty());
}
