// What a look at a real receiver tells.
#include "tools/live/probe.hpp"

#include "tests/support/loaded.hpp"

#include <catch2/catch.hpp>

using namespace drydock;
using namespace drydock::test;

namespace {

sim::probe_plan const plan{.get = "http://127.0.0.1:3000/orders/{tracking_number}?of={subject}",
                           .effects = "/done/count",
                           .status = "/status"};

/// "2 IT", "0", or why there is nothing.
std::string told(unsigned status, std::string const& body)
{
    std::string text;
    sim::http::response const given{.status = status, .fields = {}, .body = body};
    auto const answer = tools::read_probe(plan, given, text);
    if (!answer) return text;
    text = std::to_string(answer->effects);
    if (answer->shows != model::scan_status{}) (text += ' ') += model::name(answer->shows);
    return text;
}

std::string errors_with(std::string const& probe)
{
    return error_of(R"("endpoints": {"https://shop.test": {"probe": )" + probe + "}}");
}

} // namespace

TEST_CASE("a probe's URL is about what the payload is about", "[live]")
{
    auto const target = tools::probe_target(plan, "se/1", R"({"data":{"tracking_number":"1Z 9"}})");
    REQUIRE(target);
    CHECK_THAT(target->url(), Catch::Equals("http://127.0.0.1:3000/orders/1Z%209?of=se%2F1"));
    CHECK_THAT(tools::probe_target(plan, "se-1", "no JSON")->target,
               Catch::Equals("/orders/?of=se-1"));
}

TEST_CASE("a probe counts work and reads a status", "[live]")
{
    CHECK(told(200, R"({"status":"IT","done":{"count":2}})") == "2 IT");
    CHECK(told(200, R"({"status":"lost","done":{"count":1}})") == "1");
    CHECK(told(200, R"({"done":{"count":null}})") == "0");
    CHECK(told(200, "{}") == "0");
    CHECK(told(404, "not here") == "0");
}

TEST_CASE("a probe that is of no use says why", "[live]")
{
    CHECK(told(500, "{}") == "answered 500");
    CHECK(told(200, "<html>").starts_with("answered what is no JSON"));
    CHECK(told(200, R"({"done":{"count":"2"}})") == R"(has no count at /done/count: "2")");
    CHECK(told(200, R"({"done":{"count":-1}})") == "has no count at /done/count: -1");
}

TEST_CASE("a scenario's probe is read, and what it cannot be is told", "[live]")
{
    auto const what = loaded(file_with(
        R"("endpoints": {"https://shop.test": {"probe": {"get": "http://127.0.0.1:1/{subject}",
           "effects": "/count", "status": "/status"}}})"));
    REQUIRE(what.endpoints[0].probe);
    CHECK(what.endpoints[0].probe->get == "http://127.0.0.1:1/{subject}");
    CHECK(what.endpoints[0].probe->effects == "/count");
    CHECK(what.endpoints[0].probe->status == "/status");
    CHECK(errors_with(R"({"get": "http://a.test/{trackingnumber}", "effects": "/c"})") ==
          "/endpoints/https:~1~1shop.test/probe/get: expected {subject} or {tracking_number}, "
          "found {trackingnumber}; did you mean \"tracking_number\"?");
    CHECK(errors_with(R"({"get": "orders/{subject}", "effects": "/c"})") ==
          "/endpoints/https:~1~1shop.test/probe/get: expected an absolute http or https URL such "
          "as \"http://127.0.0.1:3000/orders/{tracking_number}\"");
    CHECK(errors_with(R"({"get": "http://a.test/", "effects": "c"})") ==
          "/endpoints/https:~1~1shop.test/probe/effects: expected a JSON pointer such as "
          "\"/count\", found \"c\"");
}
