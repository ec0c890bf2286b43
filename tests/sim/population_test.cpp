// What populations generate, and that they are nothing but shorter files.
#include "sim/runner.hpp"
#include "sim/story.hpp"
#include "tests/support/loaded.hpp"
#include "tests/support/run_lines.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <cmath>
#include <map>
#include <string>
#include <vector>

using namespace drydock;
using namespace drydock::test;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view head = R"("webhooks": [{"event": "track", "url": "https://shop.test"}],
  "endpoints": {"https://shop.test": {"rules": [{"chance": 0.3, "respond": 500},
                                                {"respond": 200, "after": "40ms"}]}},)";

constexpr std::string_view story = R"("story": {
    "AC": [{"to": "IT", "after": {"exponential": "6h"}}],
    "IT": [{"to": "AT", "chance": 0.4, "after": {"uniform": ["1h", "2h"]}},
           {"to": "EX", "chance": 0.3, "after": "1h"}, {"to": "DE", "after": "3h"}],
    "AT": [{"to": "DE", "after": "1h"}], "EX": [{"to": "IT", "after": "1h"}]})";

sim::scenario with_population(std::string_view population, std::string_view more = {})
{
    return loaded(file_with(std::string{head} + "\"population\": " + std::string{population} +
                            std::string{more}));
}

sim::scenario shipments(std::string const& members)
{
    return with_population("{" + members + ", " + std::string{story} + "}");
}

/// The scans of a journal as `track` entries, each of which makes its shipment if it is new.
sim::scenario written_out(sim::scenario plan)
{
    auto const lines = lines_of(plan);
    plan.populations.clear();
    for (auto const& line : lines) {
        if (member(line, "type") != "shipment_scanned") continue;
        auto const at = *model::parse_instant(member(line, "at"));
        sim::scan_plan scan;
        scan.at = at;
        scan.status = *model::parse_scan_status(member(line, "status"));
        sim::timeline_entry entry;
        entry.at = at;
        entry.what = sim::track_entry{member(line, "shipment"), scan};
        plan.timeline.push_back(entry);
    }
    return plan;
}

} // namespace

TEST_CASE("a population is journaled like the same scans written out", "[population]")
{
    auto plan = shipments(R"("shipments": 200, "arrivals": {"exponential": "1m"}, "keep": true)");
    // An attempt is drawn for its shipment: by arrival here, by id there.
    plan.endpoints[0].rules[0].with_chance.reset();
    plan.endpoints[0].rules[0].attempts = {1};
    auto const generated = lines_of(plan);
    CHECK(generated.size() > 3000);
    CHECK(difference(generated, lines_of(written_out(plan))) == "");
}

TEST_CASE("the first gap comes before the first arrival", "[population]")
{
    auto const plan = shipments(R"("shipments": 3, "arrivals": "1m")");
    std::vector<std::string> arrivals;
    for (auto const& line : lines_of(plan))
        if (member(line, "type") == "shipment_created")
            arrivals.push_back(member(line, "shipment") + " " + member(line, "at"));
    CHECK(arrivals == std::vector<std::string>{"se-1 2019-09-07T00:01:00Z",
                                               "se-2 2019-09-07T00:02:00Z",
                                               "se-3 2019-09-07T00:03:00Z"});
}

TEST_CASE("shipments of all populations are numbered in order of arrival", "[population]")
{
    auto const one = [](std::string const& gap) {
        return "{\"shipments\": 2, \"arrivals\": \"" + gap +
               "\", \"story\": {\"AC\": [{\"to\": \"DE\", \"after\": \"1h\"}]}}";
    };
    auto const plan = with_population('[' + one("3m") + ", " + one("2m") + ", " + one("2m") + ']');
    std::string arrivals;
    for (auto const& line : lines_of(plan))
        if (member(line, "type") == "shipment_created")
            arrivals += member(line, "shipment") + member(line, "at").substr(13, 4) + ' ';
    CHECK(arrivals == "se-1:02: se-2:02: se-3:03: se-4:04: se-5:04: se-6:06: ");
}

TEST_CASE("an arrival comes after the timeline of its instant, and before steps of stories",
          "[population]")
{
    auto const plan = with_population(
        R"({"shipments": 2, "arrivals": "1h", "story": {"AC": [{"to": "IT", "after": "1h"}]}})",
        R"(, "timeline": [{"at": "2h", "track": {"shipment": "late", "status": "IT"}}])");
    std::string order;
    for (auto const& line : lines_of(plan))
        if (member(line, "type") == "shipment_scanned" &&
            member(line, "at") == "2019-09-07T02:00:00Z")
            order += member(line, "shipment") + ' ' + member(line, "status") + ", ";
    CHECK(order == "late IT, se-2 AC, se-1 IT, ");
}

TEST_CASE("another population, another entry, a longer queue: the same stories", "[population]")
{
    auto const scans = [](sim::scenario const& plan) {
        std::map<std::string, std::string> told;
        for (auto const& line : lines_of(plan))
            if (member(line, "type") == "shipment_scanned")
                told[member(line, "shipment")] +=
                    member(line, "status") + ' ' + member(line, "at") + ' ';
        return told;
    };
    auto const plan = shipments(R"("shipments": 100, "arrivals": {"exponential": "1m"})");
    auto busier = plan;
    for (int i = 0; i < 50; ++i) {
        sim::timeline_entry entry;
        entry.at = plan.start + i * 7min;
        entry.what = sim::track_entry{"box-" + std::to_string(i), {}};
        std::get<sim::track_entry>(entry.what).scan.status = model::scan_status::IT;
        busier.timeline.push_back(entry);
    }
    auto const alone = scans(plan);
    auto together = scans(busier);
    for (int i = 0; i < 50; ++i)
        together.erase("box-" + std::to_string(i));
    CHECK(alone == together);
    CHECK(alone.size() == 100);
}

