#include "model/entity/carrier.hpp"
#include "model/entity/order_source.hpp"
#include "model/json/json_text.hpp"
#include "tests/support/api.hpp"

#include <set>

using namespace drydock::model;
using namespace std::chrono_literals;
using drydock::tests::at;
using drydock::tests::called_world;
using drydock::tests::error_in;
using drydock::tests::has;

namespace {

} // namespace

TEST_CASE("an unknown number that is tracked becomes a shipment, a known one stays", "[api]")
{
    called_world w;
    auto const target = "/v1/tracking/start?carrier_code=ups&tracking_number=1Z01";
    auto const made = w.post(target, {});
    CHECK(made.status == 204);
    REQUIRE(made.lines.size() == 1);
    CHECK(has(made.lines[0], R"("type":"shipment_created","cause":1,"shipment":"se-500000001",)"
                             R"("fields":{"carrier_code":"ups","tracking_number":"1Z01"}})"));
    CHECK(w.post(target, {}).lines.empty());
    CHECK(w.post("/v1/tracking/start?carrier_code=fedex&tracking_number=1Z01", {}).lines.size() ==
          1);
    CHECK(w.post("/v1/tracking/start?carrier_code=ups", {}).status == 400);
    CHECK(w.get("/v1/labels/se-500000001/track").status == 200);
}

