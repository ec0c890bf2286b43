// What a simulation event costs while its journal is written to SQLite.
#include "sim/runner.hpp"
#include "tests/bench/parcels.hpp"
#include "tools/store/db_journal.hpp"
#include "tools/store/journal_header.hpp"

#include <benchmark/benchmark.h>

#include <filesystem>

using namespace drydock;

namespace {

std::string scratch_file()
{
    return (std::filesystem::temp_directory_path() / "drydock-bench.db").string();
}

void run_parcels_to_db(benchmark::State& state)
{
    auto const scenario = bench::parcels(static_cast<std::uint32_t>(state.range(0)));
    auto const header = tools::journal_header(scenario, tools::header_form::golden);
    std::uint64_t events = 0;
    for (auto _ : state) {
        tools::db_journal file{scratch_file(), header};
        events += sim::run(scenario, {&file}).simulation_events;
        if (auto const failure = file.finish()) state.SkipWithError(failure->c_str());
    }
    std::filesystem::remove(scratch_file());
    state.SetItemsProcessed(static_cast<std::int64_t>(events));
}
BENCHMARK(run_parcels_to_db)->Arg(100'000)->Unit(benchmark::kMillisecond);

} // namespace
