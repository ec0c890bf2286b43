#include "tools/drydock/shrink/written_out.hpp"

#include "sim/runner.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/tree/tree_edit.hpp"
#include "tools/drydock/explore/answer_rules.hpp"
#include "tools/drydock/json.hpp"
#include "tools/drydock/labels.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace drydock::tools {

using model::event_type;
using sim::find_member;
using sim::node;
using sim::remove_member;

namespace {

/// What a run says of scans and attempts.
class recorder final : public sim::subscriber {
public:
    struct scan {
        model::instant at, occurred_at;
        model::scan_status status{};
    };
    struct attempt {
        answered_attempt is;
        model::instant started_at;
        std::optional<model::instant> ended_at, effect_at;
    };

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;

    std::vector<std::string> shipments;             // in order of their creation
    std::map<std::string, std::vector<scan>> scans; // by shipment
    std::vector<attempt> attempts;                  // in order of their start

private:
    using key = std::pair<std::uint32_t, std::uint16_t>; // delivery, attempt
    void on_started(model::event const& e, model::text_table const& texts);
    void on_failed(model::event const& e);
    void on_succeeded(model::event const& e);
    void on_effect(model::event const& e, model::delivery_number delivery,
                   model::attempt_number number);
    attempt& at(model::delivery_number delivery, model::attempt_number number)
    {
        return attempts[places_.at({delivery.value, number.value})];
    }

    labels known_;
    std::map<std::uint32_t, std::string> urls_; // by webhook
    std::map<key, std::size_t> places_;         // in attempts
};

void recorder::on_block(std::span<model::event const> block, model::sequence_number first,
                        model::text_table const& texts)
{
    for (auto const& e : block) {
        known_.apply(e, first);
        ++first.value;
        if (e.type == event_type::webhook_created) {
            auto const made = e.as<model::webhook_created>();
            urls_[made.webhook.value] = texts[made.url];
        } else if (e.type == event_type::webhook_updated) {
            auto const changed = e.as<model::webhook_updated>();
            urls_[changed.webhook.value] = texts[changed.url];
        } else if (e.type == event_type::shipment_created) {
            auto const made = e.as<model::shipment_created>();
            shipments.push_back(known_.subject(made.shipment, texts));
        } else if (e.type == event_type::shipment_scanned) {
            auto const told = e.as<model::shipment_scanned>();
            scans[known_.subject(told.shipment, texts)].push_back(
                {e.at, told.occurred_at, told.status});
        } else if (e.type == event_type::attempt_started) {
            on_started(e, texts);
        } else if (e.type == event_type::attempt_failed) {
            on_failed(e);
        } else if (e.type == event_type::delivery_succeeded) {
            on_succeeded(e);
        } else if (e.type == event_type::effect_applied) {
            auto const effect = e.as<model::effect_applied>();
            on_effect(e, effect.delivery, effect.attempt);
        } else if (e.type == event_type::effect_skipped) {
            auto const skip = e.as<model::effect_skipped>();
            on_effect(e, skip.delivery, skip.attempt);
        }
    }
}

void recorder::on_started(model::event const& e, model::text_table const& texts)
{
    auto const start = e.as<model::attempt_started>();
    auto const& d = known_.at(start.delivery);
    places_[{start.delivery.value, start.attempt.value}] = attempts.size();
    attempt made;
    made.is.url = urls_[d.webhook.value];
    made.is.subject = known_.subject(d.subject, texts);
    made.is.event = known_.event_of(d.webhook);
    if (made.is.event == model::webhook_event::track)
        made.is.status = model::parse_scan_status(d.told).value_or(model::scan_status{});
    made.is.attempt = start.attempt.value;
    made.started_at = e.at;
    attempts.push_back(std::move(made));
}

void recorder::on_failed(model::event const& e)
{
    auto const failed = e.as<model::attempt_failed>();
    auto& a = at(failed.delivery, failed.attempt);
    a.ended_at = e.at;
    if (failed.reason.kind == model::outcome_kind::http) {
        a.is.then.status = failed.reason.status;
        return;
    }
    static constexpr std::array kinds{model::outcome_kind::timeout, model::outcome_kind::refused,
                                      model::outcome_kind::reset,   model::outcome_kind::dns,
                                      model::outcome_kind::tls,     model::outcome_kind::malformed};
    auto const kind = std::ranges::find(kinds, failed.reason.kind);
    a.is.then.fails = static_cast<sim::failure>(kind - kinds.begin());
}

void recorder::on_succeeded(model::event const& e)
{
    auto const success = e.as<model::delivery_succeeded>();
    auto& a = at(success.delivery, success.attempt);
    a.ended_at = e.at;
    a.is.then.status = success.status;
}

void recorder::on_effect(model::event const& e, model::delivery_number delivery,
                         model::attempt_number number)
{
    at(delivery, number).effect_at = e.at;
}

// A receiver that worked before the sender gave up lost its answer; one that worked later was late.
answered_attempt answer_of(recorder::attempt const& a)
{
    auto made = a.is;
    if (!a.ended_at) return made;
    bool const is_timeout = made.then.fails == sim::failure::timeout;
    if (!is_timeout) made.after = *a.ended_at - a.started_at;
    if (is_timeout && a.effect_at && *a.effect_at <= *a.ended_at)
        made.then.fails = sim::failure::lost_ack;
    if (is_timeout && a.effect_at && *a.effect_at > *a.ended_at) {
        made.then = {};
        made.after = *a.effect_at - a.started_at;
    }
    bool const usual = !made.then.fails && made.then.status >= 200 && made.then.status <= 299;
    if (!is_timeout && a.effect_at.has_value() != usual) made.effect = a.effect_at.has_value();
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

node scan_node(recorder::scan const& s, model::instant base)
{
    auto made = json_object({{"at", json_string(model::to_text(s.at - base))},
                             {"status", json_string(name(s.status))}});
    if (s.occurred_at != s.at)
        append_member(made, "occurred_at", json_string(model::to_text(s.occurred_at - base)));
    return made;
}

// A story becomes the scans that it told.
void write_story(node& entry, sim::timeline_entry const& read, recorder const& seen)
{
    auto* const ship = find_member(entry, "ship");
    auto const* const what = std::get_if<sim::ship_entry>(&read.what);
    if (ship == nullptr || what == nullptr || !what->life) return;
    if (what->life == sim::story::unordered)
        sim::set_member(*ship, "unordered", json_boolean(true));
    remove_member(*ship, "story");
    auto scans = json_array();
    if (auto const told = seen.scans.find(what->shipment); told != seen.scans.end())
        for (auto const& s : told->second)
            scans.items.push_back(scan_node(s, read.at));
    append_member(*ship, "scans", scans);
}

void write_population(node& tree, recorder const& seen, std::set<std::string> const& named,
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
    for (auto const& id : seen.shipments) {
        if (named.contains(id)) continue;
        auto const told = seen.scans.find(id);
        if (told == seen.scans.end()) continue;
        for (auto const& s : told->second) {
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
    recorder seen;
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
    for (auto const& a : seen.attempts)
        answers.push_back(answer_of(a));
    if (what.has_endpoints) set_answers(made, what, answers);
    return made;
}

} // namespace drydock::tools
