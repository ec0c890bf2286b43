// Calls of a scenario to servers that are not the service.
#include "sim/outside_call.hpp"

#include "sim/recorded.hpp"
#include "sim/runner.hpp"
#include "tests/support/journal_lines.hpp"
#include "tests/support/loaded.hpp"
#include "tests/support/scripted_transport.hpp"

#include <catch2/catch.hpp>

using namespace drydock;
using namespace drydock::test;

namespace {

std::string calling(std::string const& members, std::string const& beside = {})
{
    return file_with(R"("timeline": [{"at": "1h", "request": {)" + members + "}" + beside + "}]");
}

constexpr auto get = R"("method": "GET", "url": "http://localhost:3000/orders/1")";

/// The complaints of a run whose calls hear this.
std::string heard(std::string const& file, std::vector<sim::heard_call> hears,
                  journal_lines* lines = nullptr)
{
    scripted_transport::record record;
    record.hears = std::move(hears);
    std::vector<sim::subscriber*> observers;
    if (lines != nullptr) observers.push_back(lines);
    return sim::run(loaded(file), observers, telling(record)).complaints();
}

std::string expecting(std::string const& expect, sim::heard_call const& answer)
{
    auto const all = heard(calling(get, R"(, "expect": )" + expect), {answer});
    auto const end = all.find(" (event 2)");
    auto const begin = std::string{"timeline/0 request: GET http://localhost:3000/orders/1: "};
    if (all.empty()) return {};
    CHECK(all.starts_with(begin));
    REQUIRE(end != std::string::npos);
    return all.substr(begin.size(), end - begin.size());
}

} // namespace

TEST_CASE("what is called and what is heard is journaled at one instant", "[call]")
{
    auto const file = file_with(R"("webhooks": [{"event": "track", "url": "https://shop.test/h"}],
        "timeline": [
          {"at": "1h", "repeat": {"every": "1h", "times": 2}, "request": {"method": "POST",
           "url": "http://localhost:3000/_reset?n={n}", "headers": {"X-Key": "k{n}"},
           "body": {"n": "{n}"}}},
          {"at": "1h", "track": {"shipment": "se-1", "status": "IT"}},
          {"at": "3h", "request": {"method": "GET", "url": "http://localhost:3000/"}}],
        "expect": [
          {"journal": {"type": "call_sent", "method": "POST", "headers": {"X-Key": "k2"}},
           "count": 1, "at": ["2h"]},
          {"journal": {"type": "call_answered", "status": 200, "body": {"done": true}}, "count": 1},
          {"journal": {"type": "call_answered", "cut": true, "call": 2}, "count": 1},
          {"journal": {"type": "call_answered", "reason": "refused", "detail": "nobody there"},
           "count": 1}])");
    scripted_transport::record record;
    record.hears = {sim::heard_answer(200, "{ \"done\": true }"),
                    sim::heard_answer(503, "<html>", true),
                    {.reason = model::outcome_kind::refused, .detail = "nobody there"}};
    record.tells[1].seen.outcome = model::attempt_outcome::http(200);
    journal_lines lines;
    auto const result = sim::run(loaded(file), {&lines}, telling(record));
    CHECK(result.complaints().empty());
    CHECK(record.calls == std::vector<std::string>{
                              R"(POST http://localhost:3000/_reset?n=1 {"X-Key":"k1"} {"n":"1"})",
                              R"(POST http://localhost:3000/_reset?n=2 {"X-Key":"k2"} {"n":"2"})",
                              R"(GET http://localhost:3000/  )"});
    CHECK(lines.all[1] == R"({"seq":2,"at":"2019-09-07T01:00:00Z","type":"call_sent","cause":0,)"
                          R"("call":1,"method":"POST","url":"http://localhost:3000/_reset?n=1",)"
                          R"("headers":{"X-Key":"k1"},"body":{"n":"1"}})");
    CHECK(lines.all[2] == R"({"seq":3,"at":"2019-09-07T01:00:00Z","type":"call_answered",)"
                          R"("cause":2,"call":1,"status":200,"body":{"done":true}})");
    CHECK(lines.count(R"("call":2,"status":503,"body":"<html>","cut":true})") == 1);
    CHECK(lines.all.back().find(R"("call":3,"reason":"refused","detail":"nobody there"})") !=
          std::string::npos);
}

