// A shop that tests its webhook receiver with drydock: its own code plays the receiver, and may
// play the policy and the judge as well.
#include <drydock/sim/simulation.hpp>
#include <iostream>
#include <map>
#include <string>

using namespace drydock::sim;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view two_scans_during_an_outage = R"({
  "format": 1,
  "webhooks": [ { "event": "track", "url": "https://shop.test/hooks" } ],
  "endpoints": { "https://shop.test": { "outages": [ { "from": "0h", "until": "30m" } ] } },
  "timeline": [
    { "at": "0s", "track": { "shipment": "se-1", "status": "IT" } },
    { "at": "1h", "track": { "shipment": "se-1", "status": "DE" } }
  ]
})";

// The code under test: it believes whatever came last.
class shop {
public:
    response receive(request const& webhook)
    {
        status_[webhook.subject] = webhook.status;
        return {.status = 200, .after = 40ms};
    }
    bool shows_delivered(std::string const& shipment) const
    {
        auto const found = status_.find(shipment);
        return found != status_.end() && found->second == drydock::model::scan_status::DE;
    }

private:
    std::map<std::string, drydock::model::scan_status> status_;
};

// No attempt in the small hours, when the shop's database is backed up.
void quiet_at_night(seen_event const& event, drydock::model::property_result& found)
{
    if (event.what.type != drydock::model::event_type::attempt_started) return;
    ++found.judged;
    auto const hour =
        std::chrono::floor<std::chrono::hours>(event.what.at).time_since_epoch() % 24h;
    if (hour < 2h || hour >= 5h) return;
    found.add([&] {
        return drydock::model::violation{"an attempt at " + drydock::model::to_text(event.what.at),
                                         {event.sequence}};
    });
}

int failures = 0;

void expect(bool held, std::string const& what)
{
    if (held) return;
    ++failures;
    std::cerr << "FAILED: " << what << '\n';
}

// The retry of the older scan comes two hours later, after the newer one.
void a_trusting_shop_goes_back_in_time()
{
    shop ours;
    simulation story{two_scans_during_an_outage};
    story.endpoint("https://shop.test", [&](request const& r) { return ours.receive(r); });
    auto const result = story.run();
    expect(result.held(), result.complaints());
    expect(!ours.shows_delivered("se-1"), "the shop goes back in time");
}

void quick_retries_keep_the_order()
{
    shop ours;
    simulation story{two_scans_during_an_outage};
    story.endpoint("https://shop.test", [&](request const& r) { return ours.receive(r); });
    story.policy([](failed_attempt const& failed) -> std::optional<std::chrono::microseconds> {
        if (failed.attempt == 60) return std::nullopt; // give up
        return 1min;
    });
    story.property("quiet_at_night", quiet_at_night);
    auto const result = story.run();
    expect(result.held(), result.complaints());
    expect(ours.shows_delivered("se-1"), "the older scan comes first");
    expect(result.summary.attempts.total == 32, "30 that the outage refuses, then two");
}

void the_ladder_breaks_the_night()
{
    simulation story{two_scans_during_an_outage};
    story.property("quiet_at_night", quiet_at_night);
    auto const result = story.run();
    expect(!result.held(), "the ladder retries at 02:00");
    expect(result.complaints().starts_with("quiet_at_night: "), result.complaints());
}

} // namespace

int main()
{
    a_trusting_shop_goes_back_in_time();
    quick_retries_keep_the_order();
    the_ladder_breaks_the_night();
    return failures == 0 ? 0 : 1;
}
