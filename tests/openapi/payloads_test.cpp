// What drydock sends, written for validate.py, which asks ShipEngine's OpenAPI document about it.
#include "tests/support/loaded.hpp"
#include "tests/support/sent_bodies.hpp"

#include <fstream>

using namespace drydock;

namespace {

// Every field that a scenario can give to a shipment and to its scans.
constexpr std::string_view shipment_fields = R"("carrier_code": "ups", "carrier_id": 3,
    "tracking_number": "1Z999AA10123456784", "tracking_url": "https://x.test/1Z",
    "label_url": "https://x.test/label.pdf", "carrier_detail_code": "OT",
    "ship_date": "2019-09-06T00:00:00Z", "estimated_delivery_date": "2019-09-09T00:00:00Z",
    "actual_delivery_date": "2019-09-08T10:00:00Z", "exception_description": "torn")";
constexpr std::string_view scan_fields = R"("carrier_occurred_at": "2019-09-07T00:00:00Z",
    "description": "At the door", "city_locality": "Austin", "state_province": "TX",
    "postal_code": "78756", "country_code": "US", "company_name": "Shop", "signer": "G. Smith",
    "event_code": "X1", "latitude": 30.27, "longitude": -97.74, "carrier_detail_code": "OT",
    "status_description": "Tried", "carrier_status_code": "A1",
    "carrier_status_description": "Tried", "status_detail_code": "IN_TRANSIT",
    "status_detail_description": "On its way", "proof_of_delivery_url": "https://x.test/p.png")";

/// A shipment that says nothing but a status, and one that says all there is to say, twice.
std::string scenario_of(std::string_view profile, std::string_view status)
{
    auto const scan = std::string{R"("status": ")"} + std::string{status} + '"';
    return test::file_with(R"("profile": ")" + std::string{profile} + R"(",
        "webhooks": [ { "event": "track", "url": "https://shop.test/hooks" } ],
        "endpoints": { "https://shop.test": {} },
        "timeline": [
          { "at": "0s", "track": { "shipment": "se-1", )" +
                           scan + R"( } },
          { "at": "1h", "ship": { "shipment": "se-2", "unordered": true, )" +
                           std::string{shipment_fields} + R"(, "scans": [ { "at": "1h", )" + scan +
                           R"( }, { "at": "2h", )" + scan + ", " + std::string{scan_fields} +
                           R"( } ] } }
        ])");
}

} // namespace

TEST_CASE("payloads of every status in both profiles are written", "[.openapi_cases]")
{
    std::ofstream out{"payloads.jsonl"};
    for (std::string_view const profile : {"seed-2019", "openapi-2026"}) {
        for (auto const status : model::scan_status_names()) {
            auto const known = *model::parse_scan_status(status);
            if (!is_known(known, *model::parse_profile(profile))) continue;
            for (auto const& sent : test::sent_bodies(test::loaded(scenario_of(profile, status))))
                out << R"({"profile":")" << profile << R"(","what":")" << status << R"(","body":)"
                    << sent.body << "}\n";
        }
    }
    CHECK(out.good());
}
