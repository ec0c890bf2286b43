// Batches, rates, carriers, reports and stores, as the oracle sees them; what is told and resent.
#include "tests/oracle/oracle_world.hpp"
#include "tests/oracle/random_scenario.hpp"
#include "tests/support/naive_json.hpp"

#include <algorithm>
#include <utility>

namespace drydock::oracle {
namespace {

/// The fields of an entity after an entry gave some of them anew.
std::string with_fields(std::string const& known, std::string const& given)
{
    if (known.empty() || given.empty()) return known.empty() ? given : known;
    auto all = tests::json_node(known);
    for (auto const& m : tests::json_node(given).members)
        tests::made_member(all, m.name) = m.value;
    return sim::to_json(all);
}

bool tells(batch_status stage)
{
    return stage == batch_status::completed || stage == batch_status::completed_with_errors;
}

} // namespace

// --- batches, rates, carriers, reports -----------------------------------------------------------

void world::move(sim::batch_entry const& entry, std::uint32_t n, std::string const& payload)
{
    auto const id = numbered(entry.batch, n);
    auto const given = numbered(entry.fields, n);
    auto* subject = find(subject_kind::batch, id);
    if (!subject) {
        subject = &make(subject_kind::batch, id, given);
        line("batch_created", 0, quoted("batch", id) + raw("fields", given));
        if (entry.status == batch_status::open) return note("a batch that is made and stays open");
    } else {
        note("a batch that goes on");
    }
    auto& fields = subject->fields;
    fields = is(defect::batch_fields_forgotten) ? given : with_fields(fields, given);
    auto through = *batch_way(subject->stage, entry.status);
    if (through.size() > 1) note("a batch that jumps");
    if (is(defect::statuses_between_left_out)) through = {entry.status};
    delivery* requested = nullptr;
    for (auto const stage : through) {
        subject->stage = stage;
        auto const is_told = tells(stage);
        auto const change = is_told || is(defect::silent_statuses_carry_payloads) ? payload : "";
        auto const cause = line("batch_status_changed", 0,
                                quoted("batch", id) + quoted("status", model::name(stage)) +
                                    raw("fields", fields) + raw("payload", change));
        if (is_told && stage != entry.status) note("a batch told of on its way");
        auto const silent = is(defect::batch_on_its_way_not_told) && stage != entry.status;
        if ((is_told && !silent) || is(defect::every_batch_status_told))
            requested = request_for({.event = webhook_event::batch,
                                     .subject = subject,
                                     .cause = cause,
                                     .told = {},
                                     .payload = change,
                                     .occurred_at = now_});
        if (requested && is(defect::attempt_starts_amid_the_jump))
            start(*std::exchange(requested, nullptr));
    }
    // A jump is one decision; the first attempt starts when all of it is journaled.
    if (requested) start(*requested);
}

void world::rate(sim::rate_entry const& entry, std::uint32_t n, std::string const& payload)
{
    auto const id = numbered(entry.shipment, n);
    if (find(subject_kind::shipment, id)) note("rates of a shipment that was there");
    auto& subject = find_shipment(id, "a shipment made by its rates");
    auto const fields = numbered(entry.fields, n);
    auto const cause =
        line("rates_updated", 0,
             quoted("shipment", id) + raw("fields", fields) + raw("payload", payload));
    tell({.event = webhook_event::rate,
          .subject = &subject,
          .cause = cause,
          .told = is(defect::rates_in_the_body) ? fields : "",
          .payload = payload,
          .occurred_at = now_});
    if (is(defect::rates_not_counted)) --subject.events;
}

void world::connect(sim::carrier_entry const& entry, std::uint32_t n, std::string const& payload)
{
    auto const id = numbered(entry.carrier, n);
    auto* subject = find(subject_kind::carrier, id);
    if (subject) note("a carrier connected anew");
    if (!subject) subject = &make(subject_kind::carrier, id, "");
    subject->fields = with_fields(subject->fields, numbered(entry.fields, n));
    auto const cause =
        line("carrier_connected", 0,
             quoted("carrier", id) + raw("fields", subject->fields) + raw("payload", payload));
    tell({.event = webhook_event::carrier_connected,
          .subject = subject,
          .cause = cause,
          .told = {},
          .payload = payload,
          .occurred_at = now_});
}

void world::report(sim::report_entry const& entry, std::uint32_t n, std::string const& payload)
{
    auto const id = numbered(entry.report, n);
    auto* subject = find(subject_kind::report, id);
    if (subject) note("a report completed anew");
    if (!subject) subject = &make(subject_kind::report, id, "");
    subject->fields = with_fields(subject->fields, numbered(entry.fields, n));
    auto const cause =
        line("report_completed", 0,
             quoted("report", id) + raw("fields", subject->fields) + raw("payload", payload));
    // It has a link made from its id and, unless one is given, the time at which it is completed.
    auto const created = subject->fields.find("\"created_at\"") == std::string::npos;
    tell({.event = webhook_event::report_complete,
          .subject = subject,
          .cause = cause,
          .told = id + subject->fields + (created ? model::to_text(now_) : ""),
          .payload = payload,
          .occurred_at = now_});
}

// --- stores --------------------------------------------------------------------------------------

void world::start_refresh(sim::refresh_entry const& entry, std::uint32_t place, std::uint32_t n,
                          std::string const& payload)
{
    auto const id = numbered(entry.order_source, n);
    auto* store = find(subject_kind::order_source, id);
    if (!store) store = &make(subject_kind::order_source, id, "");
    if (store->failed) note("a refresh after one that failed");
    store->fields = with_fields(store->fields, numbered(entry.fields, n));
    store->refresh = line("order_source_refresh_started", 0,
                          quoted("order_source", id) + raw("fields", store->fields));
    if (entry.takes == duration{}) note("a refresh that takes no time");
    auto const ordinal = is(defect::refreshes_end_by_place) ? place : store->number;
    push(now_ + entry.takes, refresh, ordinal, 0,
         [this, store, &entry, n, payload] { end_refresh(*store, entry, n, payload); });
}

void world::end_refresh(thing& store, sim::refresh_entry const& entry, std::uint32_t n,
                        std::string const& payload)
{
    note_refresh(store, entry);
    store.failed = entry.fails;
    if (entry.fails && !is(defect::failed_refresh_sends)) {
        line("order_source_refresh_failed", store.refresh, quoted("order_source", store.id));
        return;
    }
    auto const imports = !entry.orders.empty() || is(defect::nothing_imported_is_told);
    auto const to_the_end = !imports || is(defect::payload_goes_to_the_end);
    if (is(defect::import_after_the_end)) complete(store, to_the_end ? payload : "");
    if (imports) import(store, entry, n, to_the_end ? "" : payload);
    if (!is(defect::import_after_the_end)) complete(store, to_the_end ? payload : "");
}

void world::import(thing& store, sim::refresh_entry const& entry, std::uint32_t n,
                   std::string const& payload)
{
    auto const orders = orders_of(store, entry, n);
    auto const from = is(defect::import_without_cause) ? 0 : store.refresh;
    auto const cause = line("sales_orders_imported", from,
                            quoted("order_source", store.id) +
                                ",\"count\":" + std::to_string(entry.orders.size()) +
                                raw("orders", orders) + raw("payload", payload));
    if (is(defect::refresh_ends_because_of_import)) store.refresh = cause;
    orders_ += static_cast<std::uint32_t>(entry.orders.size());
    if (is(defect::order_ids_start_anew)) orders_ = 0;
    tell({.event = is(defect::import_told_as_refresh) ? webhook_event::order_source_refresh_complete
                                                      : webhook_event::sales_orders_imported,
          .subject = &store,
          .cause = cause,
          .told = orders,
          .payload = payload,
          .occurred_at = now_});
}

void world::complete(thing& store, std::string const& payload)
{
    auto const cause = line("order_source_refresh_completed", store.refresh,
                            quoted("order_source", store.id) + raw("payload", payload));
    tell({.event = webhook_event::order_source_refresh_complete,
          .subject = &store,
          .cause = cause,
          .told = {},
          .payload = payload,
          .occurred_at = now_});
}

void world::note_refresh(thing const& store, sim::refresh_entry const& entry)
{
    if (last_refresh_ == now_) note("two refreshes that end at one instant");
    if (last_timeline_ == now_ && entry.takes != duration{})
        note("a refresh that ends at the instant of an entry");
    if (last_scan_.first == now_ && last_scan_.second)
        note("a refresh that ends at the instant of a scan");
    last_refresh_ = now_;
    if (entry.fails) return note("a refresh that failed");
    if (entry.orders.empty()) note("a refresh without orders");
    if (entry.orders.size() > 1) note("a refresh of several orders");
    auto* const orders = find_hook(webhook_event::sales_orders_imported);
    auto* const ends = find_hook(webhook_event::order_source_refresh_complete);
    if (!entry.orders.empty() && orders && ends && orders->enabled && ends->enabled &&
        !store.fields.empty())
        note("an import and the end of its refresh both sent");
}

// --- telling -------------------------------------------------------------------------------------

void world::tell(telling what)
{
    if (auto* const requested = request_for(std::move(what))) start(*requested);
}

world::delivery* world::request_for(telling what)
{
    ++what.subject->events;
    tellings_.push_back(what);
    auto* const to = find_hook(what.event);
    if (to && to->enabled) return &request(what, *to, nullptr);
    note(to ? "an event while its webhook is disabled" : "an event without a webhook");
    line("event_unsubscribed", what.cause,
         quoted("subject", what.subject->id) + quoted("event", model::name(what.event)));
    if (is(defect::unsubscribed_not_counted)) --what.subject->events;
    return nullptr;
}

void world::resend(sim::resend_entry const& entry, std::uint32_t n)
{
    std::vector<delivery*> taken;
    for (auto& d : deliveries_) {
        if (!wanted(d, entry.which, n)) continue;
        auto const* const to = find_hook(d.what.event);
        auto const off = !to || !to->enabled;
        if (off) note("a resend while its webhook is off");
        if (off && is(defect::not_resent_counts_as_resent)) d.resent = true;
        if (off) continue;
        d.resent = true;
        taken.push_back(&d);
    }
    if (taken.empty()) note("nothing to resend");
    if (taken.size() > 1) note("several resent at once");
    if (is(defect::resent_newest_first)) std::reverse(taken.begin(), taken.end());
    for (auto* const d : taken) {
        if (d->resend_of) note("a resend of a resend");
        if (d->is != phase::ended) note("a resend of what is on its way");
        auto what = d->what;
        if (is(defect::resend_tells_the_newest))
            for (auto const& told : tellings_)
                if (told.event == what.event && told.subject == what.subject) what = told;
        what.cause = is(defect::resend_caused_by_its_delivery) ? d->cause : d->what.cause;
        if (is(defect::resend_keeps_no_payload)) what.payload.clear();
        if (!is(defect::resends_not_counted)) ++what.subject->events;
        auto* of = d;
        while (is(defect::resend_names_the_first) && of->resend_of)
            of = of->resend_of;
        start(request(what, *find_hook(what.event), of));
    }
}

bool world::wanted(delivery const& d, sim::entity_filter const& which, std::uint32_t n) const
{
    if (d.resent && !is(defect::resent_twice)) return false;
    if (which.event && *which.event != d.what.event) return false;
    if (which.outcome && *which.outcome != d.outcome && !is(defect::outcome_of_resends_ignored))
        return false;
    auto made = d.attempt;
    if (is(defect::attempts_counted_when_over) && d.is == phase::in_flight) --made;
    if (which.attempts && !which.attempts->hold(made)) return false;
    if (!which.subject) return true;
    if (is(defect::only_shipments_resent) && d.what.subject->kind != subject_kind::shipment)
        return false;
    return numbered(*which.subject, n) == d.what.subject->id;
}

} // namespace drydock::oracle
