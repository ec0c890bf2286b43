#include "model/payload.hpp"

#include "tests/support/given.hpp"

#include <catch2/catch.hpp>

using namespace drydock::model;
using namespace std::chrono_literals;
using drydock::tests::at;
using drydock::tests::world;

namespace {

std::string payload(world const& w, std::uint32_t scan)
{
    return webhook_body(w.state, w.texts, {webhook_event::track, shipment_number{1}, scan},
                        {profile::seed_2019, default_base_url});
}

} // namespace

TEST_CASE("the track payload has the fields of 2019, in order, all scans newest first", "[payload]")
{
    world w;
    w.given(shipment_created{
        {1}, {1, {}}, w.text(R"({"carrier_code":"fedex","tracking_number":"1Z 9&9"})")});
    w.given(
        shipment_scanned{{1}, w.text(R"({"city_locality":"Austin"})"), at(1h), scan_status::IT});
    w.given(shipment_scanned{{1}, {}, at(90min), scan_status::DE}, 0, 2h);

    REQUIRE(
        payload(w, 2) ==
        R"({"resource_url":"https://api.shipengine.com/v1/tracking?carrier_code=fedex&tracking_number=1Z%209%269","resource_type":"API_TRACK","data":{)"
        R"("label_url":null,"tracking_number":"1Z 9&9","status_code":"DE","carrier_detail_code":null,"status_description":"Delivered",)"
        R"("carrier_status_code":"DE","carrier_status_description":"Delivered","ship_date":null,"estimated_delivery_date":null,)"
        R"("actual_delivery_date":"2019-09-07T01:30:00Z","exception_description":null,"events":[)"
        R"({"occurred_at":"2019-09-07T01:30:00Z","carrier_occurred_at":"2019-09-07T01:30:00","description":"Delivered","city_locality":"",)"
        R"("state_province":"","postal_code":"","country_code":"","company_name":"","signer":"","event_code":"DE"},)"
        R"({"occurred_at":"2019-09-07T01:00:00Z","carrier_occurred_at":"2019-09-07T01:00:00","description":"In Transit","city_locality":"Austin",)"
        R"("state_province":"","postal_code":"","country_code":"","company_name":"","signer":"","event_code":"IT"}]}})");
}

TEST_CASE("a payload tells the history up to its own scan, whatever came since", "[payload]")
{
    world w;
    w.given(shipment_created{{1}, {1, {}}, {}});
    w.given(shipment_scanned{{1}, {}, at(1h), scan_status::IT});
    auto const before = payload(w, 1);
    w.given(shipment_scanned{{1}, {}, at(2h), scan_status::EX});
    CHECK(payload(w, 1) == before);
    CHECK(payload(w, 2) != before);
    CHECK(payload(w, 2).find(R"("exception_description":"Exception")") != std::string::npos);
}

TEST_CASE("a late scan tells its own status and takes its place among the events", "[payload]")
{
    world w;
    w.given(shipment_created{{1}, {0, w.text("parcel")}, {}, 1});
    w.given(shipment_scanned{{1}, {}, at(2h), scan_status::DE});
    w.given(shipment_scanned{{1}, {}, at(1h), scan_status::IT});
    auto const late = payload(w, 2);
    CHECK(late.find(R"("status_code":"IT")") != std::string::npos);
    CHECK(late.find(R"("event_code":"DE")") < late.find(R"("event_code":"IT")"));
    CHECK(late.find(R"("tracking_number":"DRYDOCK-parcel")") != std::string::npos);
}
