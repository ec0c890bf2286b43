// What random scenarios may contain, told without the program's own tables.
#include "tests/oracle/random_scenario.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
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
    bool move(std::string const& id, model::batch_status to, std::size_t place);
    void drop_payloads();
    bool refresh(std::string const& id, instant at, duration takes);

    sim::scenario& what_;
    std::map<std::string, shipment> shipments_;
    std::set<webhook_event> webhooks_;
    std::map<std::string, model::batch_status> batches_;
    std::set<std::size_t> completing_;         // entries that make a batch completed
    std::map<std::string, instant> refreshed_; // when the last refresh ends
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
            if (scans.empty()) entry->payload.clear(); // nothing would carry it
        } else {
            timeline.erase(entry);
        }
        return false;
    }
    drop_payloads();
    return true;
}

/// What moves batches silently sends no body that could differ.
void legality::drop_payloads()
{
    for (std::size_t place = 0; place < what_.timeline.size(); ++place) {
        auto& entry = what_.timeline[place];
        auto const is_batch = std::holds_alternative<sim::batch_entry>(entry.what);
        if (is_batch && !completing_.contains(place)) entry.payload.clear();
    }
}

bool legality::legal(step const& s)
{
    auto const& entry = what_.timeline[s.place];
    auto const shift = entry.every * (s.n - 1);
    if (auto const* const track = std::get_if<sim::track_entry>(&entry.what))
        return scan(with_number(track->shipment, s.n), track->scan, shift, s.at);
    if (auto const* const webhook = std::get_if<sim::webhook_entry>(&entry.what))
        return change(*webhook);
    if (auto const* const batch = std::get_if<sim::batch_entry>(&entry.what))
        return move(with_number(batch->batch, s.n), batch->status, s.place);
    if (auto const* const store = std::get_if<sim::refresh_entry>(&entry.what))
        return refresh(with_number(store->order_source, s.n), s.at, store->takes);
    if (auto const* const rate = std::get_if<sim::rate_entry>(&entry.what))
        shipments_[with_number(rate->shipment, s.n)];
    auto const* const ship = std::get_if<sim::ship_entry>(&entry.what);
    if (!ship) return true;
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

bool legality::move(std::string const& id, model::batch_status to, std::size_t place)
{
    auto const known = batches_.find(id);
    auto const from = known == batches_.end() ? model::batch_status::open : known->second;
    auto const stays_open = known == batches_.end() && to == model::batch_status::open;
    auto const way = batch_way(from, to);
    if (!stays_open && !way) return false;
    using enum model::batch_status;
    for (auto const status : way.value_or(std::vector<model::batch_status>{}))
        if (status == completed || status == completed_with_errors) completing_.insert(place);
    batches_[id] = to;
    return true;
}

bool legality::refresh(std::string const& id, instant at, duration takes)
{
    // A refresh ends after the timeline of its instant.
    auto const known = refreshed_.find(id);
    if (known != refreshed_.end() && at <= known->second) return false;
    refreshed_[id] = at + takes;
    return true;
}

/// Every way that a batch can take, from the status in front.
constexpr std::string_view ways[] = {
    "open queued",
    "open queued processing",
    "open queued processing notifying",
    "open queued processing completed",
    "open queued processing completed_with_errors",
    "open invalid",
    "open invalid archived",
    "queued processing",
    "queued processing notifying",
    "queued processing completed",
    "queued processing completed_with_errors",
    "queued invalid",
    "queued invalid archived",
    "processing notifying",
    "processing completed",
    "processing completed_with_errors",
    "processing invalid",
    "processing completed archived",
    "notifying completed",
    "notifying completed_with_errors",
    "notifying invalid",
    "notifying completed archived",
    "completed archived",
    "completed_with_errors archived",
    "invalid archived",
};

} // namespace

bool may_follow(scan_status from, scan_status to)
{
    using enum scan_status;
    if (from == DE) return false;
    if (to == AC) return from == UN || from == NY || from == AC;
    if (to == NY) return from == UN || from == NY; // known to the carrier once, known for ever
    return true;
}

std::optional<std::vector<model::batch_status>> batch_way(model::batch_status from,
                                                          model::batch_status to)
{
    for (auto const text : ways) {
        std::vector<model::batch_status> way;
        std::istringstream words{std::string{text}};
        for (std::string word; words >> word;)
            way.push_back(*model::parse_batch_status(word));
        if (way.front() != from || way.back() != to) continue;
        way.erase(way.begin());
        return way;
    }
    return {};
}

void make_legal(sim::scenario& plan)
{
    while (!legality{plan}.walk()) {
    }
}

} // namespace drydock::oracle
