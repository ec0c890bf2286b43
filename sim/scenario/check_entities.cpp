#include "model/entity/batch.hpp"
#include "sim/scenario/build_parts.hpp"
#include "sim/scenario/tree/pointer.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace drydock::sim {
namespace {

using model::batch_status;

constexpr std::size_t most_entity_steps = 1'000'000;

/// One occurrence of an entry that moves a batch or refreshes a store.
struct entity_step {
    std::string id;
    instant at;
    std::uint32_t place = 0; // of the entry in the timeline
    std::uint32_t nth = 1;   // occurrence

    friend bool operator<(entity_step const& a, entity_step const& b)
    {
        return std::tie(a.id, a.at, a.place, a.nth) < std::tie(b.id, b.at, b.place, b.nth);
    }
};

/// All occurrences of the entries with this verb, by entity and then in run order.
template <class Entry> std::vector<entity_step> steps_of(building& b)
{
    std::vector<entity_step> steps;
    for (std::uint32_t place = 0; place < b.out.timeline.size(); ++place) {
        auto const& entry = b.out.timeline[place];
        if (!std::holds_alternative<Entry>(entry.what)) continue;
        if (steps.size() + entry.times > most_entity_steps) {
            b.c.error(b.sources[place].entry, "expected at most a million of these");
            return {};
        }
        auto const& id = *entity_of(entry).id;
        for (std::uint32_t n = 1; n <= entry.times; ++n)
            steps.push_back({is_pattern(entry, id) ? occurrence_text(id, n) : id,
                             entry.at + entry.every * (n - 1), place, n});
    }
    std::sort(steps.begin(), steps.end());
    return steps;
}

std::string occurrence(building const& b, entity_step const& s)
{
    if (b.out.timeline[s.place].times == 1) return {};
    return " (occurrence " + std::to_string(s.nth) + ")";
}

// --- batches -------------------------------------------------------------------------------------

void complain_of_move(building& b, entity_step const& s, batch_status from, batch_status to)
{
    auto const* const verb = b.sources[s.place].verb;
    std::string known;
    for (auto const name : model::batch_status_names())
        if (!model::way(from, *model::parse_batch_status(name)).empty())
            known += known.empty() ? std::string{name} : ' ' + std::string{name};
    auto const* const status = verb->find("status");
    b.c.error(status != nullptr ? status : verb,
              "expected a status that batch " + quoted(s.id) + " can come to from " +
                  std::string{name(from)} + ": " +
                  (known.empty() ? "there is none" : "one of " + known) + occurrence(b, s) +
                  "; found " + std::string{name(to)});
}

/// A payload that no occurrence of its entry carries: none of them makes a batch completed.
void complain_of_silence(building& b, std::set<std::uint32_t> const& places)
{
    for (auto const place : places)
        if (auto const* const payload = b.sources[place].entry->find("payload"))
            b.c.error(payload, "expected no payload: only completed batches are told of");
}

void check_batches(building& b)
{
    std::set<std::uint32_t> silent, heard; // places of entries
    std::string id;
    auto status = batch_status::open;
    bool exists = false;
    for (auto const& s : steps_of<batch_entry>(b)) {
        if (s.id != id) {
            id = s.id;
            status = batch_status::open;
            exists = false;
        }
        auto const to = std::get<batch_entry>(b.out.timeline[s.place].what).status;
        bool const is_new_and_open = !exists && to == batch_status::open;
        exists = true;
        auto const way = model::way(status, to);
        if (way.empty() && !is_new_and_open) {
            complain_of_move(b, s, status, to);
            continue;
        }
        (std::ranges::any_of(way, model::is_told) ? heard : silent).insert(s.place);
        status = to;
    }
    for (auto const place : heard)
        silent.erase(place);
    complain_of_silence(b, silent);
}

// --- stores --------------------------------------------------------------------------------------

void check_refreshes(building& b)
{
    entity_step const* before = nullptr;
    instant ends{};
    auto const steps = steps_of<refresh_entry>(b);
    for (auto const& s : steps) {
        // A refresh ends after the timeline of that instant.
        if (before != nullptr && before->id == s.id && s.at <= ends)
            b.c.error(b.sources[s.place].entry->find("at"),
                      "expected a time after " + model::to_text(ends) + ", when the refresh of " +
                          quoted(s.id) + " from " + line_of(*b.sources[before->place].entry) +
                          " ends" + occurrence(b, s));
        before = &s;
        ends = s.at + std::get<refresh_entry>(b.out.timeline[s.place].what).takes;
    }
}

void check_failures(building& b)
{
    for (std::size_t place = 0; place < b.out.timeline.size(); ++place) {
        auto const* const refresh = std::get_if<refresh_entry>(&b.out.timeline[place].what);
        if (refresh == nullptr || !refresh->fails || refresh->orders.empty()) continue;
        b.c.error(b.sources[place].verb->find("orders"),
                  "expected no orders: a refresh that fails imports none");
    }
}

// --- payloads ------------------------------------------------------------------------------------

/// Why nothing that comes of the entry carries a payload; empty when something may.
std::string_view silence_of(entry_verb const& what)
{
    if (std::holds_alternative<webhook_entry>(what)) return "a change of a webhook sends none";
    if (std::holds_alternative<resend_entry>(what)) return "what is resent keeps its body";
    if (std::holds_alternative<request_entry>(what) || std::holds_alternative<call_entry>(what))
        return "a request sends none";
    if (auto const* const refresh = std::get_if<refresh_entry>(&what))
        return refresh->fails ? "a refresh that fails sends none" : std::string_view{};
    if (auto const* const ship = std::get_if<ship_entry>(&what))
        return ship->scans.empty() && !ship->life ? "without scans nothing is sent"
                                                  : std::string_view{};
    return {};
}

void check_pointer(building& b, node const& where, std::string_view text)
{
    if (!parse_pointer(text))
        b.c.error(&where,
                  "expected a JSON pointer such as \"/data/status_code\", found " + quoted(text));
}

void check_payloads(building& b)
{
    for (std::size_t place = 0; place < b.out.timeline.size(); ++place) {
        auto const* const payload = b.sources[place].entry->find("payload");
        if (payload == nullptr) continue;
        if (auto const why = silence_of(b.out.timeline[place].what); !why.empty())
            b.c.error(payload, "expected no payload: " + std::string{why});
        if (auto const* const overrides = payload->find("override"))
            for (auto const& m : overrides->members)
                check_pointer(b, m.value, m.name);
        for (auto const& pointer : items(payload->find("remove")))
            if (auto const text = text_of(&pointer)) check_pointer(b, pointer, *text);
    }
}

// --- profile -------------------------------------------------------------------------------------

void complain_of_profile(building& b, node const* where, std::string_view what)
{
    b.c.error(where, "expected profile \"openapi-2026\" for " + std::string{what} + ": in " +
                         quoted(name(b.out.profile)) + " there is none");
}

void check_event(building& b, node const* given)
{
    auto const event = event_of(given);
    if (event && !is_known(*event, b.out.profile)) complain_of_profile(b, given, name(*event));
}

void check_profile(building& b)
{
    for (auto const& webhook : items(b.root.find("webhooks")))
        check_event(b, webhook.find("event"));
    for (std::size_t place = 0; place < b.out.timeline.size(); ++place) {
        auto const& source = b.sources[place];
        if (std::holds_alternative<webhook_entry>(b.out.timeline[place].what))
            check_event(b, source.verb->find("event"));
        if (std::holds_alternative<report_entry>(b.out.timeline[place].what) &&
            !is_known(model::webhook_event::report_complete, b.out.profile))
            complain_of_profile(b, source.verb, "report_complete");
        for (auto const* const scan : source.scans) {
            auto const* const status = scan->find("status");
            auto const known = status_of(status);
            if (known && !is_known(*known, b.out.profile))
                complain_of_profile(b, status, name(*known));
        }
    }
}

} // namespace

void check_entities(building& b)
{
    check_batches(b);
    check_refreshes(b);
    check_failures(b);
    check_payloads(b);
    check_profile(b);
}

} // namespace drydock::sim
