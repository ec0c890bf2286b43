#include "model/entity/report.hpp"
#include "tests/support/api.hpp"

using namespace drydock::model;
using namespace std::chrono_literals;
using drydock::tests::at;
using drydock::tests::called_world;
using drydock::tests::error_in;

TEST_CASE("a report is shown as its payload told it", "[api]")
{
    called_world w;
    w.spoken = profile::openapi_2026;
    (void)w.when(complete_report{"r 1"}, at(1h));
    CHECK(w.get("/v1/reports/r%201").body ==
          R"({"report_type":"shipments","created_at":"2019-09-07T01:00:00Z","report_url":{"href":)"
          R"("https://api.shipengine.com/v1/reports/r%201/download"}})");
    (void)w.when(complete_report{"r 1", R"({"report_type":"labels","report_url":{"href":"a"}})"},
                 at(2h));
    auto const given = w.get("/v1/reports/r%201");
    CHECK(given.status == 200);
    CHECK(given.lines.empty());
    CHECK(given.body == R"({"report_type":"labels","created_at":"2019-09-07T02:00:00Z",)"
                        R"("report_url":{"href":"a"}})");
}

TEST_CASE("a report that there is not is not found, in profile seed-2019 none is", "[api]")
{
    called_world w;
    (void)w.when(complete_report{"r-1"}, at(1h));
    CHECK(w.get("/v1/reports/r-1").status == 404);
    w.spoken = profile::openapi_2026;
    CHECK(w.get("/v1/reports/r-1").status == 200);
    auto const given = w.get("/v1/reports/r-2");
    CHECK(given.status == 404);
    CHECK(error_in(given).find("Report ID r-2 was not found.") != std::string::npos);
}
