#include "tools/drydock/shrink/written_out.hpp"

#include "sim/runner.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/tree/tree_edit.hpp"
#include "sim/scenario/values.hpp"
#include "tools/drydock/explore/answer_rules.hpp"
#include "tools/drydock/json.hpp"
#include "tools/drydock/why/run_story.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace drydock::tools {

using sim::find_member;
using sim::node;
using sim::remove_member;

namespace {

/// The failure that a rule can name, of what the sender saw; none for an answer.
std::optional<sim::failure> scripted_failure(model::attempt_outcome seen)
{
    auto const names = sim::failure_names();
    auto const found = std::ranges::find(names, model::to_text(seen));
    if (found == names.end()) return std::nullopt;
    return static_cast<sim::failure>(found - names.begin());
}

// A receiver that worked before the sender gave up lost its answer; one that worked later was late.
answered_attempt answer_of(told_delivery const& d, told_attempt const& a)
{
    answered_attempt made{.url = a.url,
                          .subject = d.subject,
                          .event = d.event,
                          .status = d.status,
                          .attempt = a.number,
                          .then = {}};
    if (!a.ended_at) return made;
    made.then.fails = scripted_failure(a.outcome);
    if (!made.then.fails) made.then.status = a.outcome.status;
    if (made.then.fails == sim::failure::timeout) {
        if (!a.effect_at) return made;
        if (*a.effect_at <= *a.ended_at) {
            made.then.fails = sim::failure::lost_ack;
            return made;
        }
        made.then = {};
        made.after = *a.effect_at - a.started_at;
        return made;
    }
    made.after = *a.ended_at - a.started_at;
    bool const usual = !made.then.fails && made.then.status >= 200 && made.then.status <= 299;
    if (a.effect_at.has_value() != usual) made.effect = a.effect_at.has_value();
    return made;
}

bool draws(sim::scenario const& what)
{
    for (auto const& each : what.populations)
        if (std::holds_alternative<sim::shipment_population>(each.what)) return true;
    for (auto const& entry : what.timeline)
        if (auto const* const ship = std::get_if<sim::ship_entry>(&entry.what))
            if (ship->life) return true;
    for (auto const& end : what.endpoints)
        for (auto const& rule : end.rules)
            if (rule.with_chance || rule.after.is_random()) return true;
    return false;
}

node scan_node(told_scan const& s, model::instant base)
{
    auto made = json_object({{"at", json_string(model::to_text(s.at - base))},
                             {"status", json_string(name(s.status))}});
    if (s.occurred_at != s.at)
        append_member(made, "occurred_at", json_string(model::to_text(s.occurred_at - base)));
    return made;
}

// A story becomes the scans that it told.
void write_story(node& entry, sim::timeline_entry const& read, run_story const& seen)
{
    auto* const ship = find_member(entry, "ship");
    auto const* const what = std::get_if<sim::ship_entry>(&read.what);
    if (ship == nullptr || what == nullptr || !what->life) return;
    if (what->life == sim::story::unordered)
        sim::set_member(*ship, "unordered", json_boolean(true));
    remove_member(*ship, "story");
    auto scans = json_array();
    for (auto const& s : seen.scans_of(what->shipment))
        scans.items.push_back(scan_node(s, read.at));
    append_member(*ship, "scans", scans);
}

void write_population(node& tree, run_story const& seen, std::set<std::string> const& named,
                      model::instant start)
{
    auto* const given = find_member(tree, "population");
    if (given == nullptr) return;
    if (given->is == node::kind::array)
        std::erase_if(given->items, [](node const& p) { return p.find("shipments") != nullptr; });
    if (given->find("shipments") != nullptr || given->items.empty())
        remove_member(tree, "population");
    if (find_member(tree, "timeline") == nullptr) append_member(tree, "timeline", json_array());
    auto& entries = find_member(tree, "timeline")->items;
    for (auto const& id : seen.shipments()) {
        if (named.contains(id)) continue;
        for (auto const& s : seen.scans_of(id)) {
            auto track = json_object({{"shipment", json_string(id)}});
            auto scan = scan_node(s, start);
            auto const at = *find_member(scan, "at");
            remove_member(scan, "at");
            for (auto& member : scan.members)
                track.members.push_back(std::move(member));
            entries.push_back(json_object({{"at", at}, {"track", track}}));
        }
    }
}

} // namespace

std::optional<node> written_out(node const& scenario)
{
    auto const loaded = sim::load_scenario(sim::to_json(scenario), "written out");
    if (!loaded.loaded || !draws(*loaded.loaded)) return std::nullopt;
    auto const& what = *loaded.loaded;
    run_story seen;
    sim::run(what, {&seen});

    auto made = scenario;
    std::set<std::string> named;
    if (auto* const timeline = find_member(made, "timeline"))
        for (std::size_t i = 0; i < timeline->items.size(); ++i) {
            auto const& read = what.timeline[i];
            if (auto const* const ship = std::get_if<sim::ship_entry>(&read.what))
                named.insert(ship->shipment);
            if (auto const* const track = std::get_if<sim::track_entry>(&read.what))
                named.insert(track->shipment);
            write_story(timeline->items[i], read, seen);
        }
    write_population(made, seen, named, what.start);
    std::vector<answered_attempt> answers;
    for (auto const& [number, place] : seen.starts()) {
        auto const& d = seen.at(number);
        answers.push_back(answer_of(d, d.attempts[place]));
    }
    if (what.has_endpoints) set_answers(made, what, answers);
    return made;
}

} // namespace drydock::tools
