// What the API answers, written for validate.py, which asks ShipEngine's OpenAPI document about it.
#include "model/api/label_desk.hpp"
#include "model/entity/batch.hpp"
#include "model/json/json_text.hpp"
#include "sim/runner.hpp"
#include "tests/support/api.hpp"
#include "tests/support/loaded.hpp"

#include <fstream>

using namespace drydock;
using model::verb;

namespace {

// Each kind of entity with as few fields as there can be, and with many.
constexpr std::string_view what_happens = R"("webhooks": [
    { "event": "track", "url": "https://shop.test/hooks", "id": "se-77" },
    { "event": "rate", "url": "https://shop.test/hooks", "id": "se-78" } ],
  "timeline": [
    { "at": "0s", "track": { "shipment": "se-1", "status": "IT" } },
    { "at": "0s", "ship": { "shipment": "se-2", "label_id": "se-28529731", "carrier_code": "ups",
        "tracking_number": "1Z9", "scans": [ { "at": "1h", "status": "AC",
        "city_locality": "Austin", "state_province": "TX", "country_code": "US" },
        { "at": "2h", "status": "DE" } ] } },
    { "at": "0s", "ship": { "shipment": "se-3", "carrier_code": "ups", "tracking_number": "new" } },
    { "at": "0s", "batch": { "batch": "se-11", "status": "open" } },
    { "at": "0s", "batch": { "batch": "se-12" } },
    { "at": "0s", "batch": { "batch": "se-13", "status": "completed_with_errors",
        "external_batch_id": "mine", "batch_notes": "Monday", "label_layout": "4x6",
        "label_format": "pdf", "completed": 2, "warnings": 1, "process_errors": [
        { "error": "Recipient address has not been verified.", "shipment_id": "se-1" } ] } },
    { "at": "0s", "rate": { "shipment": "se-1" } },
    { "at": "0s", "rate": { "shipment": "se-4", "status": "partial", "rates": [ { "rate_id": "se-5",
        "rate_type": "check", "carrier_id": "se-1234", "zone": 2, "package_type": "package",
        "shipping_amount": { "currency": "usd", "amount": 7.25 },
        "insurance_amount": { "currency": "usd", "amount": 0.0 },
        "confirmation_amount": { "currency": "usd", "amount": 0.0 },
        "other_amount": { "currency": "usd", "amount": 0.0 }, "delivery_days": 2,
        "guaranteed_service": false, "carrier_delivery_days": "2", "negotiated_rate": false,
        "ship_date": "2019-09-07T00:00:00Z", "estimated_delivery_date": "2019-09-09T00:00:00Z",
        "service_type": "UPS Ground", "service_code": "ups_ground", "trackable": true,
        "carrier_code": "ups", "carrier_nickname": "Ours", "carrier_friendly_name": "UPS",
        "validation_status": "valid", "warning_messages": [], "error_messages": [] } ] } },
    { "at": "0s", "carrier_connected": { "carrier": "se-1234" } },
    { "at": "0s", "carrier_connected": { "carrier": "se-1235", "carrier_code": "stamps_com",
        "account_number": "account_1", "nickname": "Ours", "friendly_name": "Stamps.com",
        "balance": 3799.52, "primary": true } }
  ])";

/// The world in which the scenario ends.
class ending final : public sim::subscriber {
public:
    void on_block(std::span<model::event const> block, model::sequence_number,
                  model::text_table const& texts) override
    {
        for (auto const& e : block) {
            world.events.push_back(e);
            evolve(world.state, e, {world.events.size()});
        }
        world.texts = texts;
    }

    tests::called_world world;
};

tests::called_world world_of(model::profile profile)
{
    ending end;
    auto const spoken = R"("profile": ")" + std::string{name(profile)} + "\", ";
    sim::run(test::loaded(test::file_with(spoken + std::string{what_happens})), {&end});
    end.world.spoken = profile;
    return std::move(end.world);
}

constexpr std::string_view every_field = R"({"url":"https://b.test","name":"n","store_id":1,
    "headers":[{"key":"X","value":"y"}]})";
constexpr std::string_view gets[] = {
    "/v1/environment/webhooks",
    "/v1/environment/webhooks/se-77",
    "/v1/environment/webhooks/se-78",
    "/v1/environment/webhooks/none",
    "/v1/tracking?carrier_code=ups&tracking_number=DRYDOCK1",
    "/v1/tracking?carrier_code=ups&tracking_number=1Z9",
    "/v1/tracking?carrier_code=ups&tracking_number=new",
    "/v1/tracking?carrier_code=ups&tracking_number=none",
    "/v1/tracking",
    "/v1/labels/se-28529731/track",
    "/v1/labels/none/track",
    "/v1/batches",
    "/v1/batches?page_size=1&page=2",
    "/v1/batches?page=none",
    "/v1/batches/se-11",
    "/v1/batches/se-12",
    "/v1/batches/se-13",
    "/v1/batches/none",
    "/v1/batches/se-11/errors",
    "/v1/batches/se-13/errors",
    "/v1/shipments/se-1/rates",
    "/v1/shipments/se-4/rates",
    "/v1/shipments/none/rates",
    "/v1/carriers",
    "/v1/carriers/se-1234",
    "/v1/carriers/se-1235",
    "/v1/carriers/none",
    "/v1/nowhere",
};

class answer_file {
public:
    void call(tests::called_world& world, verb method, std::string_view target,
              std::string_view body = {}, model::key_state key = model::key_state::valid)
    {
        auto const given = world.call(method, target, body, key);
        out_ << R"({"profile":")" << name(world.spoken) << R"(","method":")" << name(method)
             << R"(","target":")" << target << R"(","status":)" << given.status << R"(,"body":)"
             << (given.body.empty() ? R"("")" : given.body) << "}\n";
    }
    bool good() const { return out_.good(); }

