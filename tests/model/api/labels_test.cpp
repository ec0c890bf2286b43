#include "model/entity/shipment.hpp"
#include "tests/support/api.hpp"

#include <boost/json/parse.hpp>

using namespace drydock::model;
using namespace std::chrono_literals;
using drydock::tests::at;
using drydock::tests::called_world;
using drydock::tests::error_in;

namespace {

constexpr std::string_view parcel =
    R"-({"carrier_id":"se-7","service_code":"ups_ground","ship_to":{"name":"Greg (Smith)",)-"
    R"("country_code":"US"},"ship_from":{"country_code":"CA"},)"
    R"("packages":[{"weight":{"value":2.0,"unit":"ounce"}}]})";

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != text.npos;
}

called_world with_carrier()
{
    called_world w;
    auto const fields =
        w.text(R"({"carrier_code":"ups","services":[{"service_code":"ups_ground"}]})");
    w.given(carrier_connected{{1}, {7, {}}, fields, {}});
    return w;
}

std::string text(boost::json::value const& object, std::string_view name)
{
    return std::string{object.at(name).as_string()};
}

std::string body_with(std::string_view shipment, std::string_view more = "")
{
    return "{\"shipment\":" + std::string{shipment} + std::string{more} + '}';
}

std::string list_of(std::size_t count)
{
    std::string body = R"({"shipments":[)";
    for (std::size_t i = 0; i < count; ++i)
        body += (i == 0 ? "" : ",") + std::string{parcel};
    return body + "]}";
}

} // namespace

TEST_CASE("shipments are made as many as are asked for, and can be fetched", "[api]")
{
    auto w = with_carrier();
    auto const made = w.post("/v1/shipments", list_of(8));
    REQUIRE(made.status == 200);
    REQUIRE(made.lines.size() == 8);
    auto const value = boost::json::parse(made.body);
    CHECK(!value.at("has_errors").as_bool());
    auto const& all = value.at("shipments").as_array();
    REQUIRE(all.size() == 8);
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto const id = "se-" + std::to_string(500000001 + i);
        CHECK(text(all[i], "shipment_id") == id);
        auto shown = boost::json::parse(w.get("/v1/shipments/" + id).body);
        CHECK(text(shown, "shipment_status") == "pending");
        shown.as_object()["errors"] = boost::json::array{};
        CHECK((shown == all[i]));
    }
    CHECK(has(w.post("/v1/shipments", list_of(1)).body, R"("shipment_id":"se-500000009")"));
}

TEST_CASE("shipments that cannot be are told, and none is made", "[api]")
{
    auto w = with_carrier();
    for (auto const* const body :
         {R"({"shipments":[]})", R"({"shipments":{}})", R"({"shipments":[7]})"})
        CHECK(has(error_in(w.post("/v1/shipments", body)), "one to eight objects"));
    CHECK(has(error_in(w.post("/v1/shipments", list_of(9))), "one to eight objects"));
    CHECK(has(error_in(w.post("/v1/shipments", "{}")), "field_value_required"));
    CHECK(has(error_in(w.post("/v1/shipments", R"({"shipments":[{"carrier_id":"se-8"}]})")),
              "carrier_id se-8 not found"));
    CHECK(w.get("/v1/shipments/se-500000001").status == 404);
}

TEST_CASE("a label makes its shipment, has a number and a price, and is tracked", "[api]")
{
    auto w = with_carrier();
    auto const made = w.post("/v1/labels", body_with(parcel, R"(,"label_format":"zpl")"));
    REQUIRE(made.status == 200);
    REQUIRE(made.lines.size() == 2);
    CHECK(has(made.lines[0], R"("type":"shipment_created")"));
    CHECK(has(made.lines[1], R"("type":"label_created")"));
    auto const label = boost::json::parse(made.body);
    CHECK(text(label, "label_id") == "se-600000001");
    CHECK(text(label, "tracking_number") == "1Z999AA10000000100");
    CHECK(label.at("shipment_cost").at("amount").as_double() == 5.05);
    CHECK(label.at("is_international").as_bool());
    CHECK(text(label, "tracking_status") == "unknown");
    CHECK(text(label.at("label_download"), "href") == text(label.at("label_download"), "zpl"));
    CHECK(w.get("/v1/labels/se-600000001").body == made.body);
    CHECK(has(w.get("/v1/shipments/se-500000001").body, R"("shipment_status":"label_purchased")"));
    auto const tracked = w.get("/v1/labels/se-600000001/track").body;
    CHECK(tracked ==
          w.get("/v1/tracking?carrier_code=ups&tracking_number=1Z999AA10000000100").body);
    w.given(shipment_scanned{{1}, {}, at(1h), scan_status::EX});
    CHECK(has(w.get("/v1/labels/se-600000001").body, R"("tracking_status":"error")"));
}

