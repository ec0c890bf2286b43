#include "tools/drydock/serve/replay_served.hpp"

#include "sim/digest.hpp"
#include "sim/summary.hpp"
#include "sim/world/world.hpp"

namespace drydock::tools {

namespace {

class silent final : public sim::transport {
public:
    void start(sim::attempt_order const&) override {}
};

std::vector<model::event> read_all(journal_source& source)
{
    std::vector<model::event> events;
    while (auto const block = source.next())
        events.insert(events.end(), block->events.begin(), block->events.end());
    return events;
}

} // namespace

served_replay replay_served(journal_source& source, sim::scenario plan)
{
    auto const events = read_all(source);
    if (!source.good()) return {};
    sim::world world{std::move(plan), {}, [](sim::scenario const&, sim::event_queue&) {
                         return std::make_unique<silent>();
                     }};
    return {events.size(), world.resume(events, source.texts())};
}

sim::run_result retell_served(journal_source& source, sim::scenario const& plan,
                              sim::replay_assumptions& assumed)
{
    sim::run_result made;
    auto const events = read_all(source);
    if (!source.good()) return made;
    sim::recorded_inputs heard;
    heard.on_block(events, {1}, source.texts());
    sim::digest_fold digest;
    sim::summary_fold summary{plan};
    sim::world world{plan, {&digest, &summary}, [&](sim::scenario const&, sim::event_queue& queue) {
                         return sim::make_recorded(queue, heard, sim::replay_of::another_policy,
                                                   &assumed);
                     }};
    made.failure = world.retell(events, source.texts(), heard, assumed);
    made.digest = digest.result();
    made.summary = summary.result();
    made.simulation_events = world.works();
    made.end = world.now();
    return made;
}

} // namespace drydock::tools
