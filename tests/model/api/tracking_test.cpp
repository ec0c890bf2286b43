#include "model/payload.hpp"
#include "tests/support/api.hpp"

using namespace drydock::model;
using namespace std::chrono_literals;
using drydock::tests::at;
using drydock::tests::called_world;
using drydock::tests::error_in;
using drydock::tests::has;

namespace {

called_world with_parcels()
{
    called_world w;
    w.given(shipment_created{
        {1},
        {1, {}},
        w.text(R"({"carrier_code":"fedex","tracking_number":"1Z 9&9","label_id":"se-9"})")});
    w.given(shipment_created{{2}, {2, {}}, {}});
    w.given(shipment_created{{3}, {0, w.text("parcel")}, {}});
    w.given(shipment_scanned{{1}, {}, at(2h), scan_status::DE});
    return w;
}

std::string get(called_world& w, std::string_view target)
{
    INFO(target);
    auto const given = w.get(target);
    CHECK(given.status == 200);
    CHECK(given.lines.empty());
    return given.body;
}

} // namespace

TEST_CASE("tracking is what the webhook tells, without the label", "[api]")
{
    auto w = with_parcels();
    auto const told = webhook_body(w.state, w.texts, {webhook_event::track, shipment_number{1}, 1},
                                   {profile::seed_2019, default_base_url});
    auto object = told.substr(told.find("\"data\":") + 7);
    object.pop_back();
    object.erase(object.find(R"("label_url":null,)"), 17);

    // The payload's resource_url leads here.
    auto const url = told.substr(told.find("/v1/tracking"));
    auto const target = url.substr(0, url.find('"'));
    CHECK(target == "/v1/tracking?carrier_code=fedex&tracking_number=1Z%209%269");
    CHECK(get(w, target) == object);
    CHECK(get(w, "/v1/labels/se-9/track") == object);
    CHECK(get(w, "/v1/tracking?tracking_number=1Z+9%269&x=y&carrier_code=fedex") == object);
}

TEST_CASE("tracking shows the status of the scan that happened last, and every scan", "[api]")
{
    auto w = with_parcels();
    w.given(shipment_scanned{{1}, {}, at(1h), scan_status::IT}, 0, 3h);
    auto const body = get(w, "/v1/labels/se-9/track");
    CHECK(has(body, R"("status_code":"DE")"));
    CHECK(has(body, R"("actual_delivery_date":"2019-09-07T02:00:00Z")"));
    CHECK(body.find(R"("event_code":"DE")") < body.find(R"("event_code":"IT")"));
}

TEST_CASE("a shipment without a scan is unknown and has no events", "[api]")
{
    auto w = with_parcels();
    CHECK(get(w, "/v1/tracking?carrier_code=ups&tracking_number=DRYDOCK2") ==
          R"({"tracking_number":"DRYDOCK2","status_code":"UN","carrier_detail_code":null,)"
          R"("status_description":"Unknown","carrier_status_code":"UN",)"
          R"("carrier_status_description":"Unknown","ship_date":null,)"
          R"("estimated_delivery_date":null,"actual_delivery_date":null,)"
          R"("exception_description":null,"events":[]})");
    CHECK(has(get(w, "/v1/tracking?carrier_code=ups&tracking_number=DRYDOCK-parcel"),
              R"("tracking_number":"DRYDOCK-parcel")"));
}

TEST_CASE("of several shipments under one number the last is shown", "[api]")
{
    auto w = with_parcels();
    auto const target = "/v1/tracking?carrier_code=ups&tracking_number=DRYDOCK2";
    auto const before = get(w, target);
    w.given(shipment_created{{4}, {4, {}}, w.text(R"({"tracking_number":"DRYDOCK2"})")});
    w.given(shipment_scanned{{4}, {}, at(1h), scan_status::AC});
    CHECK(has(get(w, target), R"("status_code":"AC")"));
    CHECK(has(before, R"("status_code":"UN")"));
    w.given(shipment_created{{5}, {5, {}}, w.text(R"({"label_id":"se-9"})")});
    CHECK(has(get(w, "/v1/labels/se-9/track"), R"("tracking_number":"DRYDOCK5")"));
}

TEST_CASE("a pair or a label that no shipment has is not found", "[api]")
{
    auto w = with_parcels();
    for (auto const* const query :
         {"carrier_code=ups&tracking_number=1Z%209%269", "carrier_code=fedex&tracking_number=1Z",
          "carrier_code=fedex&tracking_number=DRYDOCK1", "carrier_code=ups&tracking_number=DRYDOCK",
          "carrier_code=ups&tracking_number=DRYDOCK-se-2",
          "carrier_code=ups&tracking_number=DRYDOCK02",
          "carrier_code=ups&tracking_number=DRYDOCK-"}) {
        INFO(query);
        auto const given = w.get("/v1/tracking?" + std::string{query});
        CHECK(given.status == 404);
        CHECK(given.error_code == "unspecified");
        CHECK(has(error_in(given), R"("error_type":"system")"));
    }
    auto const label = w.get("/v1/labels/se-invalid/track");
    CHECK(label.status == 404);
    CHECK(error_in(label) == R"({"error_type":"system","error_code":"unspecified",)"
                             R"("message":"Label ID se-invalid was not found."})");
}

TEST_CASE("tracking needs a carrier and a number, each once", "[api]")
{
    auto w = with_parcels();
    auto const refused = [&](std::string_view query) {
        auto const given = w.get("/v1/tracking" + std::string{query});
        CHECK(given.status == 400);
        return given;
    };
    auto const both = refused("");
    CHECK(both.error_code == "field_value_required");
    CHECK(has(both.body, R"("field_name":"carrier_code")"));
    CHECK(has(both.body, R"("field_name":"tracking_number")"));
    CHECK(error_in(refused("?carrier_code=ups")) ==
          R"({"error_type":"validation","error_code":"field_value_required","message":)"
          R"("tracking_number is required.","field_name":"tracking_number"})");
    CHECK(has(error_in(refused("?carrier_code=&tracking_number=1")), "carrier_code is required."));
    CHECK(error_in(refused("?carrier_code=ups&tracking_number=1&carrier_code=fedex")) ==
          R"({"error_type":"validation","error_code":"invalid_field_value","message":)"
          R"("carrier_code is given more than once.","field_name":"carrier_code",)"
          R"("field_value":"fedex"})");
}

TEST_CASE("what comes after a question is found by the next one", "[api]")
{
    auto w = with_parcels();
    constexpr std::string_view by_number = "/v1/tracking?carrier_code=ups&tracking_number=1Z7";
    CHECK(w.get(by_number).status == 404);
    CHECK(w.get("/v1/labels/se-70/track").status == 404);
    for (std::uint32_t n = 4; n <= 6; ++n)
        w.given(shipment_created{
            {n}, {n, {}}, w.text(R"({"tracking_number":"1Z7","label_id":"se-70"})")});
    w.given(shipment_scanned{{6}, {}, at(3h), scan_status::AT});
    CHECK(has(get(w, by_number), R"("status_code":"AT")"));
    CHECK(has(get(w, "/v1/labels/se-70/track"), R"("status_code":"AT")"));
}
