#include "tools/drydock/serve/replay_served.hpp"

#include "sim/world/world.hpp"

namespace drydock::tools {

namespace {

class silent final : public sim::transport {
public:
    void start(sim::attempt_order const&) override {}
};

} // namespace

served_replay replay_served(journal_source& source, sim::scenario plan)
{
    std::vector<model::event> events;
    while (auto const block = source.next())
        events.insert(events.end(), block->events.begin(), block->events.end());
    if (!source.good()) return {};
    sim::world world{std::move(plan), {}, [](sim::scenario const&, sim::event_queue&) {
                         return std::make_unique<silent>();
                     }};
    return {events.size(), world.resume(events, source.texts())};
}

} // namespace drydock::tools
