// What the journal's folds cost an event: the digest, and JSON in both directions.
#include "model/json/event_json.hpp"
#include "sim/digest.hpp"
#include "sim/runner.hpp"
#include "tests/bench/parcels.hpp"

#include <benchmark/benchmark.h>

using namespace drydock;

namespace {

// The events of a run, with the texts they refer to.
struct recording final : sim::subscriber {
    void on_block(std::span<model::event const> block, model::sequence_number,
                  model::text_table const& all) override
    {
        events.insert(events.end(), block.begin(), block.end());
        for (auto n = texts.size() + 1; n <= all.size(); ++n)
            texts.intern(all[{n}], all.first_use({n}));
    }
    std::vector<model::event> events;
    model::text_table texts;
};

recording const& recorded()
{
    static recording const made = [] {
        recording r;
        sim::run(bench::parcels(10'000), {&r});
        return r;
    }();
    return made;
}

void count_events(benchmark::State& state, recording const& r)
{
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(r.events.size()));
}

void write_json(benchmark::State& state)
{
    auto const& r = recorded();
    std::string line;
    for (auto _ : state) {
        model::event_json_writer writer;
        model::sequence_number sequence;
        for (auto const& e : r.events) {
            line.clear();
            writer.append(line, e, {++sequence.value}, r.texts);
            benchmark::DoNotOptimize(line.data());
        }
    }
    count_events(state, r);
}
BENCHMARK(write_json)->Unit(benchmark::kMillisecond);

void read_json(benchmark::State& state)
{
    auto const& r = recorded();
    std::vector<std::string> lines(r.events.size());
    model::event_json_writer writer;
    for (std::size_t i = 0; i < lines.size(); ++i)
        writer.append(lines[i], r.events[i], {i + 1}, r.texts);
    for (auto _ : state) {
        model::event_json_reader reader;
        model::text_table texts;
        for (auto const& line : lines) {
            if (reader.parse(line, texts).index() != 0) state.SkipWithError("a line is refused");
        }
    }
    count_events(state, r);
}
BENCHMARK(read_json)->Unit(benchmark::kMillisecond);

void fold_digest(benchmark::State& state)
{
    auto const& r = recorded();
    for (auto _ : state) {
        sim::digest_fold digest;
        std::span<model::event const> rest{r.events};
        for (model::sequence_number first{1}; !rest.empty();) {
            auto const block = rest.first(std::min(rest.size(), sim::journal::block_size));
            digest.on_block(block, first, r.texts);
            first.value += block.size();
            rest = rest.subspan(block.size());
        }
        benchmark::DoNotOptimize(digest.result());
    }
    count_events(state, r);
}
BENCHMARK(fold_digest)->Unit(benchmark::kMillisecond);

} // namespace
