// One run of so many shipments and nothing else: what callgrind counts. Prints the number of
// simulation events.
#include "sim/runner.hpp"
#include "tests/bench/parcels.hpp"

#include <charconv>
#include <cstdio>
#include <cstring>

int main(int argc, char** argv)
{
    std::uint32_t shipments = 0;
    if (argc == 2) std::from_chars(argv[1], argv[1] + std::strlen(argv[1]), shipments);
    if (shipments == 0) {
        std::fputs("usage: drydock_bench_run SHIPMENTS\n", stderr);
        return 2;
    }
    auto const result = drydock::sim::run(drydock::bench::parcels(shipments));
    std::printf("%llu\n", static_cast<unsigned long long>(result.simulation_events));
    return 0;
}
