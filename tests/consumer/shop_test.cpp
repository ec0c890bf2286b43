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

std::optional<std::chrono::microseconds> every_minute(failed_attempt const& failed)
{
    if (failed.attempt == 60) return std::nullopt;
    return 1min;
}

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

} // namespace

int main()
{
    shop trusting;
    auto const result =
        simulation{two_scans_during_an_outage}
            .endpoint("https://shop.test", [&](request const& r) { return trusting.receive(r); })
            .run();
    expect(result.held(), result.complaints());
    // The retry of the older scan came after the newer one.
    expect(!trusting.shows_delivered("se-1"), "two hours later the shop goes back in time");

    // A second one in the same process, with a policy and a property of our own.
    shop patient;
    auto const every =
        simulation{two_scans_during_an_outage}
            .endpoint("https://shop.test", [&](request const& r) { return patient.receive(r); })
            .policy(every_minute)
            .property("quiet_at_night", quiet_at_night)
            .run();
    expect(every.held(), every.complaints());
    expect(patient.shows_delivered("se-1"), "retried every minute, the older scan comes first");
    expect(every.summary.attempts.total == 32,
           "every minute of the outage, and twice with success");

    // The property can fail: the ladder retries at 02:00.
    auto const at_two =
        simulation{two_scans_during_an_outage}.property("quiet_at_night", quiet_at_night).run();
    expect(!at_two.held() && at_two.complaints().starts_with("quiet_at_night: "),
           "the ladder's retry at 02:00 breaks the rule, not " + at_two.complaints());
    return failures == 0 ? 0 : 1;
}
