#include "tests/bench/parcels.hpp"

#include "model/assert.hpp"
#include "sim/scenario/load.hpp"

#include <fstream>
#include <sstream>

namespace drydock::bench {

sim::scenario parcels(std::uint32_t shipments)
{
    std::ostringstream text;
    text << std::ifstream{DRYDOCK_SOURCE_DIR "/scenarios/parcels.json"}.rdbuf();
    sim::load_options options;
    options.vars.emplace_back("shipments", std::to_string(shipments));
    auto made = sim::load_scenario(text.str(), "parcels.json", options);
    ASSERT(made.loaded);
    return std::move(*made.loaded);
}

} // namespace drydock::bench
