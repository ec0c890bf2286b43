// What a simulation event costs, with digest and summary on, and what reading a scenario costs.
#include "sim/runner.hpp"
#include "sim/scenario/load.hpp"
#include "tests/bench/parcels.hpp"

#include <benchmark/benchmark.h>

#include <fstream>
#include <sstream>

using namespace drydock;

namespace {

void run_parcels(benchmark::State& state)
{
    auto const scenario = bench::parcels(static_cast<std::uint32_t>(state.range(0)));
    std::uint64_t events = 0;
    for (auto _ : state)
        events += sim::run(scenario).simulation_events;
    state.SetItemsProcessed(static_cast<std::int64_t>(events));
}
BENCHMARK(run_parcels)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

void parse_scenario(benchmark::State& state)
{
    std::string const name = "outage_shorter_than_the_ladder.json";
    std::ostringstream text;
    text << std::ifstream{DRYDOCK_SOURCE_DIR + ("/scenarios/" + name)}.rdbuf();
    auto const scenario = text.str();
    if (scenario.empty()) state.SkipWithError("the scenario is missing");
    for (auto _ : state) {
        auto const result = sim::load_scenario(scenario, name);
        if (!result.loaded) state.SkipWithError("the scenario has errors");
    }
    state.SetItemsProcessed(state.iterations());
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(scenario.size()));
}
BENCHMARK(parse_scenario);

} // namespace
