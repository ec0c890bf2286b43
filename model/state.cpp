#include "model/state.hpp"

#include "model/entity/batch.hpp"
#include "model/passing.hpp"

#include <algorithm>

namespace drydock::model {

namespace {

using enum delivery_status;

// The whole life of a delivery. A pair not listed here is a defect, not a runtime condition.
struct transition {
    delivery_status from;
    event_type on;
    delivery_status to;
};
constexpr std::array transitions{
    transition{queued, event_type::attempt_started, in_flight},
    transition{waiting, event_type::attempt_started, in_flight},
    transition{in_flight, event_type::attempt_failed, failed},
    transition{in_flight, event_type::delivery_succeeded, ended},
    transition{failed, event_type::retry_scheduled, waiting},
    transition{failed, event_type::delivery_discarded, ended},
    transition{failed, event_type::delivery_cancelled, ended},
    transition{waiting, event_type::delivery_cancelled, ended},
    transition{queued, event_type::attempt_deferred, deferred},
    transition{waiting, event_type::attempt_deferred, deferred},
    transition{deferred, event_type::attempt_deferred, deferred},
    transition{deferred, event_type::attempt_started, in_flight},
    transition{deferred, event_type::delivery_cancelled, ended},
};

/// The same by number, for this runs at almost every event; `queued` where there is no transition.
constexpr std::size_t first_on = static_cast<std::size_t>(event_type::delivery_requested);
constexpr auto follow_table = [] {
    std::array<std::array<delivery_status, 9>, 6> table{};
    for (auto const& t : transitions)
        table[static_cast<std::size_t>(t.from)][static_cast<std::size_t>(t.on) - first_on] = t.to;
    return table;
}();

delivery_status follow(delivery_status from, event_type on)
{
    auto const to =
        follow_table[static_cast<std::size_t>(from)][static_cast<std::size_t>(on) - first_on];
    ASSERT(to != queued);
    return to;
}

delivery& live(state& s, delivery_number number)
{
    auto const where = s.deliveries.find(number.value);
    ASSERT(where != slot{});
    return s.deliveries[where];
}

delivery& move_on(state& s, delivery_number number, event_type on, sequence_number sequence)
{
    auto& d = live(s, number);
    d.status = follow(d.status, on);
    d.last_event = sequence;
    return d;
}

/// Takes the first of those that are held.
void let_go(webhook& w, delivery_number number)
{
    ASSERT(w.held_gone < w.held.size() && w.held[w.held_gone] == number);
    ++w.held_gone;
    if (w.held_gone * 2 < w.held.size()) return;
    w.held.erase(w.held.begin(), w.held.begin() + w.held_gone);
    w.held_gone = 0;
}

void end(state& s, delivery const& d)
{
    ASSERT(d.status == ended);
    end_delivery(s, d, subject_of(s, d));
}

template <class T, class... All> constexpr bool is_any_of = (std::same_as<T, All> || ...);

struct applier {
    state& s;
    instant at;
    sequence_number cause;
    sequence_number sequence;

    void operator()(webhook_created const& e) const
    {
        ASSERT(e.webhook.value == s.webhooks.size() + 1);
        s.webhooks.push_back({.id = e.id, .url = e.url, .fields = e.fields, .event = e.event});
    }
    void operator()(webhook_updated const& e) const
    {
        auto& w = s.at(e.webhook);
        w.url = e.url;
        w.fields = e.fields;
    }
    void operator()(webhook_deleted const& e) const
    {
        auto& w = s.at(e.webhook);
        w.deleted = true;
        turned_off(w);
    }
    void turned_off(webhook& w) const
    {
        w.turned_off_by = sequence;
        w.on_trial = false;
        w.recovers_at = {};
        // What was deferred is cancelled next.
        w.last_start = std::min(w.last_start, at);
        w.held.clear();
        w.held_gone = 0;
    }
    void operator()(webhook_enabled const& e) const
    {
        auto& w = s.at(e.webhook);
        w.enabled = true;
        w.failing = false;
        w.discarded_in_row = 0;
        w.recovers_at = {};
        w.on_trial = e.on_trial != 0;
        if (w.on_trial) return;
        w.failed_in_row = 0;
        w.recoveries = 0;
    }
    void operator()(webhook_disabled const& e) const
    {
        auto& w = s.at(e.webhook);
        w.enabled = false;
        turned_off(w);
        w.recovers_at = e.recovers_at;
        if (e.recovers_at != instant{}) ++w.recoveries;
    }