TEST_CASE("a shipment is given one label, and none when it is on its way", "[api]")
{
    auto w = with_carrier();
    w.post("/v1/shipments", list_of(2));
    auto const bought = w.post("/v1/labels/shipment/se-500000002", "{}");
    REQUIRE(bought.status == 200);
    REQUIRE(bought.lines.size() == 1);
    CHECK(has(bought.body, R"("shipment_id":"se-500000002")"));
    CHECK(has(error_in(w.post("/v1/labels/shipment/se-500000002", "{}")), "has a label"));
    w.given(shipment_scanned{{1}, {}, at(1h), scan_status::IT});
    CHECK(has(error_in(w.post("/v1/labels/shipment/se-500000001", "{}")), "on its way"));
    w.post("/v1/tracking/start?carrier_code=ups&tracking_number=1Z01", {});
    CHECK(has(error_in(w.post("/v1/labels/shipment/se-500000003", "{}")), "was not made through"));
    CHECK(w.post("/v1/labels/shipment/se-9", "{}").status == 404);
}

TEST_CASE("a label that cannot be is told what is wrong, and nothing is made", "[api]")
{
    auto w = with_carrier();
    CHECK(has(error_in(w.post("/v1/labels", "{}")), R"("field_name":"shipment")"));
    auto const nothing = w.post("/v1/labels", body_with("{}"));
    CHECK(nothing.lines.empty());
    for (auto const* const name : {"carrier_id", "service_code", "ship_to"})
        CHECK(has(nothing.body, std::string{"shipment."} + name));
    std::string text{parcel};
    auto const with = [&](std::string_view from, std::string_view to) {
        auto made = text;
        return body_with(made.replace(made.find(from), from.size(), to));
    };
    CHECK(has(error_in(w.post("/v1/labels", with("se-7", "se-8"))), "carrier_id se-8 not found"));
    CHECK(has(error_in(w.post("/v1/labels", with("ups_ground", "usps"))), "not one of carrier"));
    CHECK(has(error_in(w.post("/v1/labels", body_with(parcel, R"(,"label_format":"gif")"))),
              "label_format must be one of pdf, png, zpl."));
    CHECK(w.get("/v1/labels/se-600000001").status == 404);
}

TEST_CASE("a label bears an address that is none", "[api]")
{
    for (std::string const odd : {"null", "5", R"("x")", "[]"}) {
        auto w = with_carrier();
        auto const with = [](std::string const& addresses) {
            return body_with(R"({"carrier_id":"se-7","service_code":"ups_ground",)" + addresses +
                             '}');
        };
        INFO(odd);
        CHECK(has(w.post("/v1/labels", with(R"("ship_to":)" + odd)).body, "shipment.ship_to"));
        CHECK(w.post("/v1/labels", with(R"("ship_to":{},"ship_from":)" + odd)).status == 200);
    }
}

TEST_CASE("the paper of a label is a file of its kind", "[api]")
{
    auto w = with_carrier();
    w.post("/v1/labels", body_with(parcel));
    auto const paper = [&](std::string const& file) {
        return w.get("/v1/downloads/se-600000001/" + file);
    };
    auto const pdf = paper("label.pdf").body;
    CHECK(pdf.starts_with("%PDF-1.4\n"));
    CHECK(has(pdf, "(Greg ?Smith?) Tj"));
    auto const table = std::stoul(pdf.substr(pdf.find("startxref") + 10));
    CHECK(pdf.substr(table, 5) == "xref\n");
    auto const first = std::stoul(pdf.substr(pdf.find("0000000000 65535 f \n") + 20, 10));
    CHECK(pdf.substr(first, 7) == "1 0 obj");
    CHECK(has(paper("label.zpl").body, "^FDse-600000001^FS"));
    CHECK(paper("label.png").body.starts_with("\x89PNG"));
    CHECK(paper("label.gif").status == 404);
    CHECK(w.get("/v1/downloads/se-1/label.pdf").status == 404);
}
