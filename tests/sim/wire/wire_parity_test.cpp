#include "sim/runner.hpp"
#include "sim/scenario/load.hpp"
#include "sim/wire/wire.hpp"
#include "tests/oracle/random_scenario.hpp"
#include "tests/support/journal_lines.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace drydock;
namespace fs = std::filesystem;

namespace {

sim::file_contents contents_of(fs::path const& path)
{
    std::ifstream in{path, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    return {text.str(), in ? std::nullopt : std::optional<std::string>{"not there"}};
}

std::vector<fs::path> scenario_files()
{
    std::vector<fs::path> found;
    for (auto const& entry :
         fs::recursive_directory_iterator{fs::path{DRYDOCK_SOURCE_DIR} / "scenarios"}) {
        auto const text = contents_of(entry.path()).text;
        if (text.find("\"format\"") != std::string::npos && entry.path().extension() == ".json")
            found.push_back(entry.path());
    }
    return found;
}

/// The first line in which the two runs differ; empty when there is none.
std::string difference(sim::scenario const& plan)
{
    test::journal_lines wire, direct;
    static_cast<void>(sim::run(plan, {&direct}));
    static_cast<void>(sim::run(plan, {&wire}, sim::over_wire()));
    auto const [one, other] = std::ranges::mismatch(direct.all, wire.all);
    if (one == direct.all.end() && other == wire.all.end()) return {};
    return "direct " + (one == direct.all.end() ? "(ends)" : *one) + "\nwire   " +
           (other == wire.all.end() ? "(ends)" : *other);
}

// Builds that check themselves are ten times as slow.
#ifdef NDEBUG
constexpr std::uint64_t usual_scenarios = 2000, most_events = UINT64_MAX;
#else
constexpr std::uint64_t usual_scenarios = 400, most_events = 50000;
#endif

} // namespace

TEST_CASE("every scenario has the same journal over wire as direct", "[wire]")
{
    std::size_t compared = 0;
    for (auto const& path : scenario_files()) {
        INFO(path);
        sim::load_options options;
        options.read_file = [&](std::string const& name) {
            return contents_of(path.parent_path() / name);
        };
        auto const loaded =
            sim::load_scenario(contents_of(path).text, path.filename().string(), options);
        REQUIRE(loaded.loaded);
        auto const& plan = *loaded.loaded;
        if (plan.needs_wire()) {
            CHECK(sim::run(plan).complaints().empty());
            continue;
        }
        auto const direct = sim::run(plan);
        if (direct.simulation_events > most_events) continue;
        auto const wire = sim::run(plan, {}, sim::over_wire());
        CHECK(wire.digest == direct.digest);
        CHECK(wire.held());
        ++compared;
    }
    CHECK(compared > 35);
}

TEST_CASE("random scenarios have the same journal however the bytes are cut", "[wire]")
{
    for (std::uint64_t n = 1; n <= 150; ++n) {
        auto plan = oracle::random_scenario(n);
        auto const direct = sim::run(plan);
        plan.links = {{.then = {.fragment = static_cast<std::uint32_t>(1 + n * 37 % 400)}}};
        INFO("scenario " << n);
        CHECK(sim::run(plan).digest == direct.digest);
    }
}

TEST_CASE("random scenarios over bad links end, and end alike twice", "[wire]")
{
    using kind = sim::link_cut::kind;
    std::set<std::string> outcomes;
    for (std::uint64_t n = 1; n <= 150; ++n) {
        auto plan = oracle::random_scenario(n);
        auto const some = [&](std::uint64_t most, std::uint32_t nth) {
            return sim::draw(n, {.nth = nth}) % most;
        };
        auto const seconds = [&](std::uint32_t nth) {
            return std::chrono::milliseconds{some(4000, nth)};
        };
        sim::link slow{.latency = seconds(1), .jitter = seconds(2), .bytes_per_second = 500 + n};
        slow.cut = sim::link_cut{static_cast<kind>(some(3, 3)), some(2, 4) == 0, some(2000, 5)};
        sim::link closed{.latency = seconds(6)};
        closed.is = static_cast<sim::link::door>(1 + some(3, 7));
        plan.links = {{.with_chance = sim::chance{.threshold = UINT64_MAX / 2}, .then = slow},
                      {.times = 3, .then = closed},
                      {.then = {.latency = seconds(8), .fragment = 200}}};
        INFO("scenario " << n << '\n' << oracle::to_file(plan));
        auto const first = sim::run(plan), second = sim::run(plan);
        CHECK(first.digest == second.digest);
        CHECK(first.failure == second.failure);
        for (auto const& [outcome, count] : first.summary.attempts.by_outcome)
            outcomes.insert(outcome);
    }
    for (auto const* const outcome :
         {"timeout", "refused", "reset", "dns", "malformed", "http_200"})
        CHECK(outcomes.contains(outcome));
}

TEST_CASE("random scenarios have the same journal over wire as direct", "[wire]")
{
    auto const* const asked = std::getenv("DRYDOCK_ORACLE_SCENARIOS");
    auto const last = asked ? std::strtoull(asked, nullptr, 10) : usual_scenarios;
    std::uint64_t attempts = 0;
    for (std::uint64_t n = 1; n <= last; ++n) {
        auto const plan = oracle::random_scenario(n);
        auto const direct = sim::run(plan);
        auto const wire = sim::run(plan, {}, sim::over_wire());
        attempts += wire.summary.attempts.total;
        if (wire.digest == direct.digest && wire.failure == direct.failure) continue;
        FAIL_CHECK("scenario " << n << '\n' << difference(plan) << '\n' << oracle::to_file(plan));
    }
    CHECK(attempts > last);
}
