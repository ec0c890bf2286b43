// What random scenarios may contain, told without the program's own tables.
#include "tests/oracle/random_scenario.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

namespace drydock::oracle {
namespace {

using model::duration;
using model::instant;
using model::scan_status;
using model::webhook_event;

// A walk over everything that the timeline will do, in the order of the contract. What it finds
// illegal is taken out, and the walk begins anew.
class legality {
public:
    explicit legality(sim::scenario& what) : what_{what} {}

    /// Whether nothing had to be taken out.
    bool walk();

private:
    struct step {
        instant at;
        bool story = false;
        std::size_t place = 0;
        std::uint32_t n = 1;
        std::size_t scan = 0;
    };
    struct shipment {
        bool unordered = false, told = false;
        scan_status status = scan_status::UN;
        instant newest{};
    };
    std::vector<step> steps() const;
    bool legal(step const& s);
    bool scan(std::string const& id, sim::scan_plan const& plan, duration shift, instant at);
    bool change(sim::webhook_entry const& entry);

    sim::scenario& what_;
    std::map<std::string, shipment> shipments_;
    std::set<webhook_event> webhooks_;
};

std::string with_number(std::string text, std::uint32_t n)
{
    if (auto const at = text.find("{n}"); at != std::string::npos)
        text.replace(at, 3, std::to_string(n));
    return text;
}

std::vector<legality::step> legality::steps() const
{
    std::vector<step> all;
    for (std::size_t place = 0; place < what_.timeline.size(); ++place) {
        auto const& entry = what_.timeline[place];
        for (std::uint32_t n = 1; n <= entry.times; ++n) {
            auto const shift = entry.every * (n - 1);
            all.push_back({entry.at + shift, false, place, n, 0});
            auto const* const ship = std::get_if<sim::ship_entry>(&entry.what);
            for (std::size_t i = 0; ship && i < ship->scans.size(); ++i)
                all.push_back({ship->scans[i].at + shift, true, place, n, i});
        }
    }
    std::ranges::sort(all, {}, [](step const& s) {
        return std::tuple{s.at, s.story, s.place, s.n, s.scan};
    });
    return all;
}

bool legality::walk()
{
    for (auto const& webhook : what_.webhooks)
        webhooks_.insert(webhook.event);
    for (auto const& s : steps()) {
        if (legal(s)) continue;
        auto& timeline = what_.timeline;
        auto const entry = timeline.begin() + static_cast<std::ptrdiff_t>(s.place);
        if (s.story) {
            auto& scans = std::get<sim::ship_entry>(entry->what).scans;
            scans.erase(scans.begin() + static_cast<std::ptrdiff_t>(s.scan));
        } else {
            timeline.erase(entry);
        }
        return false;
    }
    return true;
}

bool legality::legal(step const& s)
{
    auto const& entry = what_.timeline[s.place];
    auto const shift = entry.every * (s.n - 1);
    if (auto const* const track = std::get_if<sim::track_entry>(&entry.what))
        return scan(with_number(track->shipment, s.n), track->scan, shift, s.at);
    auto const* const ship = std::get_if<sim::ship_entry>(&entry.what);
    if (!ship) return change(std::get<sim::webhook_entry>(entry.what));
    auto const id = with_number(ship->shipment, s.n);
    if (s.story) return scan(id, ship->scans[s.scan], shift, s.at);
    return shipments_.insert({id, {ship->unordered, ship->life.has_value()}}).second;
}

bool legality::scan(std::string const& id, sim::scan_plan const& plan, duration shift, instant at)
{
    auto& s = shipments_[id];
    if (s.told && !s.unordered) return false; // when its story's scans come is up to chance
    if (!s.unordered && !may_follow(s.status, plan.status)) return false;
    auto const occurred_at = plan.occurred_at ? *plan.occurred_at + shift : at;
    if (occurred_at >= s.newest) {
        s.newest = occurred_at;
        s.status = plan.status;
    }
    return true;
}

bool legality::change(sim::webhook_entry const& entry)
{
    if (entry.deleted) return webhooks_.erase(entry.event) == 1;
    if (entry.url.empty()) return webhooks_.contains(entry.event);
    webhooks_.insert(entry.event);
    return true;
}

} // namespace

bool may_follow(scan_status from, scan_status to)
{
    using enum scan_status;
    if (from == DE) return false;
    if (to == AC) return from == UN || from == AC;
    return true;
}

void make_legal(sim::scenario& plan)
{
    while (!legality{plan}.walk()) {
    }
}

} // namespace drydock::oracle