    /// The entity's index in `all`, made if it is new.
    template <class Entity> Entity& named(std::vector<Entity>& all, subject who, entity_id id) const
    {
        ASSERT(who.ordinal >= 1 && who.ordinal <= all.size() + 1);
        if (who.ordinal > all.size()) {
            all.push_back({.id = id});
            name(who, id);
        }
        return all[who.ordinal - 1];
    }
    void name(subject who, entity_id id) const
    {
        s.ids[static_cast<std::size_t>(who.kind)].emplace(id, who.ordinal);
    }
    std::uint32_t remember(text_number data, text_number payload) const
    {
        s.facts.push_back({sequence, at, data, payload});
        return static_cast<std::uint32_t>(s.facts.size());
    }

    void operator()(shipment_created const& e) const
    {
        ASSERT(e.shipment.value == s.shipment_count + 1);
        bool const is_plain = e.id.numeric != 0 && !e.fields && !e.unordered && !e.changes_only;
        if (e.ends != 0 && is_plain && s.forgets) {
            admit(s, e.shipment, e.id.numeric, e.ends);
            return;
        }
        ++s.shipment_count;
        s.shipments.put({.number = e.shipment,
                         .id = e.id,
                         .fields = e.fields,
                         .unordered = e.unordered != 0,
                         .changes_only = e.changes_only != 0,
                         .created_at = at});
        name(e.shipment, e.id);
    }
    shipment& kept(shipment_number n) const { return s.shipments[s.shipments.find(n.value)]; }
    void operator()(shipment_scanned const& e) const
    {
        if (auto* const p = s.passing.seek(e.shipment.value)) {
            ASSERT(e.occurred_at == at && !e.fields && !e.payload);
            return pass_on(s, *p, at, e.status);
        }
        auto& found = kept(e.shipment);
        s.scans.push_back(
            {at, e.occurred_at, e.fields, found.last_scan, e.status, e.payload, sequence});
        auto const index = static_cast<std::uint32_t>(s.scans.size());
        found.last_scan = index;
        ++found.scan_count;
        ++found.told;
        if (found.newest_scan == 0 || e.occurred_at >= s.scans[found.newest_scan - 1].occurred_at) {
            found.newest_scan = index;
            found.status = e.status;
        }
    }

    void operator()(tracking_started const& e) const { kept(e.shipment).untracked = false; }
    void operator()(tracking_stopped const& e) const { kept(e.shipment).untracked = true; }

    void operator()(label_created const& e) const
    {
        auto& found = kept(e.shipment);
        ASSERT(found.label == 0);
        ASSERT(found.scan_count == 0);
        s.labels.push_back({.shipment = e.shipment, .created_at = at});
        found.label = static_cast<std::uint32_t>(s.labels.size());
        found.fields = e.fields;
    }

    void operator()(batch_created const& e) const
    {
        auto& made = named(s.batches, e.batch, e.id);
        made.fields = e.fields;
        made.created_at = at;
    }
    void operator()(batch_status_changed const& e) const
    {
        auto& b = s.batches[e.batch.value - 1];
        b.status = e.status;
        b.fields = e.fields;
        if (!is_told(e.status)) return;
        b.processed_at = at;
        ++b.told;
        remember(e.fields, e.payload);
    }
    void operator()(rates_updated const& e) const
    {
        auto& found = kept(e.shipment);
        found.rates = remember(e.fields, e.payload);
        ++found.told;
    }
    void operator()(carrier_connected const& e) const
    {
        auto& c = named(s.carriers, e.carrier, e.id);
        c.fields = e.fields;
        c.connected_at = at;
        ++c.told;
        remember(e.fields, e.payload);
    }
    void operator()(report_completed const& e) const
    {
        auto& r = named(s.reports, e.report, e.id);
        r.fields = e.fields;
        r.completed_at = at;
        ++r.told;
        remember(e.fields, e.payload);
    }
    void operator()(order_source_refresh_started const& e) const
    {
        auto& o = named(s.order_sources, e.order_source, e.id);
        ASSERT(!o.refreshing);
        o.fields = e.fields;
        o.refreshing = true;
        o.failed = false;
        o.started = sequence;
        o.started_at = at;
    }
    void operator()(order_source_refresh_completed const& e) const
    {
        auto& o = s.order_sources[e.order_source.value - 1];
        ASSERT(o.refreshing);
        o.refreshing = false;
        o.refreshed_at = at;
        o.ever_refreshed = true;
        ++o.told;
        remember({}, e.payload);
    }
    void operator()(order_source_refresh_failed const& e) const
    {
        auto& o = s.order_sources[e.order_source.value - 1];
        ASSERT(o.refreshing);
        o.refreshing = false;
        o.failed = true;
    }
    void operator()(sales_orders_imported const& e) const
    {
        s.imports.push_back({e.order_source, remember(e.orders, e.payload)});
        s.sales_order_count += e.count;
        ++s.order_sources[e.order_source.value - 1].told;
    }

