#include "model/state.hpp"

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
};

delivery_status follow(delivery_status from, event_type on)
{
    auto const* const found = std::ranges::find_if(
        transitions, [&](transition const& t) { return t.from == from && t.on == on; });
    ASSERT(found != transitions.end());
    return found->to;
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

void end(state& s, delivery const& d)
{
    ASSERT(d.status == ended);
    s.deliveries.erase(d.number.value);
}

struct applier {
    state& s;
    instant at;
    sequence_number sequence;

    void operator()(webhook_created const& e) const
    {
        ASSERT(e.webhook.value == s.webhooks.size() + 1);
        s.webhooks.push_back({.id = e.id, .url = e.url, .event = e.event});
    }
    void operator()(webhook_updated const& e) const { s.at(e.webhook).url = e.url; }
    void operator()(webhook_deleted const& e) const
    {
        auto& w = s.at(e.webhook);
        w.deleted = true;
        w.turned_off_by = sequence;
    }
    void operator()(webhook_enabled const& e) const
    {
        auto& w = s.at(e.webhook);
        w.enabled = true;
        w.failing = false;
        w.discarded_in_row = 0;
    }
    void operator()(webhook_disabled const& e) const
    {
        auto& w = s.at(e.webhook);
        w.enabled = false;
        w.turned_off_by = sequence;
    }

    void operator()(shipment_created const& e) const
    {
        ASSERT(e.shipment.value == s.shipment_count + 1);
        ++s.shipment_count;
        s.shipments.put({.number = e.shipment,
                         .id = e.id,
                         .fields = e.fields,
                         .unordered = e.unordered != 0,
                         .changes_only = e.changes_only != 0});
        s.shipment_ids.emplace(e.id, e.shipment);
    }
    void operator()(shipment_scanned const& e) const
    {
        auto& found = s.shipments[s.shipments.find(e.shipment.value)];
        s.scans.push_back({at, e.occurred_at, e.fields, found.last_scan, e.status});
        auto const index = static_cast<std::uint32_t>(s.scans.size());
        found.last_scan = index;
        ++found.scan_count;
        if (found.newest_scan == 0 || e.occurred_at >= s.scans[found.newest_scan - 1].occurred_at) {
            found.newest_scan = index;
            found.status = e.status;
        }
    }

    void operator()(delivery_requested const& e) const
    {
        ASSERT(e.delivery.value == s.delivery_count + 1);
        ++s.delivery_count;
        auto const& subject = s.at(e.subject);
        s.deliveries.put({.number = e.delivery,
                          .webhook = e.webhook,
                          .subject = e.subject,
                          .scan = subject.last_scan,
                          .nth = subject.scan_count,
                          .requested_at = at,
                          .last_event = sequence});
    }
    void operator()(event_unsubscribed const&) const {}
    void operator()(attempt_started const& e) const
    {
        auto& d = move_on(s, e.delivery, e.type, sequence);
        d.attempt = e.attempt;
        d.started_at = at;
    }
    void operator()(attempt_failed const& e) const
    {
        auto const& d = move_on(s, e.delivery, e.type, sequence);
        auto& w = s.at(d.webhook);
        if (!w.failing) w.failing_since = at;
        w.failing = true;
    }
    void operator()(retry_scheduled const& e) const
    {
        auto& d = move_on(s, e.delivery, e.type, sequence);
        d.attempt = e.attempt;
        d.due = e.due;
    }
    void operator()(delivery_succeeded const& e) const
    {
        auto const& d = move_on(s, e.delivery, e.type, sequence);
        auto& w = s.at(d.webhook);
        w.failing = false;
        w.discarded_in_row = 0;
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
    // Receivers keep their own account of effects.
    void operator()(effect_applied const&) const {}
    void operator()(effect_skipped const&) const {}
};

} // namespace

webhook const* state::find_webhook(webhook_event event) const
{
    auto const found = std::find_if(webhooks.rbegin(), webhooks.rend(), [&](webhook const& w) {
        return w.event == event && !w.deleted;
    });
    return found == webhooks.rend() ? nullptr : &*found;
}

void evolve(state& s, event const& e, sequence_number sequence)
{
    visit_event(e, applier{s, e.at, sequence});
}

std::string to_text(entity_id id, text_table const& texts)
{
    return id.numeric != 0 ? "se-" + std::to_string(id.numeric) : std::string{texts[id.text]};
}

std::string webhook_id(entity_id id, webhook_number number, text_table const& texts)
{
    if (id.text) return std::string{texts[id.text]};
    return std::to_string(first_webhook_id + number.value - 1);
}

} // namespace drydock::model
