#include "sim/scenario/tree/tree_edit.hpp"
#include "sim/shrink/shrinker.hpp"
#include "sim/shrink/simpler_value.hpp"
#include "tests/support/loaded.hpp"
#include "tools/drydock/shrink/written_out.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

using namespace drydock;
using namespace drydock::sim;
using namespace drydock::test;

namespace {

/// Numbers that look random and are the same everywhere.
class dice {
public:
    explicit dice(std::uint64_t seed) : state_{seed * 2 + 1} {}
    std::uint64_t below(std::uint64_t most)
    {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return (state_ >> 33) % most;
    }

private:
    std::uint64_t state_;
};

/// Forty scans of ten shipments over a day or two, and twenty-five faults: twenty rules for certain
/// attempts and five outages. Minutes, and ids, are drawn.
std::string forty_scans(std::uint64_t seed)
{
    static constexpr std::array statuses{"AC", "IT", "AT", "DE"};
    static constexpr std::array ends{R"("respond": 503)", R"("fail": "timeout")",
                                     R"("fail": "reset")", R"("fail": "lost_ack")",
                                     R"("respond": 500, "after": "3s")"};
    dice d{seed};
    std::multimap<std::uint64_t, std::string> entries; // by minute
    std::string rules, outages;
    for (int n = 0; n < 10; ++n) {
        auto minute = d.below(600);
        for (auto const* const status : statuses) {
            entries.emplace(minute, fmt::format(R"({{"at": "{}m{}s", "track": {{"shipment":
                "se-{}", "status": "{}", "city_locality": "Austin"}}}})",
                                                minute, d.below(60), 30 + 7 * n, status));
            minute += 20 + d.below(280);
        }
    }
    for (int n = 0; n < 20; ++n)
        rules += fmt::format(R"({}{{"subject": "se-{}", "status": "{}", "attempt": [{}], {}}})",
                             n == 0 ? "" : ",", 30 + 7 * d.below(10), statuses[d.below(4)],
                             1 + d.below(3), ends[d.below(5)]);
    for (int n = 0; n < 5; ++n) {
        auto const from = d.below(1200);
        outages += fmt::format(R"({}{{"from": "{}m", "until": "{}m", "as": 503}})",
                               n == 0 ? "" : ",", from, from + 5 + d.below(40));
    }
    std::string timeline;
    for (auto const& [minute, entry] : entries)
        timeline += (timeline.empty() ? "" : ",") + entry;
    return file_with(fmt::format(R"("policy": {{"timeout": "7s"}},
        "webhooks": [{{"event": "track", "url": "https://shop.test/h"}}],
        "endpoints": {{"https://shop.test": {{"outages": [{}], "rules": [{}]}}}},
        "timeline": [{}], "expect": [{{"property": "status_never_regresses"}}])",
                                 outages, rules, timeline));
}

std::optional<failure_mark> mark_of_first(std::string_view text)
{
    for (auto const& v : run(loaded(text)).verdicts)
        if (!v.passed) return mark_of(v);
    return std::nullopt;
}

shrunk shrunk_of(std::string_view text, shrink_options const& options = {})
{
    auto const mark = mark_of_first(text);
    REQUIRE(mark);
    return shrink(loaded(text).resolved, *mark, options);
}

std::size_t count(node const& tree, std::string_view list)
{
    auto const* const found = tree.find(list);
    return found == nullptr ? 0 : found->items.size();
}
std::size_t faults(node const& tree)
{
    std::size_t found = 0;
    if (auto const* const endpoints = tree.find("endpoints"))
        for (auto const& end : endpoints->members)
            found += count(end.value, "rules") + count(end.value, "outages");
    return found;
}

bool fails_alike(node const& tree, failure_mark const& mark)
{
    auto const read = load_scenario(to_json(tree), "f");
    return read.loaded && fails_so(run(*read.loaded), mark);
}

constexpr std::string_view down_all_day =
    R"("webhooks": [{"event": "track", "url": "https://shop.test/h"}],
       "endpoints": {"https://shop.test": {
         "outages": [{"from": "0h", "until": "1d", "as": 503}]}},)";

} // namespace

