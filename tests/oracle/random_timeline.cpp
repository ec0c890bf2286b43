// Shipments, their scans, and changes of webhooks, by chance.
#include "tests/oracle/random_maker.hpp"

#include <algorithm>

namespace drydock::oracle {

sim::scan_plan maker::make_scan(instant at)
{
    sim::scan_plan made;
    made.at = at;
    made.status = status();
    if (percent(30)) made.occurred_at = std::max(made_.start, at - duration{1min} * below(12));
    if (percent(15)) made.fields = R"({"city_locality":"Austin"})";
    return made;
}

void maker::repeat(sim::timeline_entry& entry)
{
    entry.every = pick({1min, 2min, 5min});
    entry.times = 2 + below(4);
}

void maker::make_ship(std::string const& id)
{
    sim::ship_entry made;
    made.shipment = id;
    auto const at = within(10);
    made.unordered = percent(35);
    made.changes_only = percent(20);
    if (percent(15)) made.fields = R"({"carrier_code":"fedex"})";
    if (percent(12)) {
        made.life = static_cast<sim::story>(below(5));
        made.unordered = made.unordered || made.life == sim::story::unordered;
    } else {
        for (auto n = below(6); n > 0; --n)
            made.scans.push_back(make_scan(at + duration{1min} * below(20)));
        if (percent(80)) std::ranges::stable_sort(made.scans, {}, &sim::scan_plan::at);
    }
    sim::timeline_entry entry;
    entry.at = at;
    if (with_entities_ && (made.life || !made.scans.empty())) entry.payload = make_payload();
    entry.what = std::move(made);
    if (id.find("{n}") != std::string::npos) repeat(entry);
    made_.timeline.push_back(std::move(entry));
}

// Two shipments whose payloads have equal bytes: the payload does not carry the shipment's id.
void maker::make_twin()
{
    for (auto& entry : made_.timeline) {
        auto* const ship = std::get_if<sim::ship_entry>(&entry.what);
        if (!ship || ship->life || entry.times > 1) continue;
        ship->fields = R"({"tracking_number":"1Z9"})";
        auto copy = entry;
        std::get<sim::ship_entry>(copy.what).shipment = "twin";
        made_.timeline.push_back(std::move(copy));
        return;
    }
}

void maker::make_track(std::string const& id)
{
    auto at = within(25);
    if (percent(10)) at += std::chrono::hours{below(72)};
    sim::timeline_entry entry;
    entry.at = at;
    entry.what = sim::track_entry{id, make_scan(at)};
    if (with_entities_) entry.payload = make_payload();
    if (id.find("{n}") != std::string::npos || percent(10)) repeat(entry);
    made_.timeline.push_back(std::move(entry));
}

// What is turned off, deleted or moved mostly comes back soon, so that attempts are caught between.
void maker::make_change()
{
    sim::webhook_entry made;
    made.event = with_entities_ ? event()
                 : percent(90)  ? webhook_event::track
                                : webhook_event::batch;
    auto const at = within(25);
    auto const back = at + duration{1min} * below(3);
    auto const what = below(100);
    if (what < 35) {
        made.enabled = false;
        if (percent(80)) add_change(back, {made.event, "", true, false});
    } else if (what < 60) {
        made.deleted = true;
        if (percent(80)) add_change(back, {made.event, url(), {}, false});
    } else if (what < 95) {
        made.url = url();
        if (percent(15)) made.enabled = percent(50);
    } else {
        made.enabled = true;
    }
    add_change(at, made);
}

void maker::add_change(instant at, sim::webhook_entry const& change)
{
    sim::timeline_entry entry;
    entry.at = at;
    entry.what = change;
    if (change.url.find("{n}") != std::string::npos || percent(5)) repeat(entry);
    made_.timeline.push_back(std::move(entry));
}

void maker::make_timeline()
{
    std::vector<std::string> ids;
    for (auto n = 1 + below(5); n > 0; --n)
        ids.push_back((percent(70) ? "se-" : "box-") + std::to_string(n));
    if (percent(15)) ids.push_back("se-9{n}");
    for (auto const& id : ids)
        if (percent(70)) make_ship(id);
    if (percent(25)) make_twin();
    for (auto n = below(9); n > 0; --n)
        make_track(pick(ids));
    for (auto n = percent(60) ? below(5) : 0; n > 0; --n)
        make_change();
}

void maker::shuffle()
{
    for (auto n = made_.timeline.size(); n > 1; --n)
        std::swap(made_.timeline[n - 1], made_.timeline[below(static_cast<std::uint32_t>(n))]);
}

} // namespace drydock::oracle
