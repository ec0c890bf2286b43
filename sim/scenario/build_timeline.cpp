#include "sim/scenario/build_parts.hpp"

#include <algorithm>
#include <array>

namespace drydock::sim {
namespace {

using namespace std::string_view_literals;

// A step of a story is counted in 16 bits.
constexpr std::size_t most_scans = 65'536;

constexpr std::array ship_keys{"shipment"sv, "unordered"sv, "scans"sv, "story"sv, "notify"sv};
constexpr std::array track_keys{"shipment"sv, "status"sv, "occurred_at"sv};
constexpr std::array scan_keys{"at"sv, "status"sv, "occurred_at"sv};
// In the order of the enumeration.
constexpr std::array stories{"delivered"sv, "attempted"sv, "exception"sv, "lost"sv, "unordered"sv};
static_assert(stories.size() == static_cast<int>(story::unordered) + 1);

/// Reads one entry of the timeline.
class entry_reader {
public:
    entry_reader(building& b, node const& given) : b_{&b}, given_{&given} {}

    /// Adds the entry to the scenario, or marks it as incomplete.
    void read();

private:
    bool read_ship(node const& given);
    bool read_track(node const& given);
    bool read_webhook(node const& given);
    bool take_request(node const& given);
    void check_expect();
    void read_time();
    void read_repeat(node const& given);
    std::optional<scan_plan> read_scan(node const& given, std::span<std::string_view const> own,
                                       instant base);
    void read_scans(node const& given, ship_entry& ship);
    void read_story(node const& given, ship_entry& ship);
    void check_end();