    /// Where the event that a delivery tells of is kept: its cause, most often the newest.
    template <class Kept>
    static std::uint32_t place_of(std::vector<Kept> const& all, sequence_number told)
    {
        ASSERT(!all.empty());
        if (all.back().sequence == told) return static_cast<std::uint32_t>(all.size());
        auto const found = std::ranges::lower_bound(all, told, {}, &Kept::sequence);
        ASSERT(found != all.end() && found->sequence == told);
        return static_cast<std::uint32_t>(found - all.begin()) + 1;
    }
    std::uint32_t& told_count(subject who) const
    {
        switch (who.kind) {
        case subject_kind::shipment: return kept({who.ordinal}).told;
        case subject_kind::batch: return s.batches[who.ordinal - 1].told;
        case subject_kind::carrier: return s.carriers[who.ordinal - 1].told;
        case subject_kind::order_source: return s.order_sources[who.ordinal - 1].told;
        case subject_kind::report: return s.reports[who.ordinal - 1].told;
        }
        assertion_failed("a known kind of subject", __FILE__, __LINE__);
    }
    void operator()(delivery_requested const& e) const
    {
        ASSERT(e.delivery.value == s.delivery_count + 1);
        auto const event = s.at(e.webhook).event;
        if (auto* const p = e.subject.is_shipment() ? s.passing.seek(e.subject.ordinal) : nullptr) {
            ASSERT(!e.resend_of && event == webhook_event::track);
            request_delivery(s, *p, e.webhook, at, sequence);
            return;
        }
        ++s.delivery_count;
        auto& told = told_count(e.subject);
        if (e.resend_of) ++told;
        s.deliveries.put({.number = e.delivery,
                          .webhook = e.webhook,
                          .subject = e.subject,
                          .told = event == webhook_event::track ? place_of(s.scans, cause)
                                                                : place_of(s.facts, cause),
                          .nth = told,
                          .requested_at = at,
                          .last_event = sequence});
    }
    void operator()(event_unsubscribed const& e) const
    {
        auto const who = e.subject();
        if (auto* const p = who.is_shipment() ? s.passing.seek(who.ordinal) : nullptr)
            forget_if_over(s, *p);
    }
    void operator()(attempt_started const& e) const
    {
        auto& d = live(s, e.delivery);
        auto& w = s.at(d.webhook);
        if (d.is_held()) [[unlikely]]
            let_go(w, d.number);
        follow(d.status, e.type);
        begin_attempt(w, d, e.attempt, at, sequence);
    }
    void operator()(attempt_deferred const& e) const
    {
        auto& d = live(s, e.delivery);
        auto& w = s.at(d.webhook);
        if (d.is_held()) let_go(w, d.number);
        move_on(s, e.delivery, e.type, sequence);
        d.attempt = e.attempt;
        d.due = e.due;
        if (e.due == instant{})
            w.held.push_back(d.number);
        else
            w.last_start = e.due;
    }
    void operator()(attempt_failed const& e) const
    {
        auto const& d = move_on(s, e.delivery, e.type, sequence);
        fail(s.at(d.webhook), at);
    }
    void operator()(retry_scheduled const& e) const
    {
        auto& d = live(s, e.delivery);
        follow(d.status, e.type);
        await_retry(d, e.attempt, e.due, sequence);
    }
    void operator()(delivery_succeeded const& e) const
    {
        auto const& d = move_on(s, e.delivery, e.type, sequence);
        succeed(s.at(d.webhook));
        end(s, d);
    }
    void operator()(delivery_discarded const& e) const
    {
        auto const& d = move_on(s, e.delivery, e.type, sequence);
        ++s.at(d.webhook).discarded_in_row;
        end(s, d);
    }
    void operator()(delivery_cancelled const& e) const
    {
        end(s, move_on(s, e.delivery, e.type, sequence));
    }
    void operator()(request_received const& e) const
    {
        ASSERT(e.request.value == s.request_count + 1);
        ++s.request_count;
    }
    void operator()(request_answered const& e) const { ASSERT(e.request.value == s.request_count); }
    void operator()(request_captured const& e) const { s.capture_count = e.capture.value; }
    // Others keep account of effects, clocks and timelines, and of what a scenario hears.
    template <class Other>
    requires(
        is_any_of<Other, effect_applied, effect_skipped, call_sent, call_answered, endpoint_changed,
                  clock_advanced, timeline_added, base_url_changed, clock_mode_changed>) void
    operator()(Other const&) const
    {
    }
};

} // namespace

void evolve(state& s, event const& e, sequence_number sequence)
{
    visit_event(e, applier{s, e.at, e.cause, sequence});
}

// Everything that happens passes here, so nothing in it is a call.
[[gnu::flatten]] void evolve(state& s, std::span<event const> events, sequence_number first)
{
    for (auto const& e : events)
        visit_event(e, applier{s, e.at, e.cause, {first.value++}});
}

} // namespace drydock::model
