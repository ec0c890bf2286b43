#include "tests/support/given.hpp"

#include <catch2/catch.hpp>

#include <cstring>

using namespace drydock::model;
using namespace std::chrono_literals;
using drydock::tests::at;
using drydock::tests::world;

namespace {

void add_requests(world& w)
{
    auto const target = w.text("/v1/environment/webhooks?x=%20");
    w.given(
        request_received{{1}, target, w.text(R"({"event":"rate"})"), verb::POST, key_state::valid});
    w.given(webhook_created{{4},
                            {},
                            w.text("https://d.test"),
                            webhook_event::rate,
                            {},
                            w.text(R"({"name":"n","store_id":5})")},
            28);
    w.given(request_answered{{1}, {}, 0x1d, 200}, 28);
    w.given(webhook_updated{{4}, w.text("https://e.test"), w.text(R"({"name":"m"})")}, 28);
    for (auto const* const body : {"", "null", R"("text")", "not {json", "[1, 2]", "[1,\n2]"}) {
        request_number const number{w.state.request_count + 1};
        w.given(request_received{number, target, w.text(body), verb::PUT, key_state::wrong});
        w.given(request_answered{number, w.text("unauthorized"), UINT64_MAX, 401}, 1);
    }
}

/// What only a live run journals.
void add_live(world& w)
{
    auto const after = w.events.size();
    auto const rule = answerer::rule;
    auto const endpoint = answerer::endpoint;
    w.given(delivery_requested{{6}, {3}, batch_number{1}}, 31);
    w.given(attempt_started{{6}, {1}}, after + 1);
    w.given(attempt_failed{{6}, {1}, attempt_outcome::http(429), endpoint, 1, w.text("slow"), 120},
            after + 2);
    w.given(retry_scheduled{{6}, {2}, 0, at(2h)}, after + 3);
    w.given(attempt_started{{6}, {2}}, after + 4);
    w.given(effect_skipped{{6}, {2}, skip_reason::no_effect, scan_status::AC}, after + 5);
    w.given(effect_applied{{6}, {2}, scan_status::DE}, after + 5);
    w.given(attempt_failed{{6}, {2}, attempt_outcome::http(503), rule}, after + 5);
    w.given(retry_scheduled{{6}, {3}, 0, at(4h)}, after + 8);
    w.given(attempt_started{{6}, {3}}, after + 9);
    w.given(delivery_succeeded{{6}, {3}, 200, endpoint}, after + 10);
    w.given(request_received{
        {w.state.request_count + 1}, w.text("/v1/tracking"), {}, verb::GET, key_state::valid, 1});
    auto const url = w.text("http://localhost:3000/orders?a=b");
    w.given(call_sent{{1}, url, {}, {}, verb::GET});
    w.given(call_answered{{1}, w.text(R"({"status":null})"), {}, 200}, after + 13);
    w.given(call_sent{{2}, url, w.text(R"({"X-Key":"a"})"), w.text("not {json"), verb::DELETE});
    w.given(call_answered{{2}, {}, w.text("no such host"), 0, outcome_kind::dns}, after + 15);
    w.given(call_sent{{3}, url, {}, w.text(R"({"a":1})"), verb::POST});
    w.given(call_answered{{3}, w.text("<html>"), {}, 503, {}, 1}, after + 17);
}

void add_limits(world& w)
{
    w.given(delivery_requested{{7}, {3}, batch_number{1}, {4}}, 31);
    w.given(attempt_deferred{{7}, {1}, 0, at(3h)}, w.events.size());
    w.given(attempt_deferred{{7}, {1}}, w.events.size());
    w.given(webhook_disabled{{3}, 0, at(4h)});
    w.given(webhook_enabled{{3}, 1}, w.events.size());
}

/// What only a served world journals.
void add_served(world& w)
{
    w.given(tracking_stopped{{1}});
    w.given(tracking_started{{1}});
    w.given(base_url_changed{w.text("http://127.0.0.1:8787")});
    w.given(clock_mode_changed{w.text("60x")});
    w.given(shipment_created{{3}, {8, {}}, {}});
    w.given(label_created{{3}, w.text(R"({"label_id":"se-600000001"})")});
    w.given(endpoint_changed{{}, w.text(R"({"https://a.test":{"outages":[{"until":"3h"}]}})")});
    w.given(endpoint_changed{w.text("orders"), w.text(R"({"rules":[]})")});
    w.given(timeline_added{w.text(R"([{"at":"0s"}])"), 1});
    w.given(clock_advanced{at(0s)}, 0, 5h);
    w.given(clock_advanced{at(5h)}, 0, 5h);
    auto const head = w.text(R"({"method":"POST","target":"/bin/orders","headers":[["A","b"]]})");
    request_captured taken{{1}, w.text("orders"), head, w.text("{ \"a\": 1 }")};
    taken.status = 200;
    w.given(taken);
    taken = {{2}, w.text("orders"), head, w.text("/w=="), outcome_kind::reset, 1, 0, 3, 1};
    w.given(taken);
}

/// One event of every type.
world one_of_each()
{
    world w;
    w.given(webhook_created{{1}, {}, w.text("https://shop.test/a\"b"), webhook_event::track});
    auto const id = w.text("hook-\xc3\xa9");
    w.given(webhook_created{{2}, {0, id}, w.text("https://b.test"), webhook_event::batch});
    w.given(shipment_created{{1}, {7, {}}, {}}, 0, 1s);
    auto const name = w.text("parcel \n1");
    w.given(shipment_created{{2}, {0, name}, w.text(R"({"carrier_code":"ups","x":40.0})"), 1, 1});
    w.given(shipment_scanned{{1}, {}, at(1h), scan_status::IT}, 0, 1h);
    w.given(shipment_scanned{{2}, w.text(R"({"signer":"A"})"), at(30min), scan_status::EX}, 0, 1h);
    w.given(delivery_requested{{1}, {1}, {1}}, 5);
    w.given(event_unsubscribed{2, webhook_event::track}, 6);
    w.given(attempt_started{{1}, {1}}, 7);
    w.given(attempt_failed{{1}, {1}, attempt_outcome::http(503)}, 9);
    w.given(retry_scheduled{{1}, {2}, 0, at(2h + 1us)}, 10);
    w.given(attempt_started{{1}, {2}}, 11);
    w.given(effect_skipped{{1}, {2}, skip_reason::stale}, 12);
    w.given(effect_applied{{1}, {2}}, 12);
    w.given(delivery_succeeded{{1}, {2}, 200}, 12);
    w.given(webhook_updated{{1}, w.text("https://c.test")});
    w.given(webhook_disabled{{1}});
    w.given(webhook_enabled{{1}});
    w.given(delivery_requested{{2}, {1}, {1}}, 5);
    w.given(attempt_started{{2}, {1}}, 19);
    w.given(attempt_failed{{2}, {1}, attempt_outcome::of(outcome_kind::timeout)}, 20);
    w.given(delivery_discarded{{2}, {1}, discard_reason::too_old}, 21);
    w.given(delivery_requested{{3}, {1}, {1}}, 5);
    w.given(attempt_started{{3}, {1}}, 23);
    w.given(attempt_failed{{3}, {1}, attempt_outcome::of(outcome_kind::reset)}, 24);
    w.given(webhook_deleted{{1}});
    w.given(delivery_cancelled{{3}}, 26);
    w.given(webhook_created{{3}, {}, w.text("https://b.test"), webhook_event::batch});
    w.given(batch_created{{1}, {1013119, {}}, w.text(R"({"batch_notes":"a"})")});
    w.given(batch_status_changed{{1}, w.text(R"({"count":2})"), {}, batch_status::queued});
    w.given(
        batch_status_changed{{1}, {}, w.text(R"({"remove":["/data"]})"), batch_status::completed});
    w.given(delivery_requested{{4}, {3}, batch_number{1}}, 31);
    w.given(rates_updated{{1}, w.text(R"({"rates":[]})"), {}});
    w.given(event_unsubscribed{1, webhook_event::rate}, 33);
    w.given(carrier_connected{{1}, {1234, {}}, w.text(R"({"nickname":"x"})"), {}});
    w.given(carrier_connected{{1}, {1234, {}}, {}, w.text(R"({"body":"}{\""})")});
    w.given(event_unsubscribed{1, webhook_event::carrier_connected}, 36);
    w.given(report_completed{{1}, {0, w.text("report a")}, w.text(R"({"report_type":"x"})"), {}});
    w.given(order_source_refresh_started{{1}, {0, w.text("4e4a-b")}, {}});
    w.given(sales_orders_imported{{1}, w.text(R"([{"a":40.0},{"b":[]}])"), 2, {}}, 39);
    w.given(order_source_refresh_completed{{1}, w.text(R"({"override":{"/a":1.50}})")}, 39);
    w.given(order_source_refresh_started{{1}, {0, w.text("4e4a-b")}, w.text(R"({"active":true})")});
    w.given(order_source_refresh_failed{{1}}, 42);
    w.given(delivery_requested{{5}, {3}, batch_number{1}, {4}}, 31);
    w.given(shipment_scanned{
        {1}, {}, at(1h), scan_status::SP, {}, w.text(R"({"remove":["/data/events"]})")});
    add_requests(w);
    add_live(w);
    add_limits(w);
    add_served(w);
    return w;
}

} // namespace

TEST_CASE("every type of event goes to JSON and back without loss", "[event_json]")
{
    auto const w = one_of_each();
    std::vector<bool> seen(256);
    event_json_reader reader;
    text_table texts;
    auto const lines = w.lines_from(0);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto const parsed = reader.parse(lines[i], texts);
        INFO(lines[i]);
        if (auto const* const problem = std::get_if<std::string>(&parsed)) FAIL(*problem);
        auto const& event = std::get<drydock::model::event>(parsed);
        seen[static_cast<std::size_t>(event.type)] = true;
        CHECK(std::memcmp(&event, &w.events[i], sizeof event) == 0);
    }
    for (auto const type : event_types())
        CHECK(seen[static_cast<std::size_t>(type)]);
    REQUIRE(texts.size() == w.texts.size());
    for (std::uint32_t i = 1; i <= texts.size(); ++i) {
        CHECK(texts[{i}] == w.texts[{i}]);
        CHECK(texts.first_use({i}) == w.texts.first_use({i}));
    }
}

TEST_CASE("a journal line that is not as written is refused with what was expected", "[event_json]")
{
    auto const problem = [](std::string const& line) {
        event_json_reader reader;
        text_table texts;
        auto const parsed = reader.parse(line, texts);
        auto const* const text = std::get_if<std::string>(&parsed);
        return text == nullptr ? std::string{} : *text;
    };
    std::string const good =
        R"({"seq":1,"at":"2019-09-07T00:00:00Z","type":"shipment_created","cause":0,"shipment":"se-1"})";
    auto const with = [&](std::string const& from, std::string const& to) {
        auto line = good;
        return line.replace(line.find(from), from.size(), to);
    };
    CHECK(problem(good).empty());
    CHECK(problem("{").find("not JSON") == 0);
    CHECK(problem("[]") == "expected a JSON object");
    CHECK(problem(with("\"seq\":1", "\"seq\":2")) == "expected \"seq\" 1");
    CHECK(problem(with("\"cause\":0", "\"cause\":5")).find("\"cause\"") != std::string::npos);
    CHECK(problem(with("shipment_created", "shipment_made")).find("known event type") !=
          std::string::npos);
    CHECK(problem(with("}", ",\"extra\":1}")) == "an unknown or repeated member");
    CHECK(problem(with("}", ",\"shipment\":\"se-1\"}")) == "an unknown or repeated member");
    CHECK(problem(with(",\"shipment\":\"se-1\"", "")).find("as \"shipment\"") != std::string::npos);
    CHECK(problem(with("2019-09-07T00:00:00Z", "yesterday")).find("RFC 3339") != std::string::npos);
    CHECK(problem(with("shipment_created", "shipment_scanned")).find("named before") !=
          std::string::npos);
}
