// The payloads against ShipEngine's own samples, which lie in tests/payloads/ as they are printed.
#include "sim/scenario/tree/reader.hpp"
#include "tests/support/loaded.hpp"
#include "tests/support/sent_bodies.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

using namespace drydock;
using model::webhook_event;
namespace fs = std::filesystem;

namespace {

fs::path const root = DRYDOCK_SOURCE_DIR;

std::string read_file(fs::path const& path)
{
    std::ifstream in{path, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    REQUIRE(in.good());
    return text.str();
}

sim::node tree_of(std::string_view text)
{
    std::vector<sim::scenario_error> errors;
    auto made = sim::read_json(text, errors);
    REQUIRE(made);
    REQUIRE(errors.empty());
    return std::move(*made);
}

/// Every value that has no members, by JSON pointer, as it is written: 40.0 is not 40.
using leaves = std::map<std::string, std::string>;
void collect(sim::node const& value, std::string const& pointer, leaves& found)
{
    if (value.members.empty() && value.items.empty()) found[pointer] = sim::to_json(value);
    for (auto const& m : value.members)
        collect(m.value, pointer + '/' + m.name, found);
    for (std::size_t i = 0; i < value.items.size(); ++i)
        collect(value.items[i], pointer + '/' + std::to_string(i), found);
}
leaves leaves_of(sim::node const& value)
{
    leaves found;
    collect(value, "", found);
    return found;
}

/// Each field, then the order of the fields, without the white space of print.
void check_sample(std::string const& body, std::string_view file)
{
    INFO(file);
    auto const sample = tree_of(read_file(root / "tests/payloads" / file));
    auto const wanted = leaves_of(sample);
    auto const found = leaves_of(tree_of(body));
    for (auto const& [pointer, value] : wanted) {
        INFO(pointer);
        CHECK(found.contains(pointer));
        if (found.contains(pointer)) CHECK(found.at(pointer) == value);
    }
    CHECK(found.size() == wanted.size());
    CHECK(body == sim::to_json(sample));
}

/// The bodies of the scenario in which every event happens once.
std::map<webhook_event, std::string> bodies_of_every_event()
{
    auto const sent =
        test::sent_bodies(test::loaded(read_file(root / "scenarios/every_event.json")));
    std::map<webhook_event, std::string> bodies;
    for (auto const& [event, body] : sent)
        bodies.emplace(event, body);
    REQUIRE(sent.size() == 6);
    REQUIRE(bodies.size() == 6);
    return bodies;
}

} // namespace

TEST_CASE("each payload is the sample, field by field and byte for byte", "[payload]")
{
    auto const bodies = bodies_of_every_event();
    check_sample(bodies.at(webhook_event::rate), "rate.json");
    check_sample(bodies.at(webhook_event::batch), "batch.json");
    check_sample(bodies.at(webhook_event::carrier_connected), "carrier_connected.json");
    check_sample(bodies.at(webhook_event::sales_orders_imported), "sales_orders_imported.json");
}

TEST_CASE("the sample of a sales order is whole", "[payload]")
{
    auto const sample =
        leaves_of(tree_of(read_file(root / "tests/payloads/sales_orders_imported.json")));
    CHECK(sample.size() == 80);
    CHECK(sample.at("/data/0/external_order_number") == R"("SH21622")");
    CHECK(sample.at("/data/0/payment_details/grand_total/amount") == "40.0");
    CHECK(sample.at("/data/0/sales_order_items/0/line_item_details/weight/value") == "2.8");
    CHECK(sample.at("/data/0/sales_order_items/0/is_gift") == "false");
}

TEST_CASE("payloads without a sample say what they are of, and nothing that nobody knows",
          "[payload]")
{
    auto const bodies = bodies_of_every_event();
    CHECK(
        bodies.at(webhook_event::order_source_refresh_complete) ==
        R"({"resource_url":"https://api.shipengine.com/v-beta/order_sources/4e4af80f-6974-48b6-b88f-e46f1c2a0b28",)"
        R"("resource_type":"API_ORDER_SOURCE_REFRESH_COMPLETE"})");
    auto const track = tree_of(bodies.at(webhook_event::track));
    CHECK(track.find("resource_type")->text == "API_TRACK");
    CHECK(track.members.size() == 3);
}

TEST_CASE("a second order counts on from the sample, and has nothing of the first's own",
          "[payload]")
{
    auto const sent = test::sent_bodies(test::loaded(test::file_with(R"(
        "webhooks": [ { "event": "sales_orders_imported", "url": "https://shop.test/hooks" } ],
        "endpoints": { "https://shop.test": {} },
        "timeline": [
          { "at": "0s", "store_refresh": { "order_source": "shop", "orders": [
              {}, { "sales_order_items": [ {}, {} ] } ] } },
          { "at": "1h", "store_refresh": { "order_source": "shop", "orders": [
              { "payment_details": { "grand_total": { "amount": 7.10 } } } ] } }
        ])")));
    REQUIRE(sent.size() == 2);
    auto const first = leaves_of(tree_of(sent[0].body));
    auto const later = leaves_of(tree_of(sent[1].body));
    CHECK(first.at("/data/0/external_order_number") == R"("SH21622")");
    CHECK(first.at("/data/1/external_order_number") == R"("SH21623")");
    CHECK(later.at("/data/0/external_order_number") == R"("SH21624")");
    CHECK(later.at("/data/0/sales_order_id") == R"("2078df4d-49c1-53da-837a-ad2781b782e2")");
    CHECK(later.at("/data/0/payment_details/grand_total/amount") == "7.10");
    CHECK(later.at("/data/0/payment_details/grand_total/currency") == R"("usd")");
    CHECK(later.at("/data/0/order_source/order_source_id") == R"("shop")");
    std::map<std::string, int> items;
    for (auto const* const pointer : {"/data/0/sales_order_items/0/sales_order_item_id",
                                      "/data/1/sales_order_items/0/sales_order_item_id",
                                      "/data/1/sales_order_items/1/sales_order_item_id"})
        ++items[first.at(pointer)];
    CHECK(items.size() == 3);
}