private:
    std::ofstream out_{"answers.jsonl"};
};

/// A batch in which one label was made and one was not.
void process_batch(answer_file& out, tests::called_world& world, std::string const& parcel)
{
    using enum model::batch_status;
    using model::raw_member;
    auto const made = world.post("/v1/shipments", R"({"shipments":[)" + parcel + "]}");
    auto const shipment =
        raw_member(model::split_items(raw_member(made.body, "shipments"))[0], "shipment_id");
    auto const batch =
        world.post("/v1/batches", R"({"shipment_ids":[)" + std::string{shipment} + "]}");
    auto const id = model::decode_json_string(raw_member(batch.body, "batch_id"));
    world.post("/v1/batches/" + id + "/process/labels", "{}");
    model::api::label_desk const desk{world.state, world.texts, world.index, tests::at({})};
    auto const label =
        desk.at_place(world.state.batches.back(), {model::decode_json_string(shipment)});
    auto const error = desk.at_place(world.state.batches.back(), {"se-none"}).error;
    (void)world.when(model::label_shipment{label.shipment, label.fields}, tests::at({}));
    (void)world.when(model::move_batch{.id = id,
                                       .status = completed_with_errors,
                                       .fields = R"({"process_errors":[)" + error + "]}"},
                     tests::at({}));
    for (auto const& target : {"/v1/batches/" + id, "/v1/batches/" + id + "/errors",
                               "/v1/labels?batch_id=" + id, "/v1/shipments?batch_id=" + id})
        out.call(world, verb::GET, target);
}

/// Calls that make what they name, or are refused.
void make_things(answer_file& out, tests::called_world& world)
{
    auto const pair = std::string{"?carrier_code=ups&tracking_number=1Z01"};
    for (auto const* const path : {"/v1/tracking/start", "/v1/tracking/stop"}) {
        out.call(world, verb::POST, path + pair);
        out.call(world, verb::POST, path);
    }
    for (auto const* const body : {"{}", R"({"shipment_ids":["se-1"],"batch_notes":"a"})", "[]"})
        out.call(world, verb::POST, "/v1/batches", body);
    for (int i = 0; i < 2; ++i)
        out.call(world, verb::POST, "/v1/batches/se-1000004/process/labels", "{}");
    out.call(world, verb::POST, "/v1/connections/carriers/stamps_com", R"({"nickname":"n"})");
    out.call(world, verb::POST, "/v1/connections/carriers/stamps_com");
    out.call(world, verb::POST, "/v1/rates", R"({"rate_options":{"carrier_ids":["se-1"]}})");
    std::string const address =
        R"({"name":"A","phone":"1","address_line1":"1 Main St","city_locality":"Austin",)"
        R"("state_province":"TX","postal_code":"78756","country_code":"US",)"
        R"("address_residential_indicator":"no"})";
    out.call(world, verb::POST, "/v1/rates",
             R"({"rate_options":{"carrier_ids":["se-1234"]},"shipment":{"ship_to":)" + address +
                 R"(,"ship_from":)" + address +
                 R"(,"packages":[{"weight":{"value":1.5,"unit":"pound"}}]}})");
    auto const parcel = R"({"carrier_id":"se-1235","service_code":"stamps_com_standard",)"
                        R"("external_shipment_id":"mine","ship_to":)" +
                        address + R"(,"ship_from":)" + address +
                        R"(,"packages":[{"weight":{"value":1.5,"unit":"pound"}}]})";
    out.call(world, verb::POST, "/v1/shipments", R"({"shipments":[)" + parcel + "]}");
    out.call(world, verb::POST, "/v1/shipments", "{}");
    out.call(world, verb::GET, "/v1/shipments/se-500000003");
    out.call(world, verb::POST, "/v1/labels/shipment/se-500000003", "{}");
    out.call(world, verb::POST, "/v1/labels",
             R"({"label_format":"png","shipment":)" + parcel + '}');
    out.call(world, verb::POST, "/v1/labels", "{}");
    out.call(world, verb::GET, "/v1/shipments/se-500000003");
    out.call(world, verb::GET, "/v1/labels/se-600000001");
    out.call(world, verb::GET, "/v1/labels/none");
    out.call(world, verb::GET, "/v1/labels?page_size=2");
    out.call(world, verb::GET, "/v1/labels?page=none");
    process_batch(out, world, parcel);
}

} // namespace

TEST_CASE("answers to every GET and to calls about webhooks are written", "[.openapi_cases]")
{
    constexpr std::string_view webhooks = "/v1/environment/webhooks";
    answer_file out;
    for (auto const profile : {model::profile::seed_2019, model::profile::openapi_2026}) {
        auto world = world_of(profile);
        out.call(world, verb::POST, webhooks, R"({"url":"https://a.test","event":"batch"})");
        out.call(world, verb::POST, webhooks, R"({"url":"https://a.test","event":"batch"})");
        out.call(world, verb::POST, webhooks, R"({"url":"a"})");
        out.call(world, verb::POST, webhooks);
        out.call(world, verb::PUT, "/v1/environment/webhooks/se-77", every_field);
        for (auto const target : gets)
            out.call(world, verb::GET, target);
        make_things(out, world);
        out.call(world, verb::GET, webhooks, {}, model::key_state::missing);
        out.call(world, verb::DELETE, "/v1/environment/webhooks/se-77");
    }
    CHECK(out.good());
}
