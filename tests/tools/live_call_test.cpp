// Calls of other servers, on the command line and as messages.
#include "tools/live/live_call.hpp"

#include "sim/runner.hpp"
#include "tests/support/loaded.hpp"
#include "tests/support/scripted_transport.hpp"
#include "tests/tools/called.hpp"
#include "tools/drydock/timeline.hpp"

using namespace drydock;
using namespace drydock::tests;
using Catch::Contains;
using Catch::EndsWith;

namespace {

constexpr auto calling = R"({ "format": 1, "timeline": [
  { "at": "0s", "request": { "method": "POST", "url": "http://localhost:3000/_reset" } },
  { "at": "1h", "request": { "method": "GET", "url": "http://localhost:3000/orders/1" },
    "expect": { "status": 200 } } ] })";
constexpr auto reason = ":2:3: only a live run calls http://localhost:3000/_reset: "
                        "--endpoint URL, or --transport live\n";

sim::http::request message(std::string_view headers, std::string_view body)
{
    auto const to = tools::parse_target("http://localhost:3000/orders?a=b");
    REQUIRE(to);
    return tools::message_of({{1}, model::verb::PUT, "http://shop.test", headers, body}, *to);
}

} // namespace

TEST_CASE("a call is a message with the headers that it has, and says that its body is JSON",
          "[call]")
{
    auto const plain = message({}, {});
    CHECK(plain.method == "PUT");
    CHECK(plain.target == "/orders?a=b");
    CHECK(plain.fields.empty());
    CHECK(plain.body.empty());
    CHECK(message({}, "{}").fields ==
          std::vector<sim::http::field>{{"Content-Type", "application/json"}});
    CHECK(message(R"({"X-A":"a\"b","content-type":"text/plain"})", "hello").fields ==
          std::vector<sim::http::field>{{"X-A", "a\"b"}, {"content-type", "text/plain"}});
}

TEST_CASE("what a call hears is kept, be it an answer or none", "[call]")
{
    sim::http::heard heard;
    heard.outcome = model::attempt_outcome::http(503);
    heard.answer = sim::http::response{.status = 503, .fields = {}, .body = "{ }"};
    heard.is_cut = true;
    auto const answered = tools::kept_of(heard);
    CHECK(answered.status == 503);
    CHECK(answered.body == "{}");
    CHECK(answered.is_cut);
    CHECK(answered.reason == model::outcome_kind{});
    heard.answer.reset();
    heard.outcome = model::attempt_outcome::of(model::outcome_kind::blocked);
    heard.detail = "not this machine";
    auto const none = tools::kept_of(heard);
    CHECK(none.status == 0);
    CHECK(none.reason == model::outcome_kind::blocked);
    CHECK(none.detail == "not this machine");
}

TEST_CASE("a call goes below a prefix that it has, and to no webhook's target", "[call]")
{
    auto const made = tools::target_map::parse(
        {"https://shop.test=localhost:1", "track=localhost:2", "localhost:3/hooks"});
    REQUIRE(made.failure.empty());
    CHECK(made.map.find("https://shop.test/orders/1?a=b")->url() ==
          "http://localhost:1/orders/1?a=b");
    CHECK(made.map.find("https://other.test/a")->url() == "https://other.test/a");
}

TEST_CASE("check takes a scenario with calls and hints, run and test refuse it", "[call]")
{
    scratch_folder const folder;
    auto const file = folder.file("calls.json", calling);
    auto const check = call({"check", file});
    CHECK(check.code == 0);
    CHECK(check.err == "hint: " + file + reason);
    CHECK_THAT(call({"check", "--json", file}).out, Contains("only a live run calls"));
    auto const run = call({"run", file, "--summary", "json"});
    CHECK(run.code == 2);
    CHECK(run.out.empty());
    CHECK(run.err == "drydock: " + file + reason);
    CHECK(call({"test", file}).code == 2);
}

TEST_CASE("a call of another server is one line, with what it heard", "[call][timeline]")
{
    test::scripted_transport::record record;
    record.hears = {sim::heard_answer(204, ""),
                    {.reason = model::outcome_kind::refused, .detail = "nobody\x1b there"}};
    auto const what = test::loaded(calling);
    std::ostringstream out;
    tools::timeline told{what, out, tools::painter{false}, {}};
    sim::run(what, {&told}, test::telling(record));
    told.finish();
    CHECK_THAT(out.str(),
               EndsWith("00:00:00  POST http://localhost:3000/_reset: 204\n"
                        "01:00:00  GET http://localhost:3000/orders/1: refused, nobody  there\n"));
    // One that hears nothing more ends the run, and is a line all the same.
    record.hears.resize(1);
    std::ostringstream cut;
    tools::timeline half{what, cut, tools::painter{false}, {}};
    sim::run(what, {&half}, test::telling(record));
    half.finish();
    CHECK_THAT(cut.str(), EndsWith("01:00:00  GET http://localhost:3000/orders/1\n"));
}
