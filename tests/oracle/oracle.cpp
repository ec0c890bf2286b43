#include "tests/oracle/oracle_world.hpp"

#include <algorithm>
#include <tuple>
#include <variant>

namespace drydock::oracle {
std::string numbered(std::string text, std::uint32_t n)
{
    if (n == 0) return text;
    for (std::size_t at = 0; (at = text.find("{n}", at)) != std::string::npos;)
        text.replace(at, 3, std::to_string(n));
    return text;
}

std::string quoted(std::string_view key, std::string_view value)
{
    return ",\"" + std::string{key} + "\":\"" + std::string{value} + '"';
}

std::string raw(std::string_view key, std::string_view json)
{
    return json.empty() ? "" : ",\"" + std::string{key} + "\":" + std::string{json};
}

prediction predict(sim::scenario const& plan, defect wrong)
{
    return world{plan, wrong}.run();
}

prediction world::run()
{
    now_ = plan_.start;
    for (auto const& planned : plan_.webhooks)
        create(planned.event, planned.url, planned.id);
    for (std::uint32_t place = 0; place < plan_.timeline.size(); ++place) {
        auto const& entry = plan_.timeline[place];
        for (std::uint32_t n = 1; n <= entry.times; ++n)
            push(entry.at + entry.every * (n - 1), timeline, place, n,
                 [this, place, n] { occur(place, n); });
    }
    for (std::uint32_t place = 0; place < plan_.populations.size(); ++place)
        populate(place);
    while (!queue_.empty()) {
        auto const due = queue_.front().due;
        if (plan_.until &&
            (due > *plan_.until || (is(defect::until_exclusive) && due == *plan_.until))) {
            note("work left when the run ends");
            break;
        }
        if (plan_.until && due == *plan_.until) note("work exactly when the run ends");
        now_ = std::max(now_, due);
        auto const act = queue_.front().act;
        queue_.pop_front();
        act();
    }
    return std::move(made_);
}

int world::rank(turn what) const
{
    if (is(defect::retries_before_outcomes) && what == retry) return outcome - 1;
    if (is(defect::late_effects_before_timeline) && what == late_effect) return timeline - 1;
    if (is(defect::late_effects_after_outcomes) && what == late_effect) return retry + 1;
    if (is(defect::arrivals_before_timeline) && what == arrival) return timeline - 1;
    if (is(defect::arrivals_after_stories) && what == arrival) return story + 1;
    if (is(defect::stories_before_timeline) && what == story) return timeline - 1;
    if (is(defect::refreshes_end_before_stories) && what == refresh) return story - 1;
    if (is(defect::refreshes_end_before_timeline) && what == refresh) return timeline - 1;
    if (is(defect::refreshes_end_after_late_effects) && what == refresh) return late_effect + 1;
    if (is(defect::refreshes_end_after_outcomes) && what == refresh) return outcome + 1;
    if (is(defect::refreshes_end_after_retries) && what == refresh) return retry + 1;
    return what;
}

void world::push(instant due, turn what, std::uint32_t ordinal, std::uint32_t step,
                 std::function<void()> act)
{
    if (is(defect::recoveries_before_outcomes) && what == recovery) what = late_effect;
    auto const is_delivery = what >= late_effect && what < recovery;
    if (what >= late_effect && is(defect::ties_by_insertion)) ordinal = step = 0;
    if (is_delivery && is(defect::ties_by_recycled_slot)) ordinal = deliveries_[ordinal - 1].slot;
    queue_.push_back({due, rank(what), ordinal, step, std::move(act)});
    queue_.sort([](work const& a, work const& b) {
        return std::tie(a.due, a.rank, a.ordinal, a.step) <
               std::tie(b.due, b.rank, b.ordinal, b.step);
    });
}

std::uint64_t world::line(std::string_view type, std::uint64_t cause, std::string const& rest)
{
    auto const sequence = made_.lines.size() + 1;
    made_.lines.push_back("{\"seq\":" + std::to_string(sequence) +
                          quoted("at", model::to_text(now_)) + quoted("type", type) +
                          ",\"cause\":" + std::to_string(cause) + rest + '}');
    return sequence;
}

// --- timeline ----------------------------------------------------------------------------------

void world::occur(std::uint32_t place, std::uint32_t n)
{
    auto const& entry = plan_.timeline[place];
    auto const shift = entry.every * (n - 1);
    if (n > 1) note("an entry repeated");
    if (entry.every == duration{}) n = 0;
    auto payload = numbered(entry.payload, n);
    if (is(defect::payload_change_ignored)) payload.clear();
    last_timeline_ = now_;
    auto const& what = entry.what;
    if (auto const* const a = std::get_if<sim::ship_entry>(&what))
        ship(*a, entry.at + shift, shift, n, payload);
    if (auto const* const a = std::get_if<sim::track_entry>(&what)) track(*a, shift, n, payload);
    if (auto const* const a = std::get_if<sim::webhook_entry>(&what)) change(*a, n);
    if (auto const* const a = std::get_if<sim::batch_entry>(&what)) move(*a, n, payload);
    if (auto const* const a = std::get_if<sim::rate_entry>(&what)) rate(*a, n, payload);
    if (auto const* const a = std::get_if<sim::carrier_entry>(&what)) connect(*a, n, payload);
    if (auto const* const a = std::get_if<sim::report_entry>(&what)) report(*a, n, payload);
    if (auto const* const a = std::get_if<sim::refresh_entry>(&what))
        start_refresh(*a, place, n, payload);
    if (auto const* const a = std::get_if<sim::resend_entry>(&what)) resend(*a, n);
    if (auto const* const a = std::get_if<sim::request_entry>(&what)) request(*a, n);
}

void world::change(sim::webhook_entry entry, std::uint32_t n)
{
    auto* to = find_hook(entry.event);
    auto const url = numbered(entry.url, n);
    if (!to && (entry.deleted || url.empty())) {
        note("an entry about a webhook that a request deleted");
        return;
    }
    if (!to) {
        if (!hooks_.empty() && std::any_of(hooks_.begin(), hooks_.end(),
                                           [&](auto const& h) { return h.event == entry.event; }))
            note("a webhook recreated");
        create(entry.event, url, "");
        to = find_hook(entry.event);
    }
    if (entry.deleted) {
        to->deleted = true;
        return turn_off(*to, "webhook_deleted", 0);
    }
    if (!url.empty() && url != to->url) {
        to->url = url;
        line("webhook_updated", 0,
             quoted("webhook", to->id) + quoted("url", url) + raw("fields", to->fields));
    }
    if (!entry.enabled || *entry.enabled == to->enabled) return;
    to->enabled = *entry.enabled;
    if (!to->enabled) return turn_off(*to, "webhook_disabled", 0);
    line("webhook_enabled", 0, quoted("webhook", to->id));
    forget_turns(*to);
    to->failed = to->recoveries = 0;
    if (is(defect::enabling_forgives_nothing)) return;
    to->discarded = 0;
    to->failing_since.reset();
}

void world::turn_off(hook& to, std::string_view type, std::uint64_t cause, bool cancels)
{
    forget_turns(to);
    to.off = line(type, cause, quoted("webhook", to.id));
    for (auto& d : deliveries_)
        if (d.to == &to && d.is == phase::in_flight) d.was_off = true;
    if (cancels) cancel_waiting(to, to.off);
}

void world::create(webhook_event event, std::string const& url, std::string const& id,
                   std::uint64_t cause, std::string const& fields)
{
    auto& made = hooks_.emplace_back();
    made.id = id.empty() ? std::to_string(5514 + hooks_.size()) : id;
    made.url = url;
    made.event = event;
    made.fields = fields;
    line("webhook_created", cause,
         quoted("webhook", made.id) + quoted("event", model::name(event)) + quoted("url", url) +
             raw("fields", fields));
}

world::hook* world::find_hook(webhook_event event)
{
    for (auto& one : hooks_)
        if (one.event == event && !one.deleted) return &one;
    return nullptr;
}

world::thing& world::make(subject_kind kind, std::string const& id, std::string const& fields)
{
    std::uint32_t number = 1;
    for (auto const& one : things_)
        if (one.kind == kind) ++number;
    auto& made = things_.emplace_back();
    made.kind = kind;
    made.number = number;
    made.id = id;
    made.fields = fields;
    return made;
}

world::thing* world::find(subject_kind kind, std::string const& id)
{
    for (auto& one : things_)
        if (one.kind == kind && one.id == id) return &one;
    return nullptr;
}

} // namespace drydock::oracle
