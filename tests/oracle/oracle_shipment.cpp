// Shipments, as the oracle sees them.
#include "tests/oracle/oracle_world.hpp"

#include <algorithm>

namespace drydock::oracle {

void world::ship(sim::ship_entry entry, instant at, duration shift, std::uint32_t n,
                 std::string const& payload)
{
    auto& made =
        make(subject_kind::shipment, numbered(entry.shipment, n), numbered(entry.fields, n));
    made.unordered = entry.unordered || entry.life == sim::story::unordered;
    made.changes_only = entry.changes_only;
    line("shipment_created", 0, created(made));
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
             [this, &made, plan, shift, payload] { scan(made, plan, shift, payload); });
    }
}

void world::track(sim::track_entry entry, duration shift, std::uint32_t n,
                  std::string const& payload)
{
    auto& subject = find_shipment(numbered(entry.shipment, n), "a shipment made by its first scan");
    entry.scan.at = now_;
    entry.scan.fields = numbered(entry.scan.fields, n);
    scan(subject, entry.scan, shift, payload);
}

world::thing& world::find_shipment(std::string const& id, std::string_view situation)
{
    if (auto* const known = find(subject_kind::shipment, id)) return *known;
    auto& made = make(subject_kind::shipment, id, "");
    line("shipment_created", 0, created(made));
    note(situation);
    return made;
}

std::string world::created(thing const& made) const
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

void world::scan(thing& subject, sim::scan_plan const& plan, duration shift,
                 std::string const& payload)
{
    auto occurred_at = plan.occurred_at ? *plan.occurred_at + shift : plan.at;
    if (is(defect::repeat_keeps_occurred_at) && plan.occurred_at) occurred_at = *plan.occurred_at;
    auto text = quoted("shipment", subject.id) + quoted("status", model::name(plan.status));
    if (occurred_at != now_) text += quoted("occurred_at", model::to_text(occurred_at));
    text += raw("fields", plan.fields) + raw("payload", payload);
    auto const cause = line("shipment_scanned", 0, text);

    auto const before = subject.status;
    note_scan(subject, plan.status, occurred_at);
    subject.scans.push_back({occurred_at, plan.status, plan.fields});
    auto newest = subject.scans.front();
    for (auto const& one : subject.scans)
        if (one.occurred_at >= newest.occurred_at || is(defect::status_of_latest_report))
            newest = one;
    subject.status = newest.status;
    telling const what{.event = webhook_event::track,
                       .subject = &subject,
                       .cause = cause,
                       .told = {},
                       .payload = payload,
                       .occurred_at = occurred_at,
                       .scan = subject.scans.size(),
                       .status = plan.status};
    if (!subject.changes_only || subject.status != before || is(defect::unchanged_status_told))
        return tell(what);
    note("an unchanged status not told");
    ++subject.events;
}

void world::note_scan(thing const& subject, scan_status status, instant occurred_at)
{
    if (status == scan_status::NY) note("a scan of what is not yet in the system");
    if (status == scan_status::SP) note("a scan of what waits to be collected");
    if (last_scan_.first == now_ && last_scan_.second && last_scan_.second != subject.number)
        note("two shipments scanned at one instant");
    last_scan_ = {now_, subject.number};
    for (auto const& earlier : subject.scans) {
        if (earlier.occurred_at > occurred_at) note("a scan reported late");
        if (earlier.occurred_at == occurred_at) note("two scans of one occurrence time");
    }
}

} // namespace drydock::oracle
