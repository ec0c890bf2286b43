#include "model/entity/order_source.hpp"

#include "tests/support/given.hpp"

#include <catch2/catch.hpp>

using namespace drydock::model;
using namespace std::chrono_literals;
using drydock::tests::at;
using drydock::tests::told;
using drydock::tests::world;

namespace {

/// Both webhooks of stores, and a refresh of the store "s" that is running: event 3.
world with_refresh()
{
    world w;
    w.given(webhook_created{
        {1}, {}, w.text("https://shop.test"), webhook_event::sales_orders_imported});
    w.given(webhook_created{
        {2}, {}, w.text("https://shop.test"), webhook_event::order_source_refresh_complete});
    (void)w.when(start_refresh{"s", R"({"active":true})"}, at(0s));
    return w;
}

bool has(std::string const& line, std::string_view part)
{
    return line.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a refresh makes its store, once, and keeps what it is not given", "[order_source]")
{
    world w;
    CHECK(
        told(w.when(start_refresh{"s", R"({"active":true})"}, at(0s))) ==
        std::vector<std::string>{
            R"("type":"order_source_refresh_started","cause":0,"order_source":"s","fields":{"active":true}})"});
    (void)w.when(complete_refresh{{1}}, at(1s));
    auto const again = told(w.when(start_refresh{"s", R"({"order_source_code":"x"})"}, at(2s)));
    REQUIRE(again.size() == 1);
    CHECK(again[0].ends_with(R"("fields":{"active":true,"order_source_code":"x"}})"));
    CHECK(w.state.order_sources.size() == 1);
}

TEST_CASE("a store that is being refreshed is refreshed no second time", "[order_source]")
{
    auto w = with_refresh();
    CHECK(w.when(start_refresh{"s", R"({"order_source_code":"new"})"}, at(1s)).refused ==
          error::refresh_running);
    CHECK(w.when(start_refresh{"another"}, at(1s)).refused == error::none);
}

TEST_CASE("orders are imported because of the refresh, and told of", "[order_source]")
{
    auto w = with_refresh();
    auto const lines = told(w.when(
        import_orders{{1}, {R"({"external_order_number":"A"})", "{}"}, R"({"body":"x"})"}, at(1s)));
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].starts_with(
        R"("type":"sales_orders_imported","cause":3,"order_source":"s","count":2,"orders":[{)"));
    CHECK(lines[0].ends_with(R"(}],"payload":{"body":"x"}})"));
    CHECK(lines[1] ==
          R"("type":"delivery_requested","cause":4,"delivery":1,"webhook":"5515","subject":"s"})");
}

TEST_CASE("order ids count up over imports and stores", "[order_source]")
{
    auto w = with_refresh();
    (void)w.when(start_refresh{"t"}, at(0s));
    auto const first = told(w.when(import_orders{{1}, {"{}", "{}"}}, at(1s)));
    auto const second = told(w.when(import_orders{{2}, {"{}"}}, at(1s)));
    CHECK(has(first[0], "\"external_order_number\":\"SH21622\""));
    CHECK(has(first[0], "\"external_order_number\":\"SH21623\""));
    CHECK(has(second[0], "\"external_order_number\":\"SH21624\""));
    CHECK(has(second[0], "\"sales_order_id\":\"2078df4d-49c1-53da-837a-ad2781b782e2\""));
    CHECK(has(second[0], "\"order_source_id\":\"t\""));
}

TEST_CASE("the end of a refresh is told of and caused by its start", "[order_source]")
{
    auto w = with_refresh();
    CHECK(
        told(w.when(complete_refresh{{1}, R"({"body":"x"})"}, at(1s))) ==
        std::vector<std::string>{
            R"("type":"order_source_refresh_completed","cause":3,"order_source":"s","payload":{"body":"x"}})",
            R"("type":"delivery_requested","cause":4,"delivery":1,"webhook":"5516","subject":"s"})"});
}

TEST_CASE("a failed refresh is journaled and nothing is told", "[order_source]")
{
    auto w = with_refresh();
    CHECK(told(w.when(fail_refresh{{1}}, at(1s))) ==
          std::vector<std::string>{
              R"("type":"order_source_refresh_failed","cause":3,"order_source":"s"})"});
}

TEST_CASE("what ends or imports needs a refresh that runs", "[order_source]")
{
    auto w = with_refresh();
    if (GENERATE(false, true))
        (void)w.when(complete_refresh{{1}}, at(1s));
    else
        (void)w.when(fail_refresh{{1}}, at(1s));
    CHECK(w.when(import_orders{{1}, {"{}"}}, at(2s)).refused == error::no_refresh);
    CHECK(w.when(complete_refresh{{1}, R"({"body":"new"})"}, at(2s)).refused == error::no_refresh);
    CHECK(w.when(fail_refresh{{1}}, at(2s)).refused == error::no_refresh);
}

TEST_CASE("stores without webhooks are journaled and not told of", "[order_source]")
{
    world w;
    (void)w.when(start_refresh{"s"}, at(0s));
    CHECK(
        told(w.when(import_orders{{1}, {"{}"}}, at(1s)))[1] ==
        R"("type":"event_unsubscribed","cause":2,"subject":"s","event":"sales_orders_imported"})");
    CHECK(
        told(w.when(complete_refresh{{1}}, at(1s)))[1] ==
        R"("type":"event_unsubscribed","cause":4,"subject":"s","event":"order_source_refresh_complete"})");
}

TEST_CASE("a store says where its refresh stands", "[order_source]")
{
    auto w = with_refresh();
    auto const status = [&](duration offset) {
        return refresh_status(w.state.order_sources[0], at(offset));
    };
    CHECK(status(0s) == "preparing_update");
    CHECK(status(1s) == "updating");
    (void)w.when(fail_refresh{{1}}, at(2s));
    CHECK(status(2s) == "error");
    (void)w.when(start_refresh{"s"}, at(3s));
    CHECK(status(3s) == "preparing_update");
    (void)w.when(complete_refresh{{1}}, at(3s));
    CHECK(status(3s) == "idle");
}
