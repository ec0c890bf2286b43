// The event queue by itself, next to a binary heap.
#include "sim/event_queue.hpp"
#include "tests/bench/queue_workload.hpp"

#include <benchmark/benchmark.h>

using namespace drydock;

namespace {

template <class Queue> void queue_alone(benchmark::State& state)
{
    std::uint64_t pops = 0;
    for (auto _ : state) {
        auto const run =
            bench::queue_workload<Queue>{static_cast<std::uint32_t>(state.range(0))}.run();
        pops += run.pops;
        benchmark::DoNotOptimize(run.hash);
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(pops));
}
BENCHMARK(queue_alone<sim::event_queue>)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(queue_alone<bench::binary_heap>)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond);

} // namespace
