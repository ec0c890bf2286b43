#include "model/entity/rate.hpp"

#include "tests/support/given.hpp"

#include <catch2/catch.hpp>

using namespace drydock::model;
using namespace std::chrono_literals;
using drydock::tests::at;
using drydock::tests::told;
using drydock::tests::world;

namespace {

world with_rate_webhook()
{
    world w;
    w.given(webhook_created{{1}, {}, w.text("https://shop.test"), webhook_event::rate});
    w.given(shipment_created{{1}, {1, {}}, {}});
    return w;
}

} // namespace

TEST_CASE("new rates are journaled and sent", "[rate]")
{
    auto w = with_rate_webhook();
    auto const answer = w.when(update_rates{{1}, R"({"rates":[]})", R"({"body":"x"})"}, at(1s));
    CHECK(
        told(answer) ==
        std::vector<std::string>{
            R"("type":"rates_updated","cause":0,"shipment":"se-1","fields":{"rates":[]},"payload":{"body":"x"}})",
            R"("type":"delivery_requested","cause":3,"delivery":1,"webhook":"5515","subject":"se-1"})"});
}

TEST_CASE("the same rates again are sent again", "[rate]")
{
    auto w = with_rate_webhook();
    (void)w.when(update_rates{{1}}, at(1s));
    CHECK(told(w.when(update_rates{{1}}, at(1s)))[1].find("\"cause\":5,\"delivery\":2") !=
          std::string::npos);
}

TEST_CASE("rates without a webhook of their own are journaled and not sent", "[rate]")
{
    auto w = with_rate_webhook();
    w.given(webhook_disabled{{1}});
    w.given(webhook_created{{2}, {}, w.text("https://shop.test"), webhook_event::track});
    CHECK(told(w.when(update_rates{{1}}, at(1s))) ==
          std::vector<std::string>{
              R"("type":"rates_updated","cause":0,"shipment":"se-1"})",
              R"("type":"event_unsubscribed","cause":5,"subject":"se-1","event":"rate"})"});
}

TEST_CASE("rates count among the webhook events of their shipment", "[rate]")
{
    auto w = with_rate_webhook();
    w.given(shipment_scanned{{1}, {}, at(0s), scan_status::AC});
    (void)w.when(update_rates{{1}}, at(1s));
    CHECK(w.state.deliveries[w.where(1)].nth == 2);
}
