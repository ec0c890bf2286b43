#include "sim/runner.hpp"
#include "tools/drydock/scenario_source.hpp"

#include <catch2/catch.hpp>

using namespace drydock;

namespace {

std::vector<std::string> all_scenarios()
{
    std::vector<std::string> paths;
    for (auto const& file : tools::find_scenarios({DRYDOCK_SOURCE_DIR "/scenarios"}).files)
        paths.push_back(file.path);
    return paths;
}

} // namespace

TEST_CASE("every scenario loads, holds, and is the same twice", "[scenario]")
{
    auto const paths = all_scenarios();
    REQUIRE(paths.size() >= 20);
    for (auto const& path : paths) {
        INFO(path);
        auto const source = tools::read_scenario(path);
        REQUIRE_FALSE(source.failure);
        auto const loaded = tools::load(source, {});
        for (auto const& error : loaded.errors)
            FAIL_CHECK(sim::to_text(error, path));
        if (!loaded.loaded) continue;
        CHECK(loaded.hints.empty());
        CHECK_FALSE(loaded.loaded->about.empty());
        CHECK_FALSE(loaded.loaded->expect.empty());

        auto const first = sim::run(*loaded.loaded);
        for (auto const& v : first.verdicts)
            if (!v.passed) FAIL_CHECK(v.name + ": " + v.message);
        CHECK(first.simulation_events > 0);
        CHECK(first.digest.size() == 32);
        CHECK(sim::run(*loaded.loaded).digest == first.digest);
    }
}