TEST_CASE("tracking that is stopped tells nothing until it is started again", "[api]")
{
    called_world w;
    w.post("/v1/environment/webhooks", R"({"url":"https://a.test","event":"track"})");
    w.post("/v1/tracking/start?carrier_code=ups&tracking_number=1Z01", {});
    auto const stop = "/v1/tracking/stop?carrier_code=ups&tracking_number=1Z01";
    CHECK(has(w.post(stop, {}).lines.at(0), R"("type":"tracking_stopped")"));
    CHECK(w.post(stop, {}).lines.empty());
    CHECK(w.when(scan_shipment{{1}, scan_status::AC, at(0s)}, at(0s)).lines.size() == 1);
    auto const start = "/v1/tracking/start?carrier_code=ups&tracking_number=1Z01";
    CHECK(has(w.post(start, {}).lines.at(0), R"("type":"tracking_started")"));
    CHECK(w.when(scan_shipment{{1}, scan_status::IT, at(0s)}, at(0s)).lines.size() == 2);
    auto const unknown = w.post("/v1/tracking/stop?carrier_code=ups&tracking_number=2", {});
    CHECK(unknown.status == 404);
    CHECK(has(error_in(unknown), "Tracking number 2 was not found."));
}

TEST_CASE("the last two digits of a number ask for a story", "[api]")
{
    CHECK(agreed_story("1Z01") == story::delivered);
    CHECK(agreed_story("1Z02") == story::attempted);
    CHECK(agreed_story("03") == story::exception);
    CHECK(agreed_story("1Z04") == story::lost);
    CHECK(agreed_story("1Z05") == story::unordered);
    for (auto const* const other : {"1Z00", "1Z06", "1Z11", "1", "", "1Z0x"})
        CHECK(!agreed_story(other));
}

TEST_CASE("a batch is made open, is queued once, and then is not to be changed", "[api]")
{
    called_world w;
    auto const made = w.post("/v1/batches", R"({"shipment_ids":["se-1"],"batch_notes":"a"})");
    CHECK(made.status == 200);
    CHECK(has(made.body, R"("batch_id":"se-1000001","external_batch_id":null,"batch_notes":"a")"));
    CHECK(has(made.body, R"("label_layout":null)"));
    CHECK(has(made.body, R"("status":"open")"));
    CHECK(w.get("/v1/batches/se-1000001").body == made.body);
    auto const process = "/v1/batches/se-1000001/process/labels";
    CHECK(has(error_in(w.post(process, R"({"label_layout":"5x7"})")),
              "label_layout must be one of 4x6, letter, A4, A6."));
    auto const queued = w.post(process, R"({"label_layout":"A4"})");
    CHECK(queued.status == 204);
    CHECK(queued.lines.size() == 1);
    CHECK(has(w.get("/v1/batches/se-1000001").body, R"("label_layout":"A4","label_format":"pdf")"));
    auto const again = w.post(process, "{}");
    CHECK(again.status == 400);
    CHECK(has(error_in(again), "Batch se-1000001 is queued."));
    CHECK(w.post("/v1/batches/se-9/process/labels", "{}").status == 404);
    auto const at_once =
        w.post("/v1/batches", R"({"process_labels":{"create_batch_and_process_labels":true}})");
    CHECK(has(at_once.body, R"("batch_id":"se-1000002")"));
    CHECK(has(at_once.body, R"("status":"queued")"));
    CHECK(w.get("/v1/batches/se-1000002").body == at_once.body);
    auto const later = w.post("/v1/batches", R"({"process_labels":{"label_format":"zpl",)"
                                             R"("ship_date":"2019-09-09"}})");
    CHECK(has(later.body, R"("label_layout":null,"label_format":"zpl")"));
    CHECK(has(later.body, R"("status":"open")"));
    CHECK(w.post("/v1/batches/se-1000003/process/labels", R"({"label_layout":"A6"})").status ==
          204);
    CHECK(has(w.get("/v1/batches/se-1000003").body, R"("label_layout":"A6","label_format":"zpl")"));
    CHECK(has(w.texts[w.state.batches[2].fields], R"("ship_date":"2019-09-09")"));
    w.post("/v1/batches", R"({"process_labels":{"label_format":"zpl"}})");
    w.post("/v1/batches/se-1000004/process/labels", R"({"label_format":"png"})");
    CHECK(
        has(w.get("/v1/batches/se-1000004").body, R"("label_layout":"4x6","label_format":"png")"));
    for (auto const* const bad : {"", "[]", R"({"shipment_ids":"se-1"})", R"({"ids":[]})",
                                  R"({"shipment_ids":[1]})", R"({"process_labels":[]})"})
        CHECK(w.post("/v1/batches", bad).status == 400);
}

TEST_CASE("rates are worked out for each service of each carrier", "[api]")
{
    called_world w;
    (void)w.when(connect_carrier{"se-1", R"({"carrier_code":"x","services":[)"
                                         R"({"service_code":"slow","name":"Slow"},)"
                                         R"({"service_code":"fast"}]})"},
                 at(0s));
    (void)w.when(connect_carrier{"se-2", R"({"carrier_code":"y"})"}, at(0s));
    std::string const shipment = R"({"packages":[{"weight":{"value":1.5,"unit":"pound"}}]})";
    auto const ask = [&](std::string const& options) {
        return w.post("/v1/rates",
                      "{\"shipment\":" + shipment + ",\"rate_options\":" + options + '}');
    };
    auto const made = ask(R"({"carrier_ids":["se-1","se-2"]})");
    REQUIRE(made.status == 200);
    CHECK(made.lines.size() == 3); // the shipment, its rates, nobody who wants to know
    CHECK(has(made.body, R"("shipment_id":"se-500000001")"));
    CHECK(has(made.body, R"("total_weight":{"value":24.000,"unit":"ounce"})"));
    CHECK(has(made.body, R"("shipping_amount":{"currency":"usd","amount":6.15})")); // 4.95 + 24x5
    CHECK(has(made.body, R"("shipping_amount":{"currency":"usd","amount":9.89})")); // 8.45 + 24x6
    CHECK(has(made.body, R"("service_code":"y_standard")"));
    CHECK(has(w.get("/v1/shipments/se-500000001/rates").body, R"("service_code":"fast")"));
    auto const one = ask(R"({"carrier_ids":["se-1"],"service_codes":["fast"]})");
    CHECK(!has(one.body, "slow"));
    auto const known = w.post("/v1/rates", R"({"shipment_id":"se-500000001",)"
                                           R"("rate_options":{"carrier_ids":["se-2"]}})");
    CHECK(known.lines.size() == 2);
    CHECK(has(known.body, R"("value":24.000)"));
}

TEST_CASE("no two rates have the same id", "[api]")
{
    called_world w;
    std::string services;
    for (int i = 0; i < 11; ++i)
        services += (i == 0 ? "" : ",") + ("{\"service_code\":\"s" + std::to_string(i) + "\"}");
    (void)w.when(connect_carrier{"se-1", "{\"services\":[" + services + "]}"}, at(0s));
    std::set<std::string> ids;
    for (int i = 0; i < 25; ++i) {
        auto const made =
            w.post("/v1/rates", R"({"shipment":{},"rate_options":{"carrier_ids":["se-1"]}})");
        auto const rates = raw_member(raw_member(made.body, "rate_response"), "rates");
        for (auto const rate : split_items(rates))
            CHECK(ids.insert(std::string{raw_member(rate, "rate_id")}).second);
    }
    CHECK(ids.size() == 25 * 11);
}

TEST_CASE("whatever a client says that a shipment weighs, it has a price", "[api]")
{
    called_world w;
    (void)w.when(connect_carrier{"se-1", {}}, at(0s));
    auto const weighed = [&](std::string const& value, std::string_view unit) {
        auto const made =
            w.post("/v1/rates", R"({"shipment":{"packages":[{"weight":{"value":)" + value +
                                    R"(,"unit":")" + std::string{unit} + R"("}}]},)" +
                                    R"("rate_options":{"carrier_ids":["se-1"]}})");
        CHECK(made.status == 200);
        return std::string{raw_member(raw_member(made.body, "total_weight"), "value")};
    };
    CHECK(weighed("1", "kilogram") == "35.273");
    CHECK(weighed("1000", "gram") == "35.273");
    CHECK(weighed("1000000000", "kilogram") == "35273990722.940");
    CHECK(weighed("1000000000.999", "kilogram") == "35273990758.179");
    CHECK(weighed("1000000000", "pound") == "16000000000.000");
    for (auto const* const none : {"1000000001", "99999999999999999999", "-1", "-0.5", "1e9"})
        CHECK(weighed(none, "kilogram") == "0.000");
    auto const package = R"({"weight":{"value":1000000000,"unit":"kilogram"}})";
    CHECK(w.post("/v1/shipments",
                 R"({"shipments":[{"packages":[)" + std::string{package} + ',' + package + "]}]}")
              .status == 200);
}

TEST_CASE("rates that cannot be worked out are refused", "[api]")
{
    called_world w;
    (void)w.when(connect_carrier{"se-1", {}}, at(0s));
    auto const refused = [&](std::string_view body) {
        auto const given = w.post("/v1/rates", body);
        return std::to_string(given.status) + ' ' + given.error_code;
    };
    CHECK(refused(R"({"shipment":{},"rate_options":{"carrier_ids":["se-5"]}})") ==
          "400 unspecified");
    CHECK(refused(R"({"shipment_id":"se-9","rate_options":{"carrier_ids":["se-1"]}})") ==
          "404 unspecified");
    CHECK(refused(R"({"shipment":{}})") == "400 field_value_required");
    CHECK(refused(R"({"rate_options":{"carrier_ids":["se-1"]}})") == "400 field_value_required");
    CHECK(refused(R"({"shipment":{},"shipment_id":"se-1",)"
                  R"("rate_options":{"carrier_ids":["se-1"]}})") == "400 field_value_required");
    CHECK(refused(R"({"shipment":{},"rate_options":{"carrier_ids":[]}})").starts_with("200"));
    CHECK(refused("") == "400 request_body_required");
}

TEST_CASE("a carrier that is connected shows its name, and nothing that is secret", "[api]")
{
    called_world w;
    auto const made = w.post("/v1/connections/carriers/dhl_express",
                             R"({"nickname":"ours","password":"hidden"})");
    CHECK(made.body == R"({"carrier_id":"se-100001"})");
    REQUIRE(made.lines.size() == 2);
    for (auto const& line : w.lines_from(0))
        CHECK(!has(line, "hidden"));
    w.post("/v1/connections/carriers/ups", R"({"password":"hidden")");
    CHECK(!has(w.lines_from(0).back(), "hidden"));
    auto const shown = w.get("/v1/carriers/se-100001").body;
    CHECK(has(shown, R"("carrier_code":"dhl_express")"));
    CHECK(has(shown, R"("nickname":"ours")"));
    CHECK(w.post("/v1/connections/carriers/ups", R"({"nickname":1})").status == 400);
    CHECK(w.post("/v1/connections/carriers/ups", {}).status == 400);
}

TEST_CASE("a store is refreshed once at a time", "[api]")
{
    called_world w;
    (void)w.when(start_refresh{"se-4"}, at(0s));
    (void)w.when(complete_refresh{{1}}, at(0s));
    auto const target = "/v-beta/order_sources/se-4/refresh";
    auto const first = w.call(verb::PUT, target);
    CHECK(first.status == 200);
    CHECK(first.lines.size() == 1);
    CHECK(has(first.body, R"("status":"preparing_update")"));
    auto const second = w.call(verb::PUT, target);
    CHECK(second.status == 200);
    CHECK(second.lines.empty());
    CHECK(w.call(verb::PUT, "/v-beta/order_sources/se-5/refresh").status == 404);
}
