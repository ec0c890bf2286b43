#include "sim/world/world.hpp"

#include "model/json/json_text.hpp"
#include "tests/sim/world/played.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

using namespace drydock;
using namespace drydock::test;
using namespace std::chrono_literals;
using model::event_type;

TEST_CASE("a world is taken up from every whole prefix of its journal, and ends the same",
          "[world]")
{
    played first{std::vector<std::uint16_t>(60, 500)};
    live(first);
    auto const all = std::span<model::event const>{first.journal.events};
    REQUIRE(all.size() > 80);
    CHECK(first.count(event_type::delivery_discarded) >= 1);
    CHECK(first.count(event_type::request_captured) == 2);

    played again;
    auto& world = again.begin();
    CHECK(world.resume(all, first.made->texts()) == "");
    world.flush();
    CHECK(again.script.sent == 0);
    REQUIRE(again.journal.events.size() == all.size());
    CHECK(std::memcmp(again.journal.events.data(), all.data(), all.size_bytes()) == 0);
    CHECK(world.now() == first.made->now());
    CHECK(world.plan().base_url == "http://127.0.0.1:1234");
    CHECK(world.clock_mode() == "60x");
    CHECK(world.state().labels.size() == 2);
    REQUIRE(first.whole.size() > 30);
    for (auto const length : first.whole) {
        INFO("after " << length << " events");
        played part;
        CHECK(part.begin().resume(all.first(length), first.made->texts()) == "");
    }
    // What is to come comes alike.
    again.advance(1000h);
    first.advance(1000h);
    CHECK(again.count(event_type::shipment_scanned) == first.count(event_type::shipment_scanned));
}

TEST_CASE("an attempt that was in flight when the journal ended is interrupted, and counts",
          "[world]")
{
    played first;
    first.script.is_silent = true;
    auto& world = first.begin();
    world.start();
    while (world.step(world.now() + 1h)) {
    }
    world.flush();
    REQUIRE(first.count(event_type::attempt_started) >= 1);
    played again;
    CHECK(again.begin().resume(first.journal.events, world.texts()) == "");
    again.made->flush();
    auto const failed =
        std::ranges::find(again.journal.events, event_type::attempt_failed, &model::event::type);
    REQUIRE(failed != again.journal.events.end());
    CHECK(failed->as<model::attempt_failed>().reason.kind == model::outcome_kind::interrupted);
    again.advance(3h);
    CHECK(again.count(event_type::delivery_succeeded) >= 1);
}

TEST_CASE("a journal that this program would not have written is told where", "[world]")
{
    played first;
    live(first);
    auto events = first.journal.events;
    auto const change = [&](event_type type, auto&& how) {
        auto changed = events;
        auto const found = std::ranges::find(changed, type, &model::event::type);
        REQUIRE(found != changed.end());
        how(*found);
        played again;
        auto const why = again.begin().resume(changed, first.made->texts());
        CHECK(why.starts_with("event "));
        return why;
    };
    CHECK(change(event_type::shipment_scanned, [](model::event& e) { e.at += 1us; }) != "");
    CHECK(change(event_type::clock_advanced, [](model::event& e) { e.at += 1h; }) != "");
    CHECK(change(event_type::delivery_succeeded, [](model::event& e) {
              e.body[0] = std::byte{9};
          }).find("its delivery") != std::string::npos);
}

