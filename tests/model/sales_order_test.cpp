#include "model/entity/sales_order.hpp"

#include "tests/support/naive_json.hpp"
#include "tests/support/sample_order.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace drydock;
using drydock::tests::json_node;
using drydock::tests::sample_order;
using model::order_source_object;
using model::sales_order;

namespace {

constexpr std::string_view sample_source = "4e4af80f-6974-48b6-b88f-e46f1c2a0b28";

std::string at(std::string const& order, std::initializer_list<std::string_view> path)
{
    auto const whole = json_node(order);
    auto const* value = &whole;
    for (auto const step : path)
        value = value->is == sim::node::kind::array
                    ? &value->items.at(std::stoul(std::string{step}))
                    : value->find(step);
    return value->text;
}

} // namespace

TEST_CASE("the first order is the seed's sample, byte for byte", "[sales_order]")
{
    CHECK(sales_order("", 1, sample_source, "") == sim::to_json(json_node(sample_order)));
    CHECK(sales_order("{}", 1, sample_source, "{}") == sim::to_json(json_node(sample_order)));
    CHECK(order_source_object(sample_source, "") ==
          sim::to_json(*json_node(sample_order).find("order_source")));
}

TEST_CASE("ids and numbers count up from the sample's", "[sales_order]")
{
    auto const order = sales_order("", 31, "s", "");
    CHECK(at(order, {"sales_order_id"}) == "2078df4d-49c1-53da-837a-ad2781b782fe");
    CHECK(at(order, {"external_order_id"}) == "611699195993");
    CHECK(at(order, {"external_order_number"}) == "SH21652");
    CHECK(at(order, {"sales_order_items", "0", "sales_order_item_id"}) ==
          "6f8f3f51-7a5a-50b2-a842-d6e89a5b5b44");
    CHECK(at(order, {"order_source", "order_source_id"}) == "s");
}

TEST_CASE("what differs is merged deeply, and null is a value", "[sales_order]")
{
    auto const order = sales_order(
        R"({"customer":{"phone":"1","email":null},"payment_details":{"subtotal":{"amount":1.50}},)"
        R"("sales_order_id":"mine","tags":["a"]})",
        2, "s", R"({"order_source_nickname":"Mine","active":false})");
    CHECK(at(order, {"customer", "name"}) == "Greg Smith");
    CHECK(at(order, {"customer", "phone"}) == "1");
    CHECK(json_node(order).find("customer")->find("email")->is == sim::node::kind::null);
    CHECK(at(order, {"payment_details", "subtotal", "amount"}) == "1.50");
    CHECK(at(order, {"payment_details", "grand_total", "amount"}) == "40.0");
    CHECK(at(order, {"sales_order_id"}) == "mine");
    CHECK(at(order, {"tags", "0"}) == "a");
    CHECK(at(order, {"order_source", "order_source_nickname"}) == "Mine");
    CHECK_FALSE(json_node(order).find("order_source")->find("active")->truth);
}

TEST_CASE("each item of an order has what the sample's has and an id of its own", "[sales_order]")
{
    std::set<std::string> ids;
    for (std::uint32_t ordinal = 1; ordinal <= 3; ++ordinal) {
        auto const order = sales_order(
            R"({"sales_order_items":[{"quantity":2},{},{"is_gift":true}]})", ordinal, "s", "");
        REQUIRE(json_node(order).find("sales_order_items")->items.size() == 3);
        CHECK(at(order, {"sales_order_items", "0", "quantity"}) == "2");
        CHECK(at(order, {"sales_order_items", "1", "quantity"}) == "1");
        CHECK(at(order, {"sales_order_items", "2", "line_item_details", "sku"}) == "BUB-1-T");
        for (auto const* const place : {"0", "1", "2"})
            ids.insert(at(order, {"sales_order_items", place, "sales_order_item_id"}));
    }
    CHECK(ids.size() == 9);
}

TEST_CASE("an order may have no items, or none that is a list", "[sales_order]")
{
    auto const none = sales_order(R"({"sales_order_items":[]})", 1, "s", "");
    CHECK(json_node(none).find("sales_order_items")->items.empty());
    for (auto const* const odd : {"null", "{}", "\"[\"", "1"}) {
        auto const order =
            sales_order(R"({"sales_order_items":)" + std::string{odd} + "}", 1, "s", "");
        CHECK(sim::to_json(*json_node(order).find("sales_order_items")) == odd);
    }
}