    building* b_;
    node const* given_;
    timeline_entry made_;
    entry_source source_;
};

void entry_reader::read()
{
    made_.where = given_->where;
    source_.entry = given_;
    read_time();
    bool whole = false;
    if (auto const* const ship = given_->find("ship")) whole = read_ship(*ship);
    if (auto const* const track = given_->find("track")) whole = read_track(*track);
    if (auto const* const webhook = given_->find("webhook")) whole = read_webhook(*webhook);
    if (auto const* const verb = read_entity_verb(*b_, *given_, made_.what)) {
        source_.verb = verb;
        whole = true;
    }
    if (auto const* const payload = given_->find("payload")) made_.payload = to_json(*payload);
    if (auto const* const request = given_->find("request")) whole = take_request(*request);
    check_expect();
    if (!whole) {
        b_->incomplete = true;
        return;
    }
    check_end();
    b_->out.timeline.push_back(std::move(made_));
    b_->sources.push_back(std::move(source_));
}

void entry_reader::read_time()
{
    auto const* const at = given_->find("at");
    auto const start = b_->out.start;
    made_.at = point_of(at, start, b_->c).value_or(start);
    if (made_.at < start) b_->c.error(at, "expected a time at or after the start of the scenario");
    if (auto const* const repeat = given_->find("repeat")) read_repeat(*repeat);
}

void entry_reader::read_repeat(node const& given)
{
    auto const* const every = given.find("every");
    auto const length = length_of(every);
    auto const times = number_of(given.find("times"), 1, UINT32_MAX);
    if (length && *length == duration::zero())
        b_->c.error(every, "expected a duration above 0 between occurrences");
    if (!length || *length == duration::zero() || !times) return;
    made_.every = *length;
    made_.times = static_cast<std::uint32_t>(*times);
    if (*length > model::longest_duration / static_cast<std::int64_t>(*times)) {
        b_->c.error(&given, "expected every x times to be no longer than " +
                                model::to_text(model::longest_duration));
        made_.times = 1;
    }
}

std::optional<scan_plan> entry_reader::read_scan(node const& given,
                                                 std::span<std::string_view const> own,
                                                 instant base)
{
    auto const status = status_of(given.find("status"));
    if (!status) return std::nullopt;
    auto const* const occurred = given.find("occurred_at");
    scan_plan made;
    made.at = made_.at;
    made.status = *status;
    made.where = given.where;
    made.occurred_at = point_of(occurred, base, b_->c);
    made.fields = fields_of(given, own);
    return made;
}

bool entry_reader::read_ship(node const& given)
{
    auto const id = text_of(given.find("shipment"));
    if (!id) return false;
    ship_entry ship;
    ship.shipment = *id;
    ship.fields = fields_of(given, ship_keys);
    ship.unordered = truth_of(given.find("unordered")).value_or(false);
    ship.changes_only = text_of(given.find("notify")) == "status";
    source_.verb = &given;
    read_scans(given, ship);
    read_story(given, ship);
    made_.what = std::move(ship);
    return true;
}

void entry_reader::read_scans(node const& given, ship_entry& ship)
{
    auto const* const scans = given.find("scans");
    for (auto const& item : items(scans)) {
        auto scan = read_scan(item, scan_keys, made_.at);
        if (!scan) continue;
        auto const* const at = item.find("at");
        scan->at = point_of(at, made_.at, b_->c).value_or(made_.at);
        if (scan->at < made_.at) {
            b_->c.error(at, "expected a time at or after that of the entry itself");
            scan->at = made_.at;
        }
        if (scan->occurred_at && *scan->occurred_at > scan->at)
            b_->c.hint(item.find("occurred_at"), "the scan occurs after it is reported");
        ship.scans.push_back(std::move(*scan));
        source_.scans.push_back(&item);
    }
    if (ship.scans.size() > most_scans)
        b_->c.error(scans, "expected at most " + std::to_string(most_scans) + " scans");
}

void entry_reader::read_story(node const& given, ship_entry& ship)
{
    auto const* const life = given.find("story");
    auto const name = text_of(life);
    if (!name) return;
    auto const found = std::ranges::find(stories, *name);
    if (found != stories.end()) ship.life = static_cast<story>(found - stories.begin());
    if (ship.life == story::unordered) ship.unordered = true;
    if (given.find("scans") != nullptr)
        b_->c.error(life, "expected either scans or story, not both");
}

bool entry_reader::read_track(node const& given)
{
    auto const id = text_of(given.find("shipment"));
    auto scan = read_scan(given, track_keys, b_->out.start);
    if (!id || !scan) return false;
    if (scan->occurred_at && *scan->occurred_at > scan->at)
        b_->c.hint(given.find("occurred_at"), "the scan occurs after it is reported");
    source_.verb = &given;
    source_.scans.push_back(&given);
    made_.what = track_entry{std::string{*id}, std::move(*scan)};
    return true;
}

bool entry_reader::read_webhook(node const& given)
{
    auto const event = event_of(given.find("event"));
    if (!event) return false;
    webhook_entry webhook;
    webhook.event = *event;
    auto const* const url = given.find("url");
    if (auto const text = text_of(url)) webhook.url = *text;
    webhook.enabled = truth_of(given.find("enabled"));
    webhook.deleted = truth_of(given.find("deleted")).value_or(false);
    if (webhook.deleted && (url != nullptr || webhook.enabled))
        b_->c.error(given.find("deleted"), "expected no url and no enabled beside it");
    if (given.members.size() == 2 && truth_of(given.find("deleted")) == false)
        b_->c.error(given.find("deleted"), "expected true: false changes nothing");
    source_.verb = &given;
    made_.what = std::move(webhook);
    return true;
}

bool entry_reader::take_request(node const& given)
{
    source_.verb = &given;
    return read_request(*b_, *given_, made_.what);
}

void entry_reader::check_expect()
{
    auto const* const expect = given_->find("expect");
    if (expect != nullptr && given_->find("request") == nullptr)
        b_->c.error(expect, "expected a request beside it: only that is answered");
}

void entry_reader::check_end()
{
    auto last = made_.at;
    if (auto const* const ship = std::get_if<ship_entry>(&made_.what)) {
        for (auto const& scan : ship->scans)
            last = std::max(last, scan.at);
        // A named story is a few dwell times of a day, each drawn: a year is ample.
        if (ship->life) last += std::chrono::days{365};
    }
    if (last + made_.every * (made_.times - 1) > last_instant - model::longest_duration)
        b_->c.error(given_->find("at"),
                    "expected a time that leaves room for retries before the year 10000");
}

} // namespace

void build_timeline(building& b)
{
    auto const given = items(b.root.find("timeline"));
    b.out.timeline.reserve(given.size());
    b.sources.reserve(given.size());
    for (auto const& item : given)
        entry_reader{b, item}.read();
}

std::string fields_of(node const& given, std::span<std::string_view const> own)
{
    node fields;
    fields.is = node::kind::object;
    for (auto const& m : given.members)
        if (std::ranges::find(own, m.name) == own.end()) fields.members.push_back(m);
    return fields.members.empty() ? std::string{} : to_json(fields);
}

namespace {

struct entity_finder {
    using kind = model::subject_kind;

    named_entity operator()(ship_entry const& e) const { return {kind::shipment, &e.shipment}; }
    named_entity operator()(track_entry const& e) const { return {kind::shipment, &e.shipment}; }
    named_entity operator()(rate_entry const& e) const { return {kind::shipment, &e.shipment}; }
    named_entity operator()(batch_entry const& e) const { return {kind::batch, &e.batch}; }
    named_entity operator()(carrier_entry const& e) const { return {kind::carrier, &e.carrier}; }
    named_entity operator()(report_entry const& e) const { return {kind::report, &e.report}; }
    named_entity operator()(refresh_entry const& e) const
    {
        return {kind::order_source, &e.order_source};
    }
    named_entity operator()(webhook_entry const&) const { return {}; }
    named_entity operator()(resend_entry const&) const { return {}; }
    named_entity operator()(request_entry const&) const { return {}; }
    named_entity operator()(call_entry const&) const { return {}; }
};

} // namespace

named_entity entity_of(timeline_entry const& entry)
{
    return std::visit(entity_finder{}, entry.what);
}

std::string const* shipment_of(timeline_entry const& entry)
{
    auto const named = entity_of(entry);
    return named.kind == model::subject_kind::shipment ? named.id : nullptr;
}

} // namespace drydock::sim
