// One run of so many shipments and nothing else: what callgrind counts and the clock of the process
// measures. Prints the simulation events and what became of them, the same for every way of running
// the workload.
#include "sim/runner.hpp"
#include "sim/wire/wire.hpp"
#include "tests/bench/limit.hpp"
#include "tests/bench/parcels.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <string_view>

namespace {

using namespace drydock;

/// As direct, but everything is built that would be sent.
class direct_with_bytes final : public sim::transport {
public:
    explicit direct_with_bytes(sim::event_queue& queue) : direct_{queue} {}

    void start(sim::attempt_order const& order) override { direct_.start(order); }
    bool sends_bytes() const override { return true; }

private:
    sim::direct direct_;
};

sim::transport_maker maker_of(std::string_view how)
{
    if (how == "wire") return sim::over_wire();
    if (how == "bytes")
        return [](sim::scenario const&, sim::event_queue& queue) {
            return std::make_unique<direct_with_bytes>(queue);
        };
    return {};
}

bench::limit_counts run_ours(std::uint32_t shipments, std::string_view how)
{
    auto const result = sim::run(bench::parcels(shipments), {}, maker_of(how));
    auto const& d = result.summary.deliveries;
    return {.events = result.simulation_events,
            .scans = d.requested,
            .attempts = result.summary.attempts.total,
            .delivered = d.delivered,
            .discarded = d.discarded};
}

bench::limit_counts run_as(std::string_view how, std::uint32_t shipments)
{
    if (how == "limit") return bench::limit_loop<bench::split_queue>{shipments}.run();
    if (how == "heap") return bench::limit_loop<bench::heap_queue>{shipments}.run();
    return run_ours(shipments, how);
}

} // namespace

int main(int argc, char** argv)
{
    std::uint32_t shipments = 0;
    std::string_view const how = argc > 2 ? argv[2] : "ours";
    if (argc > 1) std::from_chars(argv[1], argv[1] + std::strlen(argv[1]), shipments);
    static constexpr std::string_view ways[] = {"ours", "bytes", "wire", "limit", "heap"};
    if (shipments == 0 || std::ranges::find(ways, how) == std::end(ways)) {
        std::fputs("usage: drydock_bench_run SHIPMENTS [ours|bytes|wire|limit|heap]\n", stderr);
        return 2;
    }
    auto const c = run_as(how, shipments);
    for (auto const count : {c.events, c.scans, c.attempts, c.delivered, c.discarded})
        std::printf("%llu ", static_cast<unsigned long long>(count));
    std::printf("\n");
    return 0;
}
