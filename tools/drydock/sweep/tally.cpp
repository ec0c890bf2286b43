#include "tools/drydock/sweep/tally.hpp"

#include <algorithm>
#include <vector>

namespace drydock::tools {

namespace {

constexpr std::string_view outcome_prefix = "attempts.by_outcome.";

/// The runs of one tally.
struct slice {
    sweep_results const& results;
    std::uint64_t first, last;

    template <class Visit> void each(Visit visit) const
    {
        auto const end = results.runs().lower_bound(last);
        for (auto at = results.runs().lower_bound(first); at != end; ++at)
            visit(at->second);
    }

    /// Of a measure that counts something.
    std::uint64_t sum(std::string_view path) const
    {
        std::uint64_t total = 0;
        each([&](run_record const& record) {
            total +=
                static_cast<std::uint64_t>(results.value(record, path).value_or(0)) / 1'000'000;
        });
        return total;
    }

    std::optional<spread> spread_of(std::string_view path) const
    {
        std::vector<std::int64_t> values;
        each([&](run_record const& record) {
            if (auto const value = results.value(record, path)) values.push_back(*value);
        });
        if (values.empty()) return std::nullopt;
        std::ranges::sort(values);
        return spread{values.front(), values[(values.size() - 1) / 2], values.back()};
    }
};

void count_verdicts(sweep_tally& made, slice const& of)
{
    of.each([&](run_record const& record) {
        ++made.runs;
        if (record.held()) ++made.held;
        for (auto const& name : record.failed)
            ++made.failed_in[name];
    });
}

void count_outcomes(sim::run_summary& counts, slice const& of)
{
    counts.attempts.total = of.sum("attempts.total");
    for (auto const& [path, column] : of.results.columns()) {
        if (!path.starts_with(outcome_prefix)) continue;
        auto const count = of.sum(path);
        if (count > 0) counts.attempts.by_outcome[path.substr(outcome_prefix.size())] = count;
    }
}

sweep_tally tally(slice const& of, sim::histogram latencies)
{
    sweep_tally made;
    count_verdicts(made, of);
    auto& counts = made.counts;
    counts.webhook_events = of.sum("webhook_events");
    auto& deliveries = counts.deliveries;
    deliveries.requested = of.sum("deliveries.requested");
    deliveries.delivered = of.sum("deliveries.delivered");
    deliveries.discarded = of.sum("deliveries.discarded");
    deliveries.cancelled = of.sum("deliveries.cancelled");
    deliveries.pending = of.sum("deliveries.pending");
    deliveries.unsubscribed = of.sum("deliveries.unsubscribed");
    count_outcomes(counts, of);
    counts.effects.total = of.sum("effects.total");
    counts.effects.duplicates = of.sum("effects.duplicates");
    counts.effects.lost_acks = of.sum("effects.lost_acks");
    counts.latencies = std::move(latencies);
    sim::sum_up_latency(counts);
    made.simulation_events = of.sum("simulation_events");
    made.load_peak = of.spread_of("load.peak");
    made.recovery_peak = of.spread_of("load.recovery.peak");
    return made;
}

} // namespace

sweep_tally tally_of_all(sweep_plan const& plan, sweep_results const& results)
{
    sim::histogram latencies;
    for (std::size_t point = 0; point < results.points(); ++point)
        latencies.merge(results.latencies(point));
    return tally({results, 0, plan.runs()}, std::move(latencies));
}

sweep_tally tally_of_point(sweep_plan const& plan, sweep_results const& results, std::size_t point)
{
    auto const seeds = plan.seeds.count();
    return tally({results, point * seeds, (point + 1) * seeds}, results.latencies(point));
}

} // namespace drydock::tools