TEST_CASE("what comes in later is read like a file, and told what is wrong with it", "[world]")
{
    played p;
    auto& world = p.begin();
    world.start();
    CHECK(world.add_timeline("nonsense") != "");
    CHECK(world.add_timeline("7") == "expected an array of entries");
    CHECK(world.add_timeline(R"([{"at": "1h", "trak": {}}])").find("track") != std::string::npos);
    CHECK(world.add_timeline(R"([{"at": "1h", "request": {"method": "GET",
                                                         "url": "http://a.test"}}])") != "");
    CHECK(world.set_endpoints(R"({"https://a.test": {"ruls": []}})") != "");
    CHECK(world.set_bin_rules("b", R"({"ruls": []})") != "");
    CHECK(world.last_event().value == 1);
    CHECK(world.add_timeline(R"({"at": "0s", "webhook": {"event": "track", "enabled": false}})") ==
          "");
    while (world.step(world.now())) {
    }
    CHECK(p.count(event_type::webhook_disabled) == 1);
    // A shipment twice, a refresh during a refresh, a move that is none: refused when they are due.
    CHECK(world.add_timeline(R"([{"at": "0s", "ship": {"shipment": "x"}}])") == "");
    CHECK(world.add_timeline(R"([{"at": "0s", "ship": {"shipment": "x"}}])") == "");
    while (world.step(world.now())) {
    }
    auto const refused = world.take_refused();
    REQUIRE(refused.size() == 1);
    CHECK(refused[0].why == model::error::shipment_exists);
    CHECK(world.take_refused().empty());
}

TEST_CASE("what comes in later may name what has been there, or will be", "[world]")
{
    played p;
    auto& world = p.begin();
    world.start();
    CHECK(world.set_endpoints(R"({"https://shop.test": {"rules": [{"event": "batch",
              "subject": "se-1000001", "attempt": 9, "respond": 500}]}})") == "");
    CHECK(world.set_bin_rules("b", R"({"rules": [{"event": "track", "subject": "se-1",
              "respond": 500}]})") == "");
    CHECK(world.add_timeline(R"({"at": "1h", "resend": {"subject": "se-1"}})") == "");
    CHECK(world.set_endpoints(R"({"https://shop.test": {"rules": [{"event": "batch",
              "status": "IT", "respond": 500}]}})") != "");
}

TEST_CASE("the labels of a batch are made one after the other, and live on", "[world]")
{
    played p;
    auto& world = p.begin();
    world.start();
    p.advance(1h);
    auto const one = make_shipment(p, parcel), bare = make_shipment(p, "{}"),
               other = make_shipment(p, parcel);
    p.call(model::verb::POST, "/v1/batches",
           fmt::format(R"({{"shipment_ids":[{},{},{},{}]}})", one, bare, other, one));
    p.call(model::verb::POST, "/v1/batches/se-1000001/process/labels", "{}");
    auto const shown = [&](std::string_view part) {
        return p.call(model::verb::GET, "/v1/batches/se-1000001").find(part) != std::string::npos;
    };
    p.advance(5s);
    CHECK(world.state().labels.empty());
    p.advance(2s);
    CHECK(world.state().labels.size() == 1);
    CHECK(shown(R"("errors":0,"warnings":0,"completed":1,"forms":0,"count":1)"));
    p.advance(5s);
    CHECK(world.state().labels.size() == 2);
    CHECK(world.state().batches[0].status == model::batch_status::processing);
    p.advance(1s);
    CHECK(shown(R"("errors":2,"warnings":0,"completed":2,"forms":0,"count":4)"));
    CHECK(shown(R"("status":"completed_with_errors")"));
    CHECK(p.call(model::verb::GET, "/v1/labels?batch_id=se-1000001").find(R"("total":2)") !=
          std::string::npos);
    CHECK(p.call(model::verb::GET, "/v1/batches/se-1000001/errors")
              .find("Shipment " + model::decode_json_string(one) + " has a label.") !=
          std::string::npos);
    // Both are tracked from then on.
    p.advance(1000h);
    for (auto const* const id : {"se-600000001", "se-600000002"})
        CHECK(p.call(model::verb::GET, "/v1/labels/" + std::string{id} + "/track")
                  .find(R"("status_code":"UN")") == std::string::npos);
    world.flush();
    // What made a label is that its batch began to be processed.
    std::vector<model::event> made;
    std::ranges::copy_if(p.journal.events, std::back_inserter(made),
                         [](auto const& e) { return e.type == event_type::label_created; });
    REQUIRE(made.size() == 2);
    auto const& cause = p.journal.events[made[1].cause.value - 1];
    CHECK(cause.type == event_type::batch_status_changed);
    CHECK(cause.at == made[0].at - 2s);
}