TEST_CASE("forty scans and twenty-five faults shrink to two scans and one fault", "[shrink]")
{
    int shrunk_ones = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        auto const text = forty_scans(seed);
        auto const whole = loaded(text);
        REQUIRE(count(whole.resolved, "timeline") == 40);
        REQUIRE(faults(whole.resolved) == 25);
        auto const mark = mark_of_first(text);
        if (!mark) continue;
        auto const result = shrink(whole.resolved, *mark, {});
        INFO(scenario_text(result.tree));
        CHECK(result.is_finished);
        CHECK(count(result.tree, "timeline") == 2);
        CHECK(faults(result.tree) == 1);
        CHECK(fails_alike(result.tree, *mark));
        CHECK(to_json(*result.tree.find("expect")) == to_json(*whole.resolved.find("expect")));
        CHECK(result.tree.find("policy") == nullptr);
        CHECK(result.tree.find("timeline")->items[0].find("at")->text == "0s");
        ++shrunk_ones;
    }
    CHECK(shrunk_ones >= 6);
}

TEST_CASE("of what is shrunk nothing can be left out", "[shrink]")
{
    auto const text = forty_scans(2);
    auto const mark = mark_of_first(text);
    REQUIRE(mark);
    auto const small = shrunk_of(text).tree;
    for (std::size_t i = 0; i < 2; ++i) {
        auto less = small;
        auto& entries = find_member(less, "timeline")->items;
        entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(i));
        CHECK_FALSE(fails_alike(less, *mark));
    }
    auto well = small;
    remove_member(well, "endpoints");
    CHECK_FALSE(fails_alike(well, *mark));
}

TEST_CASE("shrinking is the same each time, and goes on where it was stopped", "[shrink]")
{
    auto const text = forty_scans(2);
    auto const mark = mark_of_first(text);
    REQUIRE(mark);
    auto const whole = shrunk_of(text);
    CHECK(to_json(shrunk_of(text).tree) == to_json(whole.tree));

    int left = 25;
    auto const part = shrunk_of(text, {.is_out_of_time = [&left] { return left-- <= 0; }});
    CHECK_FALSE(part.is_finished);
    CHECK(part.tries <= 25);
    CHECK(fails_alike(part.tree, *mark));
    CHECK(count(part.tree, "timeline") < 40);
    auto const rest = shrink(part.tree, *mark, {});
    CHECK(rest.is_finished);
    CHECK(to_json(rest.tree) == to_json(whole.tree));
}

TEST_CASE("a generated shipment becomes entries, and what was drawn becomes a rule", "[shrink]")
{
    auto const text = file_with(
        R"("webhooks": [{"event": "track", "url": "https://shop.test/h"}], "seed": 3,
           "endpoints": {"https://shop.test": {"rules": [{"chance": 0.3, "respond": 503}]}},
           "population": {"shipments": 300, "arrivals": {"exponential": "1m"}, "story": {
             "AC": [{"to": "IT", "after": {"exponential": "2h"}}],
             "IT": [{"to": "DE", "after": {"exponential": "2h"}}]}},
           "expect": [{"property": "status_never_regresses"}])");
    auto const result = shrunk_of(text, {.write_out = tools::written_out});
    INFO(scenario_text(result.tree));
    CHECK(result.tree.find("population") == nullptr);
    CHECK(count(result.tree, "timeline") == 2);
    CHECK(faults(result.tree) == 1);
    CHECK(fails_alike(result.tree, *mark_of_first(text)));
}

TEST_CASE("what is written out goes as it went when it was drawn", "[shrink]")
{
    auto const text = file_with(
        R"("webhooks": [{"event": "track", "url": "https://shop.test/h"}], "seed": 5,
           "endpoints": {"https://shop.test": {"rules": [
             {"chance": 0.2, "fail": "lost_ack"}, {"chance": 0.2, "respond": 503},
             {"chance": 0.1, "respond": 200, "after": {"uniform": ["9s", "40s"]}},
             {"chance": 0.1, "respond": 500, "effect": true},
             {"chance": 0.1, "fail": "reset", "after": {"exponential": "1s"}}]}},
           "timeline": [{"at": "1h", "ship": {"shipment": "p-1", "story": "unordered"}}],
           "population": {"shipments": 40, "arrivals": {"exponential": "10m"}, "story": {
             "AC": [{"to": "IT", "after": {"exponential": "2h"}}],
             "IT": [{"to": "IT", "chance": 0.5, "after": "1h"}, {"to": "DE", "after": "2h"}]}})");
    auto const drawn = loaded(text);
    auto const written = tools::written_out(drawn.resolved);
    REQUIRE(written);
    CHECK(written->find("population") == nullptr);
    auto const before = run(drawn);
    auto const after = run(loaded(to_json(*written)));
    CHECK(before.summary.attempts.by_outcome == after.summary.attempts.by_outcome);
    CHECK(before.summary.attempts.by_outcome.size() >= 4);
    CHECK(before.summary.deliveries.delivered == after.summary.deliveries.delivered);
    CHECK(before.summary.effects.total == after.summary.effects.total);
    CHECK(before.end == after.end);
    CHECK_FALSE(tools::written_out(*written));
}

