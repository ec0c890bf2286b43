#include "model/entity/carrier.hpp"
#include "model/entity/rate.hpp"
#include "tests/support/api.hpp"

using namespace drydock::model;
using namespace std::chrono_literals;
using drydock::tests::at;
using drydock::tests::called_world;
using drydock::tests::error_in;

TEST_CASE("a carrier shows what it was given over plain defaults", "[api]")
{
    called_world w;
    (void)w.when(connect_carrier{"se-1234", {}, {}}, at(0s));
    (void)w.when(connect_carrier{"se-5", R"({"carrier_code":"stamps_com","balance":3799.50})", {}},
                 at(0s));
    CHECK(w.get("/v1/carriers/se-1234").body ==
          R"({"carrier_id":"se-1234","carrier_code":"ups","account_number":"account_1",)"
          R"("requires_funded_amount":false,"balance":0.0,"nickname":"UPS account",)"
          R"("friendly_name":"UPS","primary":true,"has_multi_package_supporting_services":false,)"
          R"("supports_label_messages":false,"services":[],"packages":[],"options":[]})");
    auto const second = w.get("/v1/carriers/se-5").body;
    CHECK(second.find(R"("balance":3799.50,"nickname":"STAMPS COM account",)") !=
          std::string::npos);

    auto const list = w.get("/v1/carriers");
    CHECK(list.status == 200);
    CHECK(list.lines.empty());
    CHECK(list.body.starts_with(R"({"carriers":[{"carrier_id":"se-1234",)"));
    CHECK(list.body.find(',' + second + "],\"request_id\":\"") != std::string::npos);
    CHECK(list.body.ends_with(R"(","errors":[]})"));
    // The id of the request is no news.
    auto const etag = w.etag;
    CHECK(w.get("/v1/carriers").body != list.body);
    CHECK(w.etag == etag);
}

TEST_CASE("a carrier that there is not is not found", "[api]")
{
    called_world w;
    CHECK(w.get("/v1/carriers").body.starts_with(R"({"carriers":[],"request_id":")"));
    auto const given = w.get("/v1/carriers/se-9");
    CHECK(given.status == 404);
    CHECK(error_in(given).find("Carrier ID se-9 was not found.") != std::string::npos);
}

TEST_CASE("the latest rates of a shipment are shown, as an object", "[api]")
{
    called_world w;
    w.given(shipment_created{{1}, {2120221, {}}, {}});
    auto const target = "/v1/shipments/se-2120221/rates";
    CHECK(w.get(target).body ==
          R"({"rates":[],"invalid_rates":[],"rate_request_id":null,"shipment_id":"se-2120221",)"
          R"("created_at":null,"status":"completed","errors":[]})");
    (void)w.when(update_rates{{1}, R"({"rates":[{"rate_id":"se-5"}],"status":"partial"})", {}},
                 at(1h));
    auto const given = w.get(target);
    CHECK(given.status == 200);
    CHECK(given.lines.empty());
    CHECK(given.body ==
          R"({"rates":[{"rate_id":"se-5"}],"invalid_rates":[],"rate_request_id":"se-1",)"
          R"("shipment_id":"se-2120221","created_at":"2019-09-07T01:00:00Z","status":"partial",)"
          R"("errors":[]})");
    (void)w.when(update_rates{{1}, {}, {}}, at(2h));
    CHECK(w.get(target).body.find(R"("created_at":"2019-09-07T02:00:00Z")") != std::string::npos);
    CHECK(w.get(std::string{target} + "?created_at_start=2019-09-07T02:00:00Z")
              .body.find(R"("created_at":"2019)") != std::string::npos);
    CHECK(w.get(std::string{target} + "?created_at_start=2019-09-07T02:00:01Z")
              .body.find(R"("created_at":null)") != std::string::npos);
}

TEST_CASE("rates of a shipment that there is not, or since no time, are refused", "[api]")
{
    called_world w;
    auto const given = w.get("/v1/shipments/se-1/rates");
    CHECK(given.status == 404);
    CHECK(error_in(given).find("Shipment ID se-1 was not found.") != std::string::npos);
    CHECK(w.get("/v1/shipments/se-1/rates?created_at_start=now").status == 400);
}
