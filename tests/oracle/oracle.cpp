#include "tests/oracle/oracle_world.hpp"

#include <algorithm>
#include <tuple>
#include <variant>

namespace drydock::oracle {
namespace {

std::string numbered(std::string text, std::uint32_t n)
{
    for (std::size_t at = 0; (at = text.find("{n}", at)) != std::string::npos;)
        text.replace(at, 3, std::to_string(n));
    return text;
}

std::string quoted(std::string_view key, std::string_view value)
{
    return ",\"" + std::string{key} + "\":\"" + std::string{value} + '"';
}

} // namespace

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
                 [this, &entry, n] { occur(entry, n); });
    }
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

int world::rank(kind what) const
{
    if (is(defect::retries_before_outcomes)) return what == retry ? 4 : what == outcome ? 5 : what;
    if (is(defect::late_effects_before_timeline)) return what == late_effect ? 0 : what;
    if (is(defect::late_effects_after_outcomes) && what == late_effect) return 6;
    if (is(defect::stories_before_timeline)) return what == story ? 0 : what;
    return what;
}

void world::push(instant due, kind what, std::uint32_t ordinal, std::uint32_t step,
                 std::function<void()> act)
{
    if (what >= late_effect && is(defect::ties_by_insertion)) ordinal = step = 0;
    if (what >= late_effect && is(defect::ties_by_recycled_slot))
        ordinal = deliveries_[ordinal - 1].slot;
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

void world::occur(sim::timeline_entry const& entry, std::uint32_t n)
{
    auto const shift = entry.every * (n - 1);
    if (n > 1) note("an entry repeated");
    last_timeline_ = now_;
    if (auto const* const one = std::get_if<sim::ship_entry>(&entry.what))
        ship(*one, entry.at + shift, shift, n);
    else if (auto const* const other = std::get_if<sim::track_entry>(&entry.what))
        track(*other, shift, n);
    else
        change(std::get<sim::webhook_entry>(entry.what), n);
}

void world::ship(sim::ship_entry entry, instant at, duration shift, std::uint32_t n)
{
    auto& made = make_parcel(numbered(entry.shipment, n), numbered(entry.fields, n));
    made.unordered = entry.unordered || entry.life == sim::story::unordered;
    made.changes_only = entry.changes_only;
    line("shipment_created", 0, parcel_created(made));
    for (auto& scan : entry.scans)
        scan.at += shift;
    if (entry.life) {
        note("a story told");
        entry.scans = told(*entry.life, at, made.id);
        shift = {};
    }
    for (std::uint32_t place = 0; place < entry.scans.size(); ++place) {
        auto plan = entry.scans[place];
        plan.fields = numbered(plan.fields, n);
        push(plan.at, story, made.number, place,
             [this, &made, plan, shift] { scan(made, plan, shift); });
    }
}

void world::track(sim::track_entry entry, duration shift, std::uint32_t n)
{
    auto const id = numbered(entry.shipment, n);
    auto* subject = find_parcel(id);
    if (!subject) {
        subject = &make_parcel(id, "");
        line("shipment_created", 0, parcel_created(*subject));
        note("a shipment made by its first scan");
    }
    entry.scan.at = now_;
    entry.scan.fields = numbered(entry.scan.fields, n);
    scan(*subject, entry.scan, shift);
}

void world::change(sim::webhook_entry entry, std::uint32_t n)
{
    auto* to = find_hook(entry.event);
    auto const url = numbered(entry.url, n);
    if (!to) {
        if (!hooks_.empty() && std::any_of(hooks_.begin(), hooks_.end(),
                                           [&](auto const& h) { return h.event == entry.event; }))
            note("a webhook recreated");
        create(entry.event, url, "");
        to = find_hook(entry.event);
    }
    auto const turn_off = [&](std::string_view type) {
        to->off = line(type, 0, quoted("webhook", to->id));
        for (auto& d : deliveries_)
            if (d.to == to && d.is == phase::in_flight) d.was_off = true;
        cancel_waiting(*to, to->off);
    };
    if (entry.deleted) {
        to->deleted = true;
        turn_off("webhook_deleted");
        return;
    }
    if (!url.empty() && url != to->url) {
        to->url = url;
        line("webhook_updated", 0, quoted("webhook", to->id) + quoted("url", url));
    }
    if (!entry.enabled || *entry.enabled == to->enabled) return;
    to->enabled = *entry.enabled;
    if (!to->enabled) return turn_off("webhook_disabled");
    line("webhook_enabled", 0, quoted("webhook", to->id));
    if (is(defect::enabling_forgives_nothing)) return;
    to->discarded = 0;
    to->failing_since.reset();
}

void world::create(model::webhook_event event, std::string const& url, std::string const& id)
{
    auto& made = hooks_.emplace_back();
    made.id = id.empty() ? std::to_string(5514 + hooks_.size()) : id;
    made.url = url;
    made.event = event;
    line("webhook_created", 0,
         quoted("webhook", made.id) + quoted("event", model::name(event)) + quoted("url", url));
}

world::hook* world::find_hook(model::webhook_event event)
{
    for (auto& one : hooks_)
        if (one.event == event && !one.deleted) return &one;
    return nullptr;
}

// --- shipments ---------------------------------------------------------------------------------

world::parcel& world::make_parcel(std::string const& id, std::string const& fields)
{
    parcels_.emplace_back();
    parcels_.back().number = static_cast<std::uint32_t>(parcels_.size());
    parcels_.back().id = id;
    parcels_.back().fields = fields;
    return parcels_.back();
}

world::parcel* world::find_parcel(std::string const& id)
{
    for (auto& one : parcels_)
        if (one.id == id) return &one;
    return nullptr;
}

std::string world::parcel_created(parcel const& made) const
{
    auto text = quoted("shipment", made.id);
    if (!made.fields.empty()) text += ",\"fields\":" + made.fields;
    if (made.unordered) text += ",\"unordered\":true";
    if (made.changes_only) text += ",\"notify\":\"status\"";
    return text;
}

std::vector<sim::scan_plan> world::told(sim::story life, instant at, std::string const& id) const
{
    using enum scan_status;
    static std::map<sim::story, std::vector<scan_status>> const lives{
        {sim::story::delivered, {AC, IT, DE}},     {sim::story::attempted, {AC, IT, AT, DE}},
        {sim::story::exception, {AC, IT, EX, DE}}, {sim::story::lost, {AC, IT, EX}},
        {sim::story::unordered, {AC, IT, DE, AT}},
    };
    std::vector<sim::scan_plan> scans;
    std::optional<instant> occurred_at;
    for (auto const status : lives.at(life)) {
        auto const nth = static_cast<std::uint32_t>(scans.size()) + 1;
        if (nth > 1)
            at += sim::exponential(
                std::chrono::hours{nth == 2 ? 6 : 24},
                sim::draw(plan_.seed, {.purpose = sim::draw_purpose::story_dwell,
                                       .subject = sim::stable_number("shipment", id),
                                       .nth = nth}));
        if (nth == 4 && life == sim::story::unordered)
            occurred_at = scans[1].at + (scans[2].at - scans[1].at) / 2;
        scans.push_back({at, status, occurred_at, "", {}});
    }
    return scans;
}

void world::scan(parcel& subject, sim::scan_plan const& plan, duration shift)
{
    auto occurred_at = plan.occurred_at ? *plan.occurred_at + shift : plan.at;
    if (is(defect::repeat_keeps_occurred_at) && plan.occurred_at) occurred_at = *plan.occurred_at;
    auto text = quoted("shipment", subject.id) + quoted("status", model::name(plan.status));
    if (occurred_at != now_) text += quoted("occurred_at", model::to_text(occurred_at));
    if (!plan.fields.empty()) text += ",\"fields\":" + plan.fields;
    auto const cause = line("shipment_scanned", 0, text);

    auto const before = subject.status;
    note_scan(subject, occurred_at);
    subject.scans.push_back({occurred_at, plan.status, plan.fields});
    auto newest = subject.scans.front();
    for (auto const& one : subject.scans)
        if (one.occurred_at >= newest.occurred_at || is(defect::status_of_latest_report))
            newest = one;
    subject.status = newest.status;
    if (subject.changes_only && subject.status == before && !is(defect::unchanged_status_told)) {
        note("an unchanged status not told");
        return;
    }
    auto* const to = find_hook(model::webhook_event::track);
    if (to && to->enabled) return request(subject, *to, cause);
    note(to ? "an event while its webhook is disabled" : "an event without a webhook");
    line("event_unsubscribed", cause, quoted("subject", subject.id) + quoted("event", "track"));
}

void world::note_scan(parcel const& subject, instant occurred_at)
{
    if (last_scan_.first == now_ && last_scan_.second && last_scan_.second != subject.number)
        note("two shipments scanned at one instant");
    last_scan_ = {now_, subject.number};
    for (auto const& earlier : subject.scans) {
        if (earlier.occurred_at > occurred_at) note("a scan reported late");
        if (earlier.occurred_at == occurred_at) note("two scans of one occurrence time");
    }
}

} // namespace drydock::oracle
