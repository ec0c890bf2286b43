#include "tests/bench/queue_workload.hpp"

#include "sim/random.hpp"

namespace drydock::bench {

queue_draws::queue_draws()
{
    for (std::size_t i = 0; i < factors_.size(); ++i) {
        auto const drawn = sim::draw(i, {});
        factors_[i] = sim::exponential(model::duration{1 << 16}, drawn).count();
        chances_[i] = static_cast<std::uint8_t>(sim::draw(i, {.nth = 1}) % 100);
    }
}

} // namespace drydock::bench
