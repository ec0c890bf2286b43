#include "sim/service.hpp"

#include "model/entity/shipment.hpp"
#include "model/entity/webhook.hpp"
#include "sim/story.hpp"

#include <algorithm>

namespace drydock::sim {

using model::accepted;
using model::sequence_number;

service::service(scenario const& plan, journal& log, event_queue& queue, transport& sender)
    : plan_{&plan}, log_{&log}, queue_{&queue}, sender_{&sender}, receivers_{plan}, now_{plan.start}
{
    for (auto const& entry : plan.timeline) {
        bool const resends = std::holds_alternative<resend_entry>(entry.what);
        if (resends) ledger_.emplace();
        keeps_all_ |= resends || std::holds_alternative<request_entry>(entry.what);
    }
    for (auto const& each : plan.populations)
        if (auto const* const shipments = std::get_if<shipment_population>(&each.what))
            ends_.push_back(ends_of(*shipments));
        else
            ends_.push_back({});
    keeps_all_ |= sender.may_be_called();
    file_entries_ = static_cast<std::uint32_t>(plan.timeline.size());
    if (sender.may_add_entries()) ledger_.emplace();
    sender.attach(*this);
}

void service::start()
{
    for (auto const& each : plan_->webhooks)
        change_webhook(model::create_webhook{each.event, each.url, each.id});
    for (std::uint32_t i = 0; i < plan_->timeline.size(); ++i)
        queue_->push({.due = plan_->timeline[i].at,
                      .ordinal = i,
                      .where = {1},
                      .kind = work_kind::timeline});
    short_way_ = short_way_of(*plan_, *sender_, receivers_, state_, routes_);
    start_populations();
}

void service::handle(work const& item)
{
    ASSERT(item.due >= now_);
    now_ = item.due;
    if (item.kind == work_kind::outcome && item.short_way != 0) return end_shortly(item);
    prefetch_next();
    switch (item.kind) {
    case work_kind::timeline: return handle_timeline(item);
    case work_kind::story: return handle_story(item);
    case work_kind::refresh: return handle_refresh(item);
    case work_kind::processing: return handle_processing(item);
    case work_kind::late_effect: return handle_late_effect(item);
    case work_kind::outcome: return handle_outcome(item);
    case work_kind::retry: return handle_retry(item);
    case work_kind::recovery: return handle_recovery(item);
    }
    model::assertion_failed("a known kind of work", __FILE__, __LINE__);
}

// What the next works are about lies anywhere in memory; a retry's shipment is found by way of its
// delivery. An outcome has no part in it: none of those that come next has moved up. Always inline,
// as slab::prefetch().
[[gnu::always_inline]] inline void service::prefetch_next() const
{
    constexpr std::ptrdiff_t soon = 24;
    constexpr std::ptrdiff_t very_soon = 8;
    if (auto const* const next = queue_->ahead(soon)) {
        if (next->kind == work_kind::story)
            state_.passing.prefetch(next->where);
        else
            state_.deliveries.prefetch(next->where);
        auto const* const nearer = next - (soon - very_soon);
        if (nearer->kind == work_kind::retry)
            state_.passing.prefetch(state_.deliveries[nearer->where].likely.where);
    }
}

// --- timeline and stories ------------------------------------------------------------------------

void service::handle_timeline(work const& item)
{
    if (is_arrival(item.ordinal)) return arrive(item);
    auto const& entry = entry_at(item.ordinal);
    if (item.where.value < entry.times) {
        auto next = item;
        next.due += entry.every;
        ++next.where.value;
        queue_->push(next);
    }
    std::visit([&](auto const& what) { act(what, item); }, entry.what);
}

// A repeated entry's "{n}" is the number of the occurrence.
std::string service::instantiated(std::string const& text, work const& item) const
{
    std::string made = text;
    if (entry_at(item.ordinal).every == duration{}) return made;
    auto const number = std::to_string(item.where.value);
    for (auto at = made.find("{n}"); at != std::string::npos; at = made.find("{n}", at))
        made.replace(at, 3, number);
    return made;
}

duration service::shift(work const& item) const
{
    return entry_at(item.ordinal).every * (item.where.value - 1);
}

model::shipment_number service::create_shipment(std::string_view id, ship_entry const* entry,
                                                std::string_view fields, origin const& from)
{
    model::create_shipment wish{.id = id, .fields = fields};
    if (entry != nullptr) {
        wish.unordered = entry->unordered || entry->life == story::unordered;
        wish.changes_only = entry->changes_only;
    }
    model::refusal refused;
    command(refused, wish);
    if (refused) { // the loader has refused a second shipment of an id in one file
        note_refused(refused);
        return {};
    }
    origins_.push_back(from);
    return {state_.shipment_count};
}

void service::act(ship_entry const& entry, work const& item)
{
    auto const id = instantiated(entry.shipment, item);
    auto const shipment =
        create_shipment(id, &entry, instantiated(entry.fields, item),
                        {item.ordinal, item.where.value, stable_number("shipment", id)});
    if (!shipment) return;
    if (entry.life) return queue_step(shipment, 0);
    for (std::size_t i = 0; i < entry.scans.size(); ++i)
        queue_->push({.due = entry.scans[i].at + shift(item),
                      .ordinal = shipment.value,
                      .attempt = static_cast<std::uint16_t>(i),
                      .kind = work_kind::story});
}

void service::queue_step(model::shipment_number shipment, std::size_t step)
{
    auto const dwell =
        step == 0 ? duration{} : dwell_before(step, plan_->seed, stable_of(shipment));
    queue_->push({.due = now_ + dwell,
                  .ordinal = shipment.value,
                  .attempt = static_cast<std::uint16_t>(step),
                  .kind = work_kind::story});
}

void service::handle_story(work const& item)
{
    if (item.short_way != 0) return live_on(item);
    model::shipment_number const shipment{item.ordinal};
    auto const& from = origins_[state_.shipments.find(shipment.value).value];
    if (from.entry == by_request) return live_wished_story(shipment, item.attempt);
    auto const& entry = std::get<ship_entry>(entry_at(from.entry).what);
    work const made_by{.ordinal = from.entry, .where = {from.occurrence}};

    if (!entry.life) {
        auto const& scan = entry.scans[item.attempt];
        auto const occurred_at = scan.occurred_at ? *scan.occurred_at + shift(made_by) : now_;
        return tell_scan(shipment, scan.status, occurred_at, instantiated(scan.fields, made_by),
                         payload_of(made_by));
    }
    auto const steps = statuses(*entry.life);
    bool const is_late = *entry.life == story::unordered && item.attempt + 1U == steps.size();
    auto const shipped_at = entry_at(from.entry).at + shift(made_by);
    auto const occurred_at =
        is_late ? shipped_at + late_report_age(plan_->seed, from.stable) : now_;
    tell_scan(shipment, steps[item.attempt], occurred_at, {}, payload_of(made_by));
    if (item.attempt + 1U < steps.size()) queue_step(shipment, item.attempt + 1U);
}

model::subject service::find(model::subject_kind kind, std::string_view id) const
{
    return state_.find(kind, model::find_id(id, log_->texts()));
}

model::shipment_number service::find_shipment(std::string_view id, work const& item)
{
    if (auto const known = find(model::subject_kind::shipment, id)) return known.shipment();
    return create_shipment(id, nullptr, {},
                           {item.ordinal, item.where.value, stable_number("shipment", id)});
}

void service::act(track_entry const& entry, work const& item)
{
    auto const shipment = find_shipment(instantiated(entry.shipment, item), item);
    auto const& scan = entry.scan;
    auto const occurred_at = scan.occurred_at ? *scan.occurred_at + shift(item) : now_;
    tell_scan(shipment, scan.status, occurred_at, instantiated(scan.fields, item),
              payload_of(item));
}

void service::tell_scan(model::shipment_number shipment, model::scan_status status,
                        instant occurred_at, std::string_view fields, std::string_view payload)
{
    tell(model::scan_shipment{shipment, status, occurred_at, fields, payload});
}

std::string service::payload_of(work const& item) const
{
    return instantiated(entry_at(item.ordinal).payload, item);
}

void service::act(webhook_entry const& entry, work const& item)
{
    auto const url = instantiated(entry.url, item);
    if (entry.deleted) return change_webhook(model::delete_webhook{entry.event});
    if (!url.empty() && state_.find_webhook(entry.event) == nullptr)
        change_webhook(model::create_webhook{entry.event, url});
    change_webhook(model::change_webhook{entry.event, url, entry.enabled});
}

void service::note_refused(model::refusal refused)
{
    ASSERT(sender_->may_add_entries());
    refused_.push_back({now_, refused.why});
}

template <class Command> void service::change_webhook(Command const& wish)
{
    model::refusal refused;
    auto const events = command(refused, wish);
    // The loader has refused changes to a webhook that cannot be there. A request may have deleted
    // one that could: then there is nothing left to change.
    ASSERT(!refused || refused.why == model::error::webhook_unknown);
    if (!refused) webhook_changed(events, {log_->last().value - events.size() + 1});
}

void service::turned_off(model::webhook_disabled const& off, sequence_number sequence)
{
    cancel_waiting(off.webhook, sequence);
    if (off.recovers_at != instant{})
        queue_->push(
            {.due = off.recovers_at, .ordinal = off.webhook.value, .kind = work_kind::recovery});
}

void service::handle_recovery(work const& item)
{
    // One that somebody has turned on or deleted meanwhile leaves its wake-up behind.
    model::refusal refused;
    command(refused, model::recover_webhook{{item.ordinal}, now_});
}

void service::webhook_changed(std::span<model::event const> events, sequence_number first)
{
    // Most outcomes change no webhook.
    auto const is_change = [](model::event const& e) {
        return e.type <= model::event_type::webhook_disabled;
    };
    if (std::ranges::none_of(events, is_change)) return;

    // What is cancelled below may write over them.
    std::vector<model::event> const changes{events.begin(), events.end()};
    routes_.resize(state_.webhooks.size());
    for (std::size_t i = 0; i < changes.size(); ++i) {
        sequence_number const sequence{first.value + i};
        if (changes[i].type == model::event_type::webhook_created)
            routes_.back() = receivers_.resolve(log_->texts()[state_.webhooks.back().url]);
        if (changes[i].type == model::event_type::webhook_updated) {
            auto const change = changes[i].as<model::webhook_updated>();
            routes_[change.webhook.value - 1] = receivers_.resolve(log_->texts()[change.url]);
        }
        if (changes[i].type == model::event_type::webhook_deleted)
            cancel_waiting(changes[i].as<model::webhook_deleted>().webhook, sequence);
        if (changes[i].type == model::event_type::webhook_disabled)
            turned_off(changes[i].as<model::webhook_disabled>(), sequence);
    }
}

} // namespace drydock::sim
