// One run of so many shipments and nothing else: what callgrind counts. Prints the numbers of
// simulation events and of attempts.
#include "sim/runner.hpp"
#include "sim/wire/wire.hpp"
#include "tests/bench/parcels.hpp"

#include <charconv>
#include <cstdio>
#include <cstring>
#include <string_view>

using namespace drydock;

namespace {

/// As direct, but everything is built that would be sent.
class direct_with_bytes final : public sim::transport {
public:
    explicit direct_with_bytes(sim::event_queue& queue) : direct_{queue} {}

    void start(sim::attempt_order const& order) override { direct_.start(order); }
    bool sends_bytes() const override { return true; }

private:
    sim::direct direct_;
};

sim::transport_maker maker_of(std::string_view name)
{
    if (name == "wire") return sim::over_wire();
    if (name == "bytes")
        return [](sim::scenario const&, sim::event_queue& queue) {
            return std::make_unique<direct_with_bytes>(queue);
        };
    return {};
}

} // namespace

int main(int argc, char** argv)
{
    std::uint32_t shipments = 0;
    if (argc >= 2) std::from_chars(argv[1], argv[1] + std::strlen(argv[1]), shipments);
    if (shipments == 0 || argc > 3) {
        std::fputs("usage: drydock_bench_run SHIPMENTS [direct|bytes|wire]\n", stderr);
        return 2;
    }
    auto const result = sim::run(bench::parcels(shipments), {}, maker_of(argc == 3 ? argv[2] : ""));
    std::printf("%llu %llu\n", static_cast<unsigned long long>(result.simulation_events),
                static_cast<unsigned long long>(result.summary.attempts.total));
    return 0;
}
