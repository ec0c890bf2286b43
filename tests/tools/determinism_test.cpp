#include "tools/store/determinism.hpp"

#include "sim/runner.hpp"
#include "tests/tools/called.hpp"
#include "tools/drydock/scenario_run.hpp"

using namespace drydock;
using namespace drydock::tests;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

// Three scans to one endpoint, whose receiver is `code`.
sim::scenario received_by(sim::receiver code)
{
    sim::scenario what;
    what.webhooks = {{model::webhook_event::track, "https://shop.test/hooks", {}}};
    what.has_endpoints = true;
    sim::endpoint shop;
    shop.prefix = "https://shop.test";
    shop.code = std::move(code);
    what.endpoints = {shop};
    for (auto const status :
         {model::scan_status::AC, model::scan_status::IT, model::scan_status::DE}) {
        sim::timeline_entry entry;
        entry.at = what.start + 1h * static_cast<int>(what.timeline.size());
        sim::track_entry track;
        track.shipment = "se-1";
        track.scan.at = entry.at;
        track.scan.status = status;
        entry.what = track;
        what.timeline.push_back(entry);
    }
    return what;
}

} // namespace

TEST_CASE("two runs of a deterministic receiver are the same", "[determinism]")
{
    auto const what = received_by([](sim::request const& a) {
        return sim::response{.status = a.attempt == 1 ? std::uint16_t{500} : std::uint16_t{200}};
    });
    CHECK_FALSE(tools::find_divergence(what));
}

TEST_CASE("a receiver that remembers an earlier run is caught at its first event", "[determinism]")
{
    int calls = 0;
    auto const what = received_by([&calls](sim::request const&) {
        return sim::response{.status = ++calls == 5 ? std::uint16_t{500} : std::uint16_t{200}};
    });
    auto const found = tools::find_divergence(what);
    REQUIRE(found);
    CHECK(found->at == model::sequence_number{11});
    CHECK_THAT(found->first, Contains("\"seq\":11,") && Contains("\"type\":\"effect_applied\""));
    CHECK_THAT(found->second, Contains("\"seq\":11,") && Contains("\"reason\":\"http_500\""));
    auto const text = tools::to_text(*found);
    CHECK_THAT(text, Contains("two runs differ from event 11 on\n  first run:  {\"seq\":11,"));
    CHECK_THAT(text, Contains("\n  second run: {\"seq\":11,"));
}

TEST_CASE("nondeterminism ends in exit code 4", "[determinism]")
{
    int calls = 0;
    auto const what = received_by([&calls](sim::request const&) {
        return sim::response{.status = ++calls == 4 ? std::uint16_t{500} : std::uint16_t{200}};
    });
    tools::run_options options;
    options.verify_determinism = true;
    auto const run = tools::run_scenario(what, options, {});
    REQUIRE(run.diverged);
    CHECK(tools::exit_code_of(run) == 4);
}

TEST_CASE("a run that ends where the other goes on is caught", "[determinism]")
{
    auto what = received_by({});
    tools::recorded_run longer;
    sim::run(what, {&longer});
    what.timeline.pop_back();
    tools::recorded_run shorter;
    sim::run(what, {&shorter});

    auto const ended = tools::compare_with_second_run(what, longer);
    REQUIRE(ended);
    CHECK(ended->at.value == shorter.events().size() + 1);
    CHECK_FALSE(ended->first.empty());
    CHECK(ended->second.empty());
    CHECK_THAT(tools::to_text(*ended), Contains("second run: (the run had ended)"));

    auto const goes_on = tools::compare_with_second_run(received_by({}), shorter);
    REQUIRE(goes_on);
    CHECK(goes_on->first.empty());
    CHECK_THAT(goes_on->second, Contains("\"status\":\"DE\""));
}

TEST_CASE("runs that differ only in a text differ", "[determinism]")
{
    auto what = received_by({});
    tools::recorded_run first;
    sim::run(what, {&first});
    what.webhooks[0].url = "https://shop.test/other";
    auto const found = tools::compare_with_second_run(what, first);
    REQUIRE(found);
    CHECK(found->at == model::sequence_number{1});
    CHECK_THAT(found->first, Contains("https://shop.test/hooks"));
    CHECK_THAT(found->second, Contains("https://shop.test/other"));
}