TEST_CASE("entries that repeat are written out one by one", "[shrink]")
{
    auto const text = file_with(std::string{down_all_day} + R"("timeline": [
        {"at": "1h", "repeat": {"every": "10m", "times": 90}, "track": {"shipment": "x-{n}",
         "status": "IT", "occurred_at": "30m"}}], "expect": [{"property": "nothing_lost"}])");
    auto const result = shrunk_of(text);
    INFO(scenario_text(result.tree));
    REQUIRE(count(result.tree, "timeline") == 1);
    auto const& entry = result.tree.find("timeline")->items[0];
    CHECK(entry.find("repeat") == nullptr);
    CHECK(entry.find("track")->find("shipment")->text == "se-1");
}

TEST_CASE("a failure that is met in another way is another failure", "[shrink]")
{
    // Without its receiver a delivery would be lost too: its host would be unknown.
    auto const text = file_with(std::string{down_all_day} + R"("timeline": [
        {"at": "1h", "track": {"shipment": "se-9", "status": "IT"}}],
        "expect": [{"property": "nothing_lost"}])");
    auto const result = shrunk_of(text);
    INFO(scenario_text(result.tree));
    CHECK(faults(result.tree) == 1);
    CHECK(run(loaded(to_json(result.tree))).summary.attempts.by_outcome ==
          std::map<std::string, std::uint64_t>{{"http_500", 3}});

    auto const mark = [&](std::string_view expect) {
        return *mark_of_first(file_with(std::string{down_all_day} + R"("timeline": [
            {"at": "1h", "track": {"shipment": "se-9", "status": "IT"}}], "expect": [)" +
                                        std::string{expect} + "]"));
    };
    auto const more = mark(R"({"attempts": {}, "count": 2})");
    CHECK(mark(R"({"attempts": {}, "count": 1})") == more);
    CHECK_FALSE(mark(R"({"attempts": {}, "count": 7})") == more);
    CHECK_FALSE(mark(R"({"attempts": {"outcome": "http_200"}, "count": 1})") == more);
    CHECK_FALSE(mark(R"({"deliveries": {}, "count": 0})") == more);
}

TEST_CASE("times and numbers become rounder, never larger", "[shrink]")
{
    auto const simpler = [](std::string_view text, std::string_view name) {
        auto const tree = node{.is = text.front() == '"' ? node::kind::string : node::kind::number,
                               .text = std::string{text.substr(text.front() == '"' ? 1 : 0)}};
        std::vector<std::string> found;
        for (auto const& value : simpler_values(tree, name, default_start))
            found.push_back(value.text);
        return found;
    };
    using texts = std::vector<std::string>;
    CHECK(simpler("\"0s", "at").empty());
    CHECK(simpler("\"1h", "at") == texts{"0s"});
    CHECK(simpler("\"90m", "at") ==
          texts{"0s", "1h", "30m", "10m", "1m", "10s", "1s", "1ms", "1us"});
    CHECK(simpler("\"2019-09-07T01:00:00Z", "at") == texts{"0s"});
    CHECK(simpler("\"Austin", "city_locality").empty());
    CHECK(simpler("3", "times") == texts{"0", "1", "2"});
    CHECK(simpler("503", "respond") == texts{"500"});
    CHECK(simpler("404", "respond").empty());
    CHECK(simpler("0.25", "chance") == texts{"1"});
    CHECK(simpler("1", "chance") == texts{"0"});
}