TEST_CASE("a choice counts when those before it were not taken", "[population]")
{
    auto const plan = shipments(R"("shipments": 1, "arrivals": "1m")");
    auto const& all = std::get<sim::shipment_population>(plan.populations[0].what);
    std::map<model::scan_status, int> taken;
    constexpr int tries = 40'000;
    for (std::uint64_t subject = 1; subject <= tries; ++subject)
        ++taken[sim::next_of(all, model::scan_status::IT, {7, subject}, 2)->status];
    // 0.4, then 0.3 of what is left; four standard errors are below 400.
    CHECK(std::abs(taken[model::scan_status::AT] - 0.4 * tries) < 400);
    CHECK(std::abs(taken[model::scan_status::EX] - 0.18 * tries) < 400);
    CHECK(std::abs(taken[model::scan_status::DE] - 0.42 * tries) < 400);
    CHECK(!sim::next_of(all, model::scan_status::DE, {7, 1}, 3));
}

TEST_CASE("batches of a population are completed as they are made", "[population]")
{
    auto const plan =
        loaded(file_with(R"("until": "1d", "population": {"batches": {"every": "6h", "size": 500}},
            "webhooks": [{"event": "batch", "url": "https://shop.test"}])"));
    auto written = plan;
    written.populations.clear();
    written.timeline = loaded(file_with(R"("timeline": [{"at": "6h", "repeat": {"every": "6h",
            "times": 4}, "batch": {"batch": "se-{n}", "completed": 500}}])"))
                           .timeline;
    CHECK(lines_of(plan).size() == 1 + 4 * 8);
    CHECK(difference(lines_of(plan), lines_of(written)) == "");
}

TEST_CASE("refreshes of a population import a drawn number of orders", "[population]")
{
    auto const plan = loaded(file_with(R"("until": "1d",
        "population": {"store_refresh": {"every": "15m", "orders": {"uniform": [0, 3]}}},
        "webhooks": [{"event": "sales_orders_imported", "url": "https://shop.test"}])"));
    std::map<std::string, int> imports;
    int ends = 0;
    for (auto const& line : lines_of(plan)) {
        if (member(line, "type") == "sales_orders_imported") ++imports[member(line, "count")];
        if (member(line, "type") == "order_source_refresh_completed") ++ends;
    }
    CHECK(ends == 96);
    CHECK(imports.size() == 3); // none is imported by the others
    for (auto const& [count, times] : imports)
        CHECK(times > 10);

    auto always = plan;
    always.populations[0].what = sim::refresh_population{15min, 2, 2};
    auto written = plan;
    written.populations.clear();
    written.timeline = loaded(file_with(R"("timeline": [{"at": "15m", "repeat": {"every": "15m",
        "times": 96}, "store_refresh": {"order_source": "se-1", "orders": [{}, {}]}}])"))
                           .timeline;
    CHECK(difference(lines_of(always), lines_of(written)) == "");
}

TEST_CASE("a population runs as theory says", "[population]")
{
    auto plan = loaded(file_with(R"("webhooks": [{"event": "track", "url": "https://shop.test"}],
      "endpoints": {"https://shop.test": {"rules": [{"chance": 0.2, "respond": 503}]}},
      "population": {"shipments": 20000, "arrivals": {"exponential": "1s"}, "story": {
        "AC": [{"to": "IT", "after": {"exponential": "6h"}}],
        "IT": [{"to": "AT", "chance": 0.15, "after": {"exponential": "24h"}},
               {"to": "EX", "chance": 0.05, "after": {"exponential": "12h"}},
               {"to": "DE", "after": {"exponential": "24h"}}],
        "AT": [{"to": "EX", "chance": 0.05, "after": {"exponential": "12h"}},
               {"to": "DE", "after": {"exponential": "24h"}}],
        "EX": [{"to": "DE", "after": {"exponential": "24h"}}]}})"));
    auto const result = sim::run(plan);
    auto const& d = result.summary.deliveries;
    auto const requested = static_cast<double>(d.requested);
    constexpr double n = 20'000;
    // Four standard errors. Scans of a shipment: variance 0.15 x 0.85 + 0.05 x 0.95; attempts of a
    // scan: 1, 2 and 3 with 0.8, 0.16 and 0.04.
    CHECK(std::abs(requested - 3.2 * n) < 4 * std::sqrt(0.175 * n));
    CHECK(std::abs(static_cast<double>(result.summary.attempts.total) - 1.24 * requested) <
          4 * std::sqrt(0.2624 * requested));
    CHECK(std::abs(static_cast<double>(d.discarded) - 0.008 * requested) <
          4 * std::sqrt(0.008 * requested));
    CHECK(d.delivered + d.discarded == d.requested);
    // Scans, outcomes and retries, and nothing else.
    CHECK(result.simulation_events == 2 * result.summary.attempts.total);
}