TEST_CASE("a batch that the timeline takes away gets no more labels", "[world]")
{
    played p;
    auto& world = p.begin();
    world.start();
    p.advance(1h);
    p.call(model::verb::POST, "/v1/batches",
           fmt::format(R"({{"shipment_ids":[{}]}})", make_shipment(p, parcel)));
    p.call(model::verb::POST, "/v1/batches/se-1000001/process/labels", "{}");
    CHECK(world.add_timeline(R"({"at": "6s", "batch": {"batch": "se-1000001",
              "status": "invalid"}})") == "");
    p.advance(1h);
    CHECK(world.state().labels.empty());
    CHECK(world.state().batches[0].status == model::batch_status::invalid);
}

TEST_CASE("what a request begins goes on in time", "[world]")
{
    played p;
    auto& world = p.begin();
    world.start();
    p.call(model::verb::POST, "/v1/batches", R"({"shipment_ids":["se-77"]})");
    p.call(model::verb::POST, "/v1/batches/se-1000001/process/labels", "{}");
    auto const& batch = world.state().batches[0];
    CHECK(batch.status == model::batch_status::queued);
    p.advance(5s);
    CHECK(batch.status == model::batch_status::processing);
    p.advance(2s);
    CHECK(batch.status == model::batch_status::completed_with_errors);
}

TEST_CASE("a bin is known to refuse while an outage stands, and when that changes", "[world]")
{
    played p;
    auto& world = p.begin();
    world.start();
    auto const start = world.now();
    CHECK(!world.is_bin_refusing("b", start));
    CHECK(!world.next_outage_edge("b", start));
    CHECK(world.set_bin_rules("b", R"({"outages": [{"from": "1h", "until": "2h"},
              {"from": "90m", "until": "4h", "as": 503}, {"from": "3h", "until": "5h"}]})") == "");
    auto const refuses = [&](model::duration at) { return world.is_bin_refusing("b", start + at); };
    CHECK(!refuses(1h - 1us));
    CHECK(refuses(1h));
    CHECK(refuses(90min)); // the first of those that stand
    CHECK(!refuses(2h));
    CHECK(!refuses(3h));
    CHECK(refuses(4h));
    CHECK(!refuses(5h));
    CHECK(world.next_outage_edge("b", start) == start + 1h);
    CHECK(world.next_outage_edge("b", start + 1h) == start + 90min);
    CHECK(!world.next_outage_edge("b", start + 5h));
    CHECK(!world.is_bin_refusing("c", start + 1h));
}

TEST_CASE("whether a bin refuses next can be asked, and does not count", "[world]")
{
    played p;
    auto& world = p.begin();
    world.start();
    CHECK(!world.refuses_next("b"));
    CHECK(world.set_bin_rules("b", R"({"rules": [{"times": 1, "fail": "refused"},
              {"times": 1, "fail": "reset"}, {"chance": 0.5, "fail": "tls"}]})") == "");
    for (int i = 0; i < 3; ++i)
        CHECK(world.refuses_next("b"));
    CHECK(!world.refuses_next("c"));
    CHECK(world.capture({.bin = "b", .head = "{}", .body = {}}).what.fails ==
          sim::failure::refused);
    CHECK(!world.refuses_next("b")); // a reset is no refusal
    world.capture({.bin = "b", .head = "{}", .body = {}});
    for (int i = 0; i < 20; ++i) {
        bool const refuses = world.refuses_next("b");
        CHECK(world.capture({.bin = "b", .head = "{}", .body = {}}).what.fails.has_value() ==
              refuses);
    }
}
