#include "tests/bench/parcels.hpp"

namespace drydock::bench {

sim::scenario parcels(std::uint32_t shipments)
{
    using std::chrono::milliseconds;
    constexpr std::uint64_t fifth = UINT64_MAX / 5;

    sim::distribution answer{
        .is = sim::distribution::shape::exponential, .first = milliseconds{50}, .choices = {}};
    sim::endpoint_rule fails{};
    fails.with_chance = sim::chance{.threshold = fifth};
    fails.then.status = 503;
    fails.after = answer;
    fails.after_given = true;
    sim::endpoint_rule answers{};
    answers.after = answer;
    answers.after_given = true;

    sim::scenario made;
    made.path = "parcels";
    made.webhooks = {{model::webhook_event::track, "https://shop.test/hooks", ""}};
    made.has_endpoints = true;
    made.endpoints.resize(1);
    made.endpoints[0].prefix = "https://shop.test";
    made.endpoints[0].rules = {fails, answers};
    sim::ship_entry ship;
    ship.shipment = "se-{n}";
    ship.life = sim::story::delivered;
    made.timeline = {
        {made.start, std::chrono::seconds{1}, shipments, std::move(ship), {}, sim::position{}}};
    return made;
}

} // namespace drydock::bench
