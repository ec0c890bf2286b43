#include "model/api/label_desk.hpp"
#include "model/api/label_paper.hpp"
#include "model/entity/batch.hpp"
#include "model/entity/shipment.hpp"
#include "model/json/json_text.hpp"
#include "tests/support/api.hpp"

#include <boost/json/parse.hpp>

using namespace drydock::model;
using namespace std::chrono_literals;
using drydock::tests::at;
using drydock::tests::called_world;
using drydock::tests::error_in;
using drydock::tests::has;

namespace {

constexpr std::string_view parcel =
    R"-({"carrier_id":"se-7","service_code":"ups_ground","ship_to":{"name":"Greg (Smith)",)-"
    R"("country_code":"US"},"ship_from":{"country_code":"CA"},)"
    R"("packages":[{"weight":{"value":2.0,"unit":"ounce"}}]})";

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

/// Each object of a PDF stands where its table says.
void check_places(std::string const& pdf, std::size_t objects)
{
    auto const table = std::stoul(pdf.substr(pdf.find("startxref") + 10));
    CHECK(pdf.substr(table, 5) == "xref\n");
    auto const rows = pdf.find("0000000000 65535 f \n") + 20;
    for (std::size_t i = 0; i < objects; ++i) {
        auto const place = std::stoul(pdf.substr(rows + 20 * i, 10));
        CHECK(pdf.substr(place, 7) == std::to_string(i + 1) + " 0 obj");
    }
    CHECK(pdf.substr(rows + 20 * objects, 7) == "trailer");
}

std::uint32_t number_at(std::string_view bytes, std::size_t place)
{
    std::uint32_t value = 0;
    for (auto const c : bytes.substr(place, 4))
        value = value << 8 | static_cast<unsigned char>(c);
    return value;
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
    CHECK(has(pdf, "(SAMPLE - DO NOT SHIP) Tj"));
    CHECK(has(pdf, "(1Z999AA10000000100) Tj"));
    CHECK(has(pdf, "(Greg ?Smith?) Tj"));
    check_places(pdf, 5);
    auto const zpl = paper("label.zpl").body;
    CHECK(has(zpl, "^FDSAMPLE - DO NOT SHIP^FS"));
    CHECK(has(zpl, "^FDse-600000001^FS"));
    CHECK(has(zpl, "^FD1Z999AA10000000100^FS"));
    CHECK(paper("label.gif").status == 404);
    CHECK(paper("labels.pdf").status == 404);
    CHECK(w.get("/v1/downloads/se-1/label.pdf").status == 404);
}

TEST_CASE("the picture of a label has the checksums of a PNG, and shows its lines", "[api]")
{
    auto const png = api::png_paper({"se-1"});
    CHECK(png.starts_with("\x89PNG\r\n\x1A\n"));
    CHECK(number_at(png, 16) == 288);
    CHECK(number_at(png, 20) == 432);
    // Taken from an independent implementation: zlib's crc32 of the same bytes.
    CHECK(number_at(png, 29) == 0x219E856E);
    CHECK(png.ends_with(std::string_view{"IEND\xAE\x42\x60\x82"}));
    CHECK(api::png_paper({"se-1"}) == png);
    CHECK(api::png_paper({"SE-1"}) == png); // capitals, all of them
    CHECK(api::png_paper({"se-2"}) != png);
    CHECK(api::png_paper(api::paper(99, std::string(999, 'x'))).size() == png.size());
}

TEST_CASE("labels are listed, by what is known of them", "[api]")
{
    auto w = with_carrier();
    for (int i = 0; i < 3; ++i)
        w.post("/v1/labels", body_with(parcel));
    auto const ids = [&](std::string const& query) {
        std::string all;
        auto const listed = boost::json::parse(w.get("/v1/labels" + query).body);
        for (auto const& label : listed.at("labels").as_array())
            all += text(label, "label_id").substr(11) + ' ';
        return all + std::to_string(listed.at("total").as_int64());
    };
    CHECK(ids("") == "3 2 1 3");
    CHECK(ids("?sort_dir=asc&page_size=2") == "1 2 3");
    CHECK(ids("?shipment_id=se-500000002") == "2 1");
    CHECK(ids("?tracking_number=1Z999AA10000000300") == "3 1");
    CHECK(ids("?carrier_id=se-7&service_code=ups_ground") == "3 2 1 3");
    CHECK(ids("?carrier_id=se-8") == "0");
    CHECK(ids("?label_status=voided") == "0");
    CHECK(ids("?batch_id=se-1000001") == "0");
    CHECK(ids("?created_at_end=2019-09-06T00:00:00Z") == "0");
    CHECK(has(error_in(w.get("/v1/labels?label_status=lost")), "label_status"));
    auto const one = w.get("/v1/labels?page_size=1").body;
    CHECK(has(one, w.get("/v1/labels/se-600000003").body));
}

TEST_CASE("a batch's label is that of its shipment, or an error that says why there is none",
          "[api]")
{
    auto w = with_carrier();
    w.post("/v1/shipments", list_of(2));
    w.post("/v1/labels/shipment/se-500000002", "{}");
    w.post("/v1/shipments", R"({"shipments":[{"external_shipment_id":"mine","ship_to":{}}]})");
    w.given(shipment_created{{4}, {9, {}}, {}, 0, 0, 0, 0});
    w.post("/v1/rates",
           R"({"shipment_id":"se-500000003","rate_options":{"carrier_ids":["se-7"]}})");
    w.post("/v1/batches", "{}");
    w.post("/v1/batches/se-1000001/process/labels",
           R"({"label_format":"zpl","label_layout":"A6","ship_date":"2019-09-09"})");
    api::label_desk const desk{w.state, w.texts, w.index, at(0s)};
    auto const at_place = [&](std::string id, bool is_rate = false) {
        return desk.at_place(w.state.batches[0], {std::move(id), is_rate});
    };
    auto const made = at_place("se-500000001");
    CHECK(made.error.empty());
    CHECK(made.shipment == shipment_number{1});
    CHECK(has(made.fields, R"("label_id":"se-600000002","tracking_number":"1Z999AA10000000200")"));
    CHECK(has(made.fields, R"("label":{"ship_date":"2019-09-09","carrier_id":"se-7",)"
                           R"("service_code":"ups_ground","shipment_cost":{"currency":"usd",)"
                           R"("amount":5.05},"batch_id":"se-1000001","label_format":"zpl",)"
                           R"("label_layout":"A6"})"));
    CHECK(at_place("se-500000002").error == R"({"error":"Shipment se-500000002 has a label.",)"
                                            R"("shipment_id":"se-500000002"})");
    CHECK(has(at_place("se-500000003").error, R"(carrier_id)"));
    CHECK(has(at_place("se-500000003").error, R"("external_shipment_id":"mine")"));
    CHECK(has(at_place("se-9").error, "was not made through the API."));
    CHECK(has(at_place("se-8").error, "Shipment ID se-8 was not found."));
    CHECK(at_place("se-5", true).error == R"({"error":"Rate ID se-5 was not found."})");
    auto const rates = boost::json::parse(w.get("/v1/shipments/se-500000003/rates").body);
    auto const rated = at_place(text(rates.at("rates").at(0), "rate_id"), true);
    CHECK(rated.shipment == shipment_number{3});
    CHECK(has(rated.fields, R"("carrier_id":"se-7","service_code":"ups_ground"}})") == false);
    CHECK(has(rated.fields, R"("service_code":"ups_ground","shipment_cost")"));
}

TEST_CASE("what a batch makes labels for stands in its fields", "[api]")
{
    CHECK(api::batch_places({}).empty());
    CHECK(api::batch_places(R"({"shipment_ids":7})").empty());
    auto const all = api::batch_places(R"({"rate_ids":["se-3"],"shipment_ids":["se-1","se-2"]})");
    REQUIRE(all.size() == 3);
    CHECK((all[1].id == "se-2" && !all[1].is_rate));
    CHECK((all[2].id == "se-3" && all[2].is_rate));
}

TEST_CASE("the labels of a batch are listed, counted, and printed in one file", "[api]")
{
    auto w = with_carrier();
    w.post("/v1/shipments", list_of(3));
    w.post("/v1/batches", R"({"shipment_ids":["se-500000001","se-500000002"]})");
    w.post("/v1/batches/se-1000001/process/labels", R"({"label_format":"zpl"})");
    (void)w.when(move_batch{.id = "se-1000001", .status = batch_status::processing}, at(0s));
    CHECK(has(w.get("/v1/batches/se-1000001").body, R"("completed":0,"forms":0,"count":0)"));
    CHECK(has(w.get("/v1/batches/se-1000001").body, R"("label_download":{})"));
    auto const paper = [&](std::string const& of) {
        return error_in(w.get("/v1/downloads/" + of + "/labels.pdf"));
    };
    CHECK(has(paper("se-1000001"), "File labels.pdf was not found."));
    CHECK(has(paper("se-1000002"), "Label ID se-1000002 was not found."));
    for (auto const* const id : {"se-500000002", "se-500000001"}) {
        api::label_desk const desk{w.state, w.texts, w.index, at(0s)};
        auto const made = desk.at_place(w.state.batches[0], {id});
        (void)w.when(label_shipment{made.shipment, made.fields}, at(0s));
    }
    auto const batch = w.get("/v1/batches/se-1000001").body;
    CHECK(has(batch, R"("completed":2,"forms":0,"count":2)"));
    CHECK(has(batch, R"("zpl":"https://api.shipengine.com/v1/downloads/se-1000001/labels.zpl",)"
                     R"("href":"https://api.shipengine.com/v1/downloads/se-1000001/labels.zpl")"));
    auto const labels = w.get("/v1/labels?batch_id=se-1000001").body;
    CHECK(has(labels, R"("total":2)"));
    CHECK(has(labels, R"("batch_id":"se-1000001")"));
    CHECK(has(w.get("/v1/labels?batch_id=se-1000002").body, R"("total":0)"));
    auto const shipments = w.get("/v1/shipments?batch_id=se-1000001&sort_dir=asc").body;
    CHECK(has(shipments, R"("total":2)"));
    CHECK(has(shipments, R"("shipment_status":"label_purchased")"));
    auto const total = [&](std::string const& status) {
        auto const body = w.get("/v1/shipments?shipment_status=" + status).body;
        return std::string{raw_member(body, "total")};
    };
    CHECK(total("pending") == "1");
    CHECK(total("label_purchased") == "2");
    CHECK(total("processing") == "0");
    CHECK(total("cancelled") == "0");
    CHECK(w.get("/v1/shipments?shipment_status=lost").status == 400);
    auto const pdf = w.get("/v1/downloads/se-1000001/labels.pdf").body;
    CHECK(has(pdf, "/Count 2"));
    CHECK(pdf.find("(se-600000001)") < pdf.find("(se-600000002)"));
    check_places(pdf, 7);
    auto const zpl = w.get("/v1/downloads/se-1000001/labels.zpl").body;
    CHECK(zpl.find("^XA", 1) != zpl.npos);
    CHECK(w.get("/v1/downloads/se-1000001/labels.png").status == 404);
}
