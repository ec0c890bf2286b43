#include "model/entity/carrier.hpp"

#include "tests/support/given.hpp"

#include <catch2/catch.hpp>

using namespace drydock::model;
using namespace std::chrono_literals;
using drydock::tests::at;
using drydock::tests::told;
using drydock::tests::world;

namespace {

world with_carrier_webhook()
{
    world w;
    w.given(
        webhook_created{{1}, {}, w.text("https://shop.test"), webhook_event::carrier_connected});
    return w;
}

} // namespace

TEST_CASE("a carrier that is connected is made and told of", "[carrier]")
{
    auto w = with_carrier_webhook();
    CHECK(
        told(w.when(connect_carrier{"se-9", R"({"nickname":"A"})"}, at(0s))) ==
        std::vector<std::string>{
            R"("type":"carrier_connected","cause":0,"carrier":"se-9","fields":{"nickname":"A"}})",
            R"("type":"delivery_requested","cause":2,"delivery":1,"webhook":"5515","subject":"se-9"})"});
}

TEST_CASE("a known carrier is connected anew and keeps what it is not given", "[carrier]")
{
    auto w = with_carrier_webhook();
    (void)w.when(connect_carrier{"ups", R"({"nickname":"A","balance":40.0})"}, at(0s));
    auto const lines = told(w.when(connect_carrier{"ups", R"({"nickname":null})"}, at(1s)));
    REQUIRE(lines.size() == 2);
    CHECK(lines[0] == R"("type":"carrier_connected","cause":0,"carrier":"ups",)"
                      R"("fields":{"nickname":null,"balance":40.0}})");
    CHECK(lines[1].find("\"cause\":4,\"delivery\":2") != std::string::npos);
    CHECK(w.state.carriers.size() == 1);
}

TEST_CASE("a carrier without a webhook is journaled and not sent", "[carrier]")
{
    world w;
    CHECK(
        told(w.when(connect_carrier{"ups"}, at(0s))) ==
        std::vector<std::string>{
            R"("type":"carrier_connected","cause":0,"carrier":"ups"})",
            R"("type":"event_unsubscribed","cause":1,"subject":"ups","event":"carrier_connected"})"});
}
