// Generated shipments take a short way where only the common can happen to them. The same run by
// the long way, in which each step is decided for itself, has the same journal.
#include "sim/runner.hpp"
#include "tests/support/loaded.hpp"

#include <catch2/catch.hpp>

using namespace drydock;
using namespace drydock::test;

namespace {

enum class way : std::uint8_t { as_it_is, long_way };

/// Posts judged outcomes, and counts the attempts that pass through it.
class counting final : public sim::transport {
public:
    counting(sim::event_queue& queue, way which, std::uint64_t& started)
        : direct_{queue}, which_{which}, started_{&started}
    {
    }
    bool only_posts() const override { return which_ == way::as_it_is; }
    void start(sim::attempt_order const& order) override
    {
        ++*started_;
        direct_.start(order);
    }

private:
    sim::direct direct_;
    way which_;
    std::uint64_t* started_;
};

struct played {
    sim::run_result result;
    std::uint64_t started = 0; ///< attempts by the long way
};

played play(sim::scenario const& what, way which)
{
    played found;
    found.result = sim::run(what, {}, [&](sim::scenario const&, sim::event_queue& queue) {
        return std::make_unique<counting>(queue, which, found.started);
    });
    return found;
}

constexpr std::string_view track = R"("webhooks": [{"event": "track", "url": "https://a.test"}], )";
constexpr std::string_view shipments = R"("population": {"shipments": 400, "arrivals":
    {"exponential": "2m"}, "story": {"AC": [{"to": "IT", "after": {"exponential": "20m"}}],
        "IT": [{"to": "AT", "chance": 0.6, "after": {"uniform": ["1m", "3h"]}},
               {"to": "DE", "after": {"exponential": "40m"}}],
        "AT": [{"to": "IT", "chance": 0.3, "after": "1h"}, {"to": "DE", "after": "0s"}]}})";

std::string rules(std::string_view list, std::string_view more = {})
{
    return R"("endpoints": {"https://a.test": {"rules": [)" + std::string{list} + "]" +
           std::string{more} + "}}, ";
}

struct run_shape {
    std::string what, members;
};

} // namespace

TEST_CASE("the short way leads to the same journal", "[population]")
{
    auto const failing = rules(R"({"chance": 0.4, "respond": 503, "after": {"exponential": "50ms"}},
                                  {"respond": 200, "after": {"uniform": ["0s", "1s"]}})");
    std::vector<run_shape> const shapes{
        {"no endpoints", ""},
        {"failures", failing},
        {"no effect for some", rules(R"({"chance": 0.3, "respond": 200, "effect": false},
                                        {"chance": 0.3, "respond": 302})")},
        {"an effect in failures", rules(R"({"chance": 0.3, "respond": 500, "effect": true})")},
        {"failures of every kind", rules(R"({"chance": 0.2, "fail": "lost_ack", "after": "3s"},
            {"chance": 0.2, "fail": "timeout"}, {"chance": 0.2, "fail": "reset"})")},
        {"answers around the deadline", rules(R"({"respond": 200, "after":
            {"exponential": "10s"}})")},
        {"Retry-After",
         R"("policy": {"retry_after": "honour"}, )" + rules(R"({"chance": 0.4, "respond":
            {"status": 429, "headers": {"Retry-After": "7"}}})")},
        {"an outage", rules(R"({"chance": 0.2, "respond": 503, "after": "1s"})",
                            R"(, "outages": [{"from": "2h", "until": "9h"}])")},
        {"another ladder",
         R"("policy": {"attempts": 4, "delay": ["0s", "1s", "10m"],
            "max_age": "30m", "stop_on": [410], "success": [200, 302], "anchor": "start"}, )" +
             rules(R"({"chance": 0.1, "respond": 410}, {"chance": 0.4, "respond": 503})")},
        {"other populations and entries", failing + R"("timeline": [
            {"at": "1h", "ship": {"shipment": "se-900001", "story": "attempted"}},
            {"at": "2h", "carrier_connected": {"carrier": "se-7"}}], "until": "3d", )"},
    };
    for (auto const& each : shapes)
        for (auto const seed : {1U, 2U}) {
            INFO(each.what << ", seed " << seed);
            auto plan =
                loaded(file_with(std::string{track} + each.members + std::string{shipments}));
            plan.seed = seed;
            auto const by_short = play(plan, way::as_it_is);
            auto const by_long = play(plan, way::long_way);
            CHECK(by_short.result.digest == by_long.result.digest);
            CHECK(by_short.result.complaints() == by_long.result.complaints());
            CHECK(by_short.result.simulation_events == by_long.result.simulation_events);
            CHECK(by_long.started == by_long.result.summary.attempts.total);
            CHECK(by_short.started < by_long.started); // so some took it
        }
}

TEST_CASE("where more may happen there is no short way", "[population]")
{
    std::vector<run_shape> const shapes{
        {"jitter", R"("policy": {"jitter": 0.1}, )"},
        {"a rate", R"("policy": {"rate": {"attempts": 1, "per": "1s"}}, )"},
        {"a limit in flight", R"("policy": {"in_flight": 2}, )"},
        {"webhooks that turn off", R"("policy": {"disable_after": {"failed_deliveries": 3}}, )"},
        {"a rule that looks at attempts", rules(R"({"attempt": 1, "respond": 500})")},
        {"a rule that wears out", rules(R"({"times": 5, "respond": 500})")},
        {"a handler that looks", rules("", R"(, "handler": "by_occurred_at")")},
        {"a capacity", rules("", R"(, "capacity": {"workers": 1})")},
        {"a webhook that changes", R"("timeline": [{"at": "1h", "webhook":
            {"event": "track", "enabled": false}}], )"},
        {"a request", R"("timeline": [{"at": "1h", "request":
            {"method": "GET", "path": "/v1/environment/webhooks"}}], )"},
    };
    for (auto const& each : shapes) {
        INFO(each.what);
        auto const plan =
            loaded(file_with(std::string{track} + each.members + std::string{shipments}));
        auto const found = play(plan, way::as_it_is);
        CHECK(found.started == found.result.summary.attempts.total);
        CHECK(found.started > 0);
    }
}
