#include "tests/support/api.hpp"

#include <set>

using namespace drydock::model;
using drydock::tests::called_world;
using drydock::tests::error_in;

namespace {

constexpr std::string_view webhooks = "/v1/environment/webhooks";

/// A target of a route, with an id for each parameter of its path.
std::string target_of(api::route const& route)
{
    std::string target{route.pattern};
    for (auto open = target.find('{'); open != target.npos; open = target.find('{'))
        target.replace(open, target.find('}') - open + 1, "5515");
    return target;
}

} // namespace

TEST_CASE("the table names each route once and says what it does", "[api]")
{
    std::set<std::pair<verb, std::string_view>> places;
    std::set<std::string_view> operations;
    for (auto const& route : api::routes()) {
        INFO(route.pattern);
        CHECK(places.insert({route.method, route.pattern}).second);
        CHECK(operations.insert(route.operation).second);
        CHECK(route.doc.ends_with('.'));
        CHECK((route.success == 200 || route.success == 204));
    }
    CHECK(places.size() >= 7);
}

TEST_CASE("without a good key every route and every other path is refused", "[api]")
{
    called_world w;
    auto const check = [&](verb method, std::string const& target) {
        INFO(name(method) << ' ' << target);
        auto const wrong = w.call(method, target, "{}", key_state::wrong);
        CHECK(wrong.status == 401);
        CHECK(wrong.error_code == "unauthorized");
        CHECK(error_in(wrong) ==
              R"({"error_type":"security","error_code":"unauthorized","message":"The API key is )"
              R"(invalid. Please see https://www.shipengine.com/docs/auth"})");
        auto const missing = w.call(method, target, "{}", key_state::missing);
        CHECK(missing.status == 401);
        CHECK(error_in(missing) ==
              R"({"error_type":"security","error_code":"unauthorized","message":"An API key is )"
              R"(required. Please see https://www.shipengine.com/docs/auth"})");
    };
    for (auto const& route : api::routes())
        check(route.method, target_of(route));
    check(verb::GET, "/nowhere");
}

TEST_CASE("a path or a method without a route is no valid endpoint", "[api]")
{
    called_world w;
    w.post(webhooks, R"({"url":"https://a.test","event":"track"})");
    std::set<std::pair<verb, std::string>> known;
    std::set<std::string> targets{"/",
                                  "/v1",
                                  "/v1/environment/webhooks/",
                                  "/v1//environment/webhooks",
                                  "/v1/environment/webhooks/5515/x",
                                  "/V1/environment/webhooks",
                                  "/v1/environment/webhook",
                                  "/v1/environment%2Fwebhooks",
                                  "/v1/environment/webhooks/%zz",
                                  "v1/environment/webhooks"};
    for (auto const& route : api::routes()) {
        known.insert({route.method, target_of(route)});
        targets.insert(target_of(route));
    }
    for (auto const& target : targets) {
        for (auto const method : {verb::GET, verb::POST, verb::PUT, verb::PATCH, verb::DELETE}) {
            if (known.contains({method, target})) continue;
            auto const given = w.call(method, target + "?a=b", "{}");
            INFO(name(method) << ' ' << target);
            CHECK(given.status == 404);
            CHECK(given.error_code == "not_found");
            CHECK(error_in(given) ==
                  R"({"error_type":"security","error_code":"not_found","message":")" +
                      std::string{name(method)} + ' ' + target +
                      R"( is not a valid API endpoint."})");
        }
    }
}

TEST_CASE("a query that cannot be decoded is refused", "[api]")
{
    called_world w;
    for (auto const* const query : {"?a=%", "?a=%2", "?%zz=1", "?a=b&c=%-1"}) {
        auto const given = w.get(std::string{webhooks} + query);
        CHECK(given.status == 400);
        CHECK(error_in(given).find("percent-encoded") != std::string::npos);
    }
    CHECK(w.get(std::string{webhooks} + "?&&a").status == 200);
}

TEST_CASE("a GET ignores the body that some clients send along", "[api]")
{
    called_world w;
    for (auto const* const body : {"null", "{", "{}"})
        CHECK(w.call(verb::GET, webhooks, body).status == 200);
}

TEST_CASE("a request and its answer are journaled around what it leads to", "[api]")
{
    called_world w;
    w.post(webhooks, R"({"url":"https://a.test","event":"track"})");
    w.call(verb::DELETE, "/v1/environment/webhooks/5515", {}, key_state::missing);
    auto const lines = w.lines_from(0);
    REQUIRE(lines.size() == 5);
    CHECK(
        lines[0] ==
        R"({"seq":1,"at":"2019-09-07T00:00:00Z","type":"request_received","cause":0,"request":1,"method":"POST","path":"/v1/environment/webhooks","body":{"url":"https://a.test","event":"track"}})");
    CHECK(lines[1].find(R"("type":"webhook_created","cause":1)") != std::string::npos);
    CHECK(
        lines[2].find(R"("type":"request_answered","cause":1,"request":1,"status":200,"etag":")") !=
        std::string::npos);
    CHECK(lines[3].ends_with(
        R"("request":2,"method":"DELETE","path":"/v1/environment/webhooks/5515","key":"missing"})"));
    CHECK(lines[4].find(R"("cause":4,"request":2,"status":401,"error":"unauthorized","etag":)") !=
          std::string::npos);
}

TEST_CASE("equal answers to different requests have equal etags and different ids", "[api]")
{
    called_world w;
    auto const first = w.get("/v1/environment/webhooks/1");
    auto const etag = w.etag;
    auto const second = w.get("/v1/environment/webhooks/1");
    CHECK(first.body != second.body);
    CHECK(w.etag == etag);
    w.get("/v1/environment/webhooks/2");
    CHECK(w.etag != etag);
    w.get(webhooks);
    auto const empty = w.etag;
    w.post(webhooks, R"({"url":"https://a.test","event":"track"})");
    w.get(webhooks);
    CHECK(w.etag != empty);
}

TEST_CASE("a request id is a UUID of its request's number", "[api]")
{
    std::set<std::string> seen;
    for (std::uint32_t n = 1; n <= 1'000; ++n) {
        auto const id = api::request_id({n});
        REQUIRE(id.size() == 36);
        for (std::size_t i = 0; i < id.size(); ++i) {
            bool const is_dash = i == 8 || i == 13 || i == 18 || i == 23;
            REQUIRE((is_dash
                         ? id[i] == '-'
                         : std::string_view{"0123456789abcdef"}.find(id[i]) != std::string::npos));
        }
        CHECK(id[14] == '4');
        CHECK(std::string_view{"89ab"}.find(id[19]) != std::string_view::npos);
        CHECK(id == api::request_id({n}));
        seen.insert(id);
    }
    CHECK(seen.size() == 1'000);
}
