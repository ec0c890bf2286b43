#include "model/entity/order_source.hpp"
#include "model/json/json_text.hpp"
#include "tests/support/api.hpp"

using namespace drydock::model;
using namespace std::chrono_literals;
using drydock::tests::at;
using drydock::tests::called_world;
using drydock::tests::error_in;

namespace {

constexpr order_source_number first{1};

/// A store that has imported three orders: numbers 1 and 2, then 3 and 1 again, changed.
called_world with_orders()
{
    called_world w;
    (void)w.when(start_refresh{"shop", {}}, at(1h));
    (void)w.when(
        import_orders{first,
                      {R"({"external_order_number":"1","modified_at":"2019-09-01T00:00:00Z"})",
                       R"({"external_order_number":"2","modified_at":"2019-09-02T00:00:00Z",)"
                       R"("sales_order_status":{"payment_status":"unpaid"}})"},
                      {}},
        at(1h));
    (void)w.when(complete_refresh{first, {}}, at(1h + 5s));
    auto const orders = w.get("/v-beta/sales_orders?external_order_number=1").body;
    auto const id =
        raw_member(split_items(raw_member(orders, "sales_orders"))[0], "sales_order_id");
    (void)w.when(start_refresh{"shop", R"({"active":false})"}, at(2h));
    (void)w.when(
        import_orders{first,
                      {R"({"external_order_number":"3","modified_at":"2019-09-03T00:00:00Z"})",
                       R"({"external_order_number":"1","modified_at":"2019-09-04T00:00:00Z",)"
                       R"("sales_order_status":{"is_cancelled":true},"sales_order_id":)" +
                           std::string{id} + '}'},
                      {}},
        at(2h));
    return w;
}

/// The order numbers in a list, in order.
std::string numbers_in(called_world& w, std::string const& query)
{
    auto const given = w.get("/v-beta/sales_orders" + query);
    INFO(query << '\n' << given.body);
    CHECK(given.status == 200);
    CHECK(given.lines.empty());
    std::string found;
    for (auto const item : split_items(raw_member(given.body, "sales_orders")))
        found += decode_json_string(raw_member(item, "external_order_number"));
    return found;
}

} // namespace

TEST_CASE("sales orders are listed as imported last, the last modified first", "[api]")
{
    auto w = with_orders();
    CHECK(numbers_in(w, "") == "132");
    CHECK(numbers_in(w, "?sort_dir=asc") == "231");
    CHECK(numbers_in(w, "?page_size=2&page=2") == "2");
    CHECK(w.get("/v-beta/sales_orders?page_size=2")
              .body.find(R"("total":3,"page":1,"pages":2,"links":{)") != std::string::npos);
}

TEST_CASE("sales orders are filtered", "[api]")
{
    auto w = with_orders();
    CHECK(numbers_in(w, "?external_order_number=2") == "2");
    CHECK(numbers_in(w, "?payment_status=unpaid") == "2");
    CHECK(numbers_in(w, "?fulfillment_status=unfulfilled") == "132");
    CHECK(numbers_in(w, "?fulfillment_status=fulfilled").empty());
    CHECK(numbers_in(w, "?cancelled=true") == "1");
    CHECK(numbers_in(w, "?cancelled=false") == "32");
    CHECK(numbers_in(w, "?order_source_id=shop") == "132");
    CHECK(numbers_in(w, "?order_source_id=other").empty());
    CHECK(numbers_in(w, "?modified_at_start=2019-09-03T00:00:00Z") == "13");
    CHECK(numbers_in(w, "?modified_at_end=2019-09-03T00:00:00Z") == "32");
    CHECK(numbers_in(w, "?created_at_start=2019-01-01T00:00:00Z").empty());
    CHECK(numbers_in(w, "?order_date_end=2019-01-01T00:00:00Z&sort_by=modified_at") == "132");
    for (auto const* const query : {"?cancelled=yes", "?payment_status=late", "?page_size=x",
                                    "?order_date_start=x", "?sort_by=x"})
        CHECK(w.get("/v-beta/sales_orders" + std::string{query}).status == 400);
}

TEST_CASE("a sales order without a time is in no window of it, and sorts as the oldest", "[api]")
{
    called_world w;
    (void)w.when(start_refresh{"shop", {}}, at(1h));
    (void)w.when(
        import_orders{first,
                      {R"({"external_order_number":"1","order_date":"2019-09-01T00:00:00Z"})",
                       R"({"external_order_number":"2","order_date":null})"},
                      {}},
        at(1h));
    CHECK(numbers_in(w, "?order_date_end=2019-09-02T00:00:00Z") == "1");
    CHECK(numbers_in(w, "?order_date_start=2019-01-01T00:00:00Z") == "1");
    CHECK(numbers_in(w, "?sort_by=order_date&sort_dir=asc") == "21");
}

TEST_CASE("one sales order is shown by its id", "[api]")
{
    auto w = with_orders();
    auto const list = w.get("/v-beta/sales_orders").body;
    for (auto const order : split_items(raw_member(list, "sales_orders"))) {
        auto const id = decode_json_string(raw_member(order, "sales_order_id"));
        CHECK(w.get("/v-beta/sales_orders/" + id).body == order);
    }
    auto const given = w.get("/v-beta/sales_orders/x");
    CHECK(given.status == 404);
    CHECK(error_in(given).find("Sales order ID x was not found.") != std::string::npos);
}

TEST_CASE("an order source shows where its refresh stands", "[api]")
{
    auto w = with_orders();
    auto const one = w.get("/v-beta/order_sources/shop");
    CHECK(one.status == 200);
    CHECK(one.body ==
          R"({"order_source_id":"shop","order_source_nickname":"Shippity Shop Shopify",)"
          R"("order_source_code":"shopify","order_source_friendly_name":"Shopify",)"
          R"("refresh_info":{"status":"updating","last_refresh_attempt":"2019-09-07T02:00:00Z",)"
          R"("refresh_date":"2019-09-07T01:00:05Z"},"active":false})");
    CHECK(w.get("/v-beta/order_sources").body == R"({"order_sources":[)" + one.body + "]}");
    (void)w.when(fail_refresh{first}, at(2h + 5s));
    CHECK(w.get("/v-beta/order_sources/shop").body.find(R"("status":"error")") !=
          std::string::npos);
    CHECK(w.get("/v-beta/order_sources/x").status == 404);

    called_world none;
    CHECK(none.get("/v-beta/order_sources").body == R"({"order_sources":[]})");
    CHECK(numbers_in(none, "").empty());
}
