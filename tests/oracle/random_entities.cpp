// Batches, rates, carriers, reports, stores and resends, by chance, and the names in conditions.
#include "tests/oracle/random_maker.hpp"

#include <algorithm>
#include <array>

namespace drydock::oracle {
namespace {

using entry_verb = decltype(sim::timeline_entry::what);

// Ids are shared among kinds: a batch may be called like a shipment.
constexpr std::array batch_ids{"se-1", "b-1", "b-2", "b-2", "b-{n}"};
constexpr std::array carrier_ids{"se-1", "c-1", "c-{n}"};
constexpr std::array report_ids{"se-1", "r-1", "r-{n}"};
constexpr std::array store_ids{"se-1", "s-1", "s-2", "s-3", "s-{n}"};

bool is_pattern(std::string_view id)
{
    return id.find("{n}") != std::string_view::npos;
}

/// The id of the entity that an entry is of; empty for the others.
std::pair<model::subject_kind, std::string> entity_of(entry_verb const& what)
{
    using enum model::subject_kind;
    if (auto const* const a = std::get_if<sim::ship_entry>(&what)) return {shipment, a->shipment};
    if (auto const* const a = std::get_if<sim::track_entry>(&what)) return {shipment, a->shipment};
    if (auto const* const a = std::get_if<sim::rate_entry>(&what)) return {shipment, a->shipment};
    if (auto const* const a = std::get_if<sim::batch_entry>(&what)) return {batch, a->batch};
    if (auto const* const a = std::get_if<sim::carrier_entry>(&what)) return {carrier, a->carrier};
    if (auto const* const a = std::get_if<sim::report_entry>(&what)) return {report, a->report};
    if (auto const* const a = std::get_if<sim::refresh_entry>(&what))
        return {order_source, a->order_source};
    return {};
}

/// The kind of entity that an event tells of.
model::subject_kind kind_of(webhook_event event)
{
    using enum webhook_event;
    if (event == batch) return model::subject_kind::batch;
    if (event == carrier_connected) return model::subject_kind::carrier;
    if (event == report_complete) return model::subject_kind::report;
    if (event == track || event == rate) return model::subject_kind::shipment;
    return model::subject_kind::order_source;
}

} // namespace

webhook_event maker::event()
{
    using enum webhook_event;
    if (percent(40)) return track;
    auto const made = pick({batch, rate, rate, carrier_connected, sales_orders_imported,
                            order_source_refresh_complete, report_complete});
    return is_known(made, made_.profile) ? made : batch;
}

void maker::add(instant at, entry_verb what, bool repeated, std::string payload)
{
    sim::timeline_entry entry;
    entry.at = at;
    entry.what = std::move(what);
    entry.payload = std::move(payload);
    if (repeated) repeat(entry);
    made_.timeline.push_back(std::move(entry));
}

std::string maker::make_payload()
{
    auto const what = below(100);
    if (what < 5) return R"({"body":"not what you think"})";
    if (what < 8) return R"({"body":"{n} of many"})";
    if (what < 15) return R"({"override":{"/resource_type":"API_NEW"}})";
    if (what < 18) return R"({"override":{"/resource_type":"{n}"}})";
    if (what < 28) return R"({"remove":["/resource_url"]})";
    if (what < 31) return R"({"remove":["/resource_type"]})";
    return {};
}

void maker::make_batch()
{
    using enum model::batch_status;
    sim::batch_entry made;
    made.batch = pick(batch_ids);
    made.status = pick({completed, completed, completed, completed_with_errors, archived, archived,
                        open, queued, processing, notifying, invalid});
    if (percent(30))
        made.fields = pick({R"({"batch_notes":"A"})", R"({"count":2,"completed":2})",
                            R"({"external_batch_id":"{n}"})"});
    auto const may_send =
        made.status == completed || made.status == completed_with_errors || made.status == archived;
    auto const repeated = is_pattern(made.batch);
    std::string payload;
    if (may_send) payload = percent(25) ? R"({"remove":["/resource_url"]})" : make_payload();
    add(within(25), made, repeated, payload);
}

void maker::make_rate(std::vector<std::string> const& shipments)
{
    sim::rate_entry made;
    made.shipment = percent(15) ? "se-8{n}" : percent(10) ? "box-9" : pick(shipments);
    if (percent(40)) made.fields = pick({R"({"rates":[{"rate_id":"{n}"}]})", R"({"errors":[]})"});
    add(within(25), made, is_pattern(made.shipment) || percent(25), make_payload());
}

void maker::make_carrier()
{
    sim::carrier_entry made;
    made.carrier = pick(carrier_ids);
    if (percent(40))
        made.fields = pick(
            {R"({"nickname":"A"})", R"({"balance":40.0})", R"({"nickname":"{n}","primary":true})"});
    add(within(25), made, is_pattern(made.carrier) || percent(25), make_payload());
}

void maker::make_report()
{
    sim::report_entry made;
    made.report = pick(report_ids);
    if (percent(50))
        made.fields =
            pick({R"({"report_type":"labels"})", R"({"created_at":"2019-09-08T00:00:00Z"})"});
    add(within(25), made, is_pattern(made.report) || percent(25), make_payload());
}

std::string maker::make_order()
{
    return pick({R"({})", R"({"sales_order_items":null})", R"({"order_source":{"active":null}})",
                 R"({"external_order_number":"SH{n}"})", R"({"customer":{"phone":"1"}})",
                 R"({"sales_order_items":[{},{"quantity":2}]})",
                 R"({"payment_details":{"subtotal":{"amount":12.50}},"order_date":null})",
                 R"({"sales_order_items":[{"quantity":3,"price_summary":{"estimated_tax":null}}]})",
                 R"({"sales_order_id":"so-1","tags":["a",{"b":1e2}]})"});
}

void maker::make_store()
{
    sim::refresh_entry made;
    made.order_source = pick(store_ids);
    made.takes = pick({duration{0min}, duration{0min}, duration{1min}, duration{1min},
                       duration{2min}, duration{5min}, duration{30s}});
    made.fails = percent(20);
    for (auto n = made.fails ? 0 : pick({0, 1, 1, 2, 3}); n > 0; --n)
        made.orders.push_back(make_order());
    if (percent(40))
        made.fields = pick({R"({"order_source_nickname":"A"})", R"({"active":false})",
                            R"({"order_source_code":"{n}"})"});
    auto const repeated = is_pattern(made.order_source) || percent(20);
    auto payload = made.fails ? std::string{} : make_payload();
    add(within(25), made, repeated, std::move(payload));
}

void maker::make_resend()
{
    sim::resend_entry made;
    if (percent(40)) made.which.event = event();
    if (percent(20)) made.which.subject = "se-1"; // replaced by one that occurs
    if (percent(45))
        made.which.outcome = pick({"discarded", "discarded", "pending", "delivered", "cancelled"});
    if (percent(25)) {
        std::int64_t const most = made_.policy.attempts;
        auto const least = 1 + below(static_cast<std::uint32_t>(most));
        made.which.attempts = sim::bounds{least, {}};
        if (percent(50)) made.which.attempts->at_most = least;
    }
    auto const at = within(35);
    add(at, made, percent(15));
    if (!percent(30)) return;
    // While its webhook is off nothing is resent; afterwards it may be.
    auto const off = made.which.event.value_or(webhook_event::track);
    auto const back = at + duration{1min} * (1 + below(2));
    add(std::max(made_.start, at - duration{1min} * below(2)),
        sim::webhook_entry{off, "", false, false}, false);
    add(back, sim::webhook_entry{off, "", true, false}, false);
    add(back + duration{1min} * below(3), made, false);
}

void maker::make_entities()
{
    std::vector<std::string> shipments{"se-1", "box-2"};
    for (auto const& entry : made_.timeline)
        if (auto const* const track = std::get_if<sim::track_entry>(&entry.what))
            if (!is_pattern(track->shipment)) shipments.push_back(track->shipment);
    for (auto n = below(4); n > 0; --n)
        make_batch();
    for (auto n = below(4); n > 0; --n)
        make_rate(shipments);
    for (auto n = below(3); n > 0; --n)
        make_carrier();
    for (auto n = is_new_profile() ? below(3) : 0; n > 0; --n)
        make_report();
    for (auto n = below(4); n > 0; --n)
        make_store();
    for (auto n = percent(60) ? below(4) : 0; n > 0; --n)
        make_resend();
}

// --- names ---------------------------------------------------------------------------------------

std::vector<std::string> maker::ids_of(std::optional<webhook_event> event) const
{
    std::vector<std::string> ids;
    if (!event || kind_of(*event) == model::subject_kind::shipment)
        for (auto const& one : made_.populations)
            if (std::holds_alternative<sim::shipment_population>(one.what)) ids.push_back("se-1");
    for (auto const& entry : made_.timeline) {
        auto const [kind, id] = entity_of(entry.what);
        if (id.empty() || (event && kind != kind_of(*event))) continue;
        ids.push_back(id);
        auto& made = ids.back();
        if (auto const at = made.find("{n}"); at != std::string::npos) made.replace(at, 3, "1");
    }
    return ids;
}

void maker::name_in(sim::endpoint_rule& rule)
{
    if (rule.event && !told_.contains(*rule.event)) rule.event.reset();
    if (rule.event && rule.event != webhook_event::track) rule.status.reset();
    if (!rule.subject) return;
    auto const ids = ids_of(rule.event);
    rule.subject.reset();
    if (!ids.empty()) rule.subject = pick(ids);
}

void maker::name_in(sim::entity_filter& filter)
{
    if (filter.event && !told_.contains(*filter.event)) filter.event.reset();
    if (!filter.subject) return;
    auto const ids = ids_of(filter.event);
    filter.subject.reset();
    if (!ids.empty()) filter.subject = pick(ids);
}

// A condition may only name a subject and an event that occur.
void maker::name_what_occurs()
{
    for (auto const& webhook : made_.webhooks)
        told_.insert(webhook.event);
    for (auto const& entry : made_.timeline)
        if (auto const* const change = std::get_if<sim::webhook_entry>(&entry.what))
            told_.insert(change->event);
    for (auto& endpoint : made_.endpoints)
        for (auto& rule : endpoint.rules)
            name_in(rule);
    for (auto& entry : made_.timeline)
        if (auto* const resend = std::get_if<sim::resend_entry>(&entry.what))
            name_in(resend->which);
}

} // namespace drydock::oracle
