#include "model/entity/report.hpp"

#include "tests/support/given.hpp"

#include <catch2/catch.hpp>

using namespace drydock::model;
using namespace std::chrono_literals;
using drydock::tests::at;
using drydock::tests::told;
using drydock::tests::world;

TEST_CASE("a report that is ready is told of", "[report]")
{
    world w;
    w.given(webhook_created{{1}, {}, w.text("https://shop.test"), webhook_event::report_complete});
    CHECK(
        told(w.when(complete_report{"r-1", R"({"report_type":"labels"})"}, at(0s))) ==
        std::vector<std::string>{
            R"("type":"report_completed","cause":0,"report":"r-1","fields":{"report_type":"labels"}})",
            R"("type":"delivery_requested","cause":2,"delivery":1,"webhook":"5515","subject":"r-1"})"});
}

TEST_CASE("a report can be completed anew", "[report]")
{
    world w;
    (void)w.when(complete_report{"r-1", R"({"report_type":"labels"})"}, at(0s));
    auto const lines =
        told(w.when(complete_report{"r-1", R"({"created_at":"2019-09-07T00:00:00Z"})"}, at(0s)));
    CHECK(lines[0].ends_with(
        R"("fields":{"report_type":"labels","created_at":"2019-09-07T00:00:00Z"}})"));
    CHECK(w.state.reports.size() == 1);
}

TEST_CASE("a report without a webhook is journaled and not sent", "[report]")
{
    world w;
    CHECK(
        told(w.when(complete_report{"r-1"}, at(0s))) ==
        std::vector<std::string>{
            R"("type":"report_completed","cause":0,"report":"r-1"})",
            R"("type":"event_unsubscribed","cause":1,"subject":"r-1","event":"report_complete"})"});
}