TEST_CASE("an answer from outside is judged by its status and a part of its body", "[call]")
{
    auto const json = sim::heard_answer(200, R"({"status": "IT", "count": 2})");
    CHECK(expecting(R"({"status": 200, "body": {"status": "IT"}})", json).empty());
    CHECK(expecting(R"({"status": 404})", json) ==
          R"(expected status 404; found 200: {"status":"IT","count":2})");
    CHECK(expecting(R"({"body": {"status": "DE"}})", json) ==
          R"(body: /status: expected "DE"; found "IT")");
    CHECK(expecting(R"({"body": {}})", sim::heard_answer(204, "")) ==
          "expected a body; found none with 204");
    CHECK(expecting(R"({"body": "pong"})", sim::heard_answer(200, "pong")).empty());
    CHECK(expecting(R"({"body": {}})", sim::heard_answer(200, "<html>")) ==
          "expected a body of JSON; found none: <html>");
    CHECK(
        expecting(R"({"body": {}})", {.reason = model::outcome_kind::reset, .detail = "closed"}) ==
        "expected an answer; found reset: closed");
    auto const large = sim::heard_answer(200, "[" + std::string(20'000, '1') + "]");
    CHECK(expecting(R"({"body": []})", large)
              .starts_with("expected a body of JSON; found one that is too long: [111"));
}

TEST_CASE("a call that hears nothing until the run ends is not answered", "[call]")
{
    CHECK(heard(calling(get, R"(, "expect": {"status": 200})"), {}) ==
          "timeline/0 request: GET http://localhost:3000/orders/1: expected an answer; the run "
          "ended before");
}

TEST_CASE("of an answer the journal keeps what it can hold", "[call]")
{
    CHECK(sim::heard_answer(200, "{ \"a\" : [ 1.50 ] }").body == R"({"a":[1.50]})");
    CHECK(sim::heard_answer(200, "caf\xE9").body == "caf\xEF\xBF\xBD");
    auto const full = sim::heard_answer(200, std::string(sim::longest_kept_body, 'a'));
    CHECK(full.body.size() == sim::longest_kept_body);
    CHECK_FALSE(full.is_cut);
    auto const more = sim::heard_answer(200, std::string(sim::longest_kept_body + 1, 'a'));
    CHECK(more.body == full.body);
    CHECK(more.is_cut);
    // White space does not count.
    CHECK_FALSE(sim::heard_answer(200, std::string(sim::longest_kept_body, ' ') + "[]").is_cut);
}

TEST_CASE("a transport that is not live refuses such a scenario, and says where it calls", "[call]")
{
    auto const what = loaded(calling(get));
    auto const why = sim::live_only(what);
    CHECK(why.find(": only a live run calls http://localhost:3000/orders/1: --endpoint URL, or "
                   "--transport live") != std::string::npos);
    journal_lines lines;
    auto const result = sim::run(what, {&lines});
    CHECK(result.failure == why);
    CHECK_FALSE(result.held());
    CHECK(lines.all.empty());
    CHECK(sim::live_only(loaded(file_with(R"("timeline": [{"at": "0s", "request":
        {"method": "GET", "path": "/v1/tracking"}}])")))
              .empty());
}

TEST_CASE("a recorded run hears the same without the server, with what was asked meanwhile",
          "[call]")
{
    auto const file = file_with(R"("webhooks": [{"event": "track", "url": "https://shop.test/h"}],
        "timeline": [
          {"at": "1h", "track": {"shipment": "se-1", "status": "IT"}},
          {"at": "1h", "repeat": {"every": "1h", "times": 2}, "request": {"method": "GET",
           "url": "http://localhost:3000/{n}"}, "expect": {"body": {"n": 1}}}])");
    scripted_transport::record record;
    record.hears = {sim::heard_answer(200, R"({"n": 1})"),
                    {.reason = model::outcome_kind::timeout, .detail = "10s"}};
    record.asks_in_call = {"/v1/environment/webhooks", "/v1/nowhere"};
    record.asks = {"/v1/tracking"};
    record.tells[1].seen.outcome = model::attempt_outcome::http(200);
    sim::recorded_inputs inputs;
    journal_lines first, again, other;
    auto const told = sim::run(loaded(file), {&inputs, &first}, telling(record));
    CHECK(first.count("from_outside") == 3);
    CHECK(first.count("call_answered") == 2);
    CHECK(told.complaints().find("occurrence 2: expected an answer; found timeout: 10s") !=
          std::string::npos);

    auto const replay = [&](sim::replay_of how, journal_lines& lines) {
        return sim::run(loaded(file), {&lines}, [&](sim::scenario const&, sim::event_queue& queue) {
            return make_recorded(queue, inputs, how);
        });
    };
    auto const same = replay(sim::replay_of::same_policy, again);
    CHECK(again.all == first.all);
    CHECK(same.digest == told.digest);
    CHECK(same.complaints() == told.complaints());
    // Under another policy requests come in at their time, and calls hear what they heard.
    replay(sim::replay_of::another_policy, other);
    CHECK(other.count(R"("call":1,"status":200,"body":{"n":1}})") == 1);
    CHECK(other.count("from_outside") == 3);
}
