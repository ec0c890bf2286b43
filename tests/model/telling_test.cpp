#include "model/entity/telling.hpp"

#include "tests/support/given.hpp"

#include <catch2/catch.hpp>

using namespace drydock::model;
using namespace std::chrono_literals;
using drydock::tests::at;
using drydock::tests::told;
using drydock::tests::with_queued_delivery;

namespace {

constexpr subject shipment{1, subject_kind::shipment};
constexpr resend_delivery again{{1}, webhook_event::track, shipment, {3}};

} // namespace

TEST_CASE("a resend has as cause what the first delivery told of", "[telling]")
{
    auto w = with_queued_delivery();
    w.given(shipment_scanned{{1}, {}, at(1s), scan_status::DE});
    CHECK(
        told(w.when(again, at(1h))) ==
        std::vector<std::string>{
            R"("type":"delivery_requested","cause":3,"delivery":2,"webhook":"5515","subject":"se-1","resend_of":1})"});
    auto const& sent = w.state.deliveries[w.where(2)];
    CHECK(sent.told == 1); // not the newer scan
    CHECK(sent.nth == 3);  // after two scans
}

TEST_CASE("a resend goes to the webhook that is there by now", "[telling]")
{
    auto w = with_queued_delivery();
    w.given(webhook_deleted{{1}});
    w.given(webhook_created{{2}, {}, w.text("https://b.test"), webhook_event::track});
    CHECK(told(w.when(again, at(1h)))[0].find(R"("webhook":"5516")") != std::string::npos);
}

TEST_CASE("nothing is resent without a webhook that is on", "[telling]")
{
    auto w = with_queued_delivery();
    if (GENERATE(false, true))
        w.given(webhook_disabled{{1}});
    else
        w.given(webhook_deleted{{1}});
    w.given(webhook_created{{2}, {}, w.text("https://b.test"), webhook_event::rate});
    CHECK(w.when(again, at(1h)).refused == error::webhook_unknown);
}
