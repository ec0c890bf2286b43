#include "tools/drydock/why/run_story.hpp"

#include <algorithm>

namespace drydock::tools {

using model::event_type;

std::size_t told_delivery::effects() const
{
    return static_cast<std::size_t>(std::ranges::count_if(attempts, &told_attempt::is_applied));
}

std::vector<told_scan> const& run_story::scans_of(std::string const& shipment) const
{
    static std::vector<told_scan> const none;
    auto const found = scans_.find(shipment);
    return found == scans_.end() ? none : found->second;
}

void run_story::on_block(std::span<model::event const> block, model::sequence_number first,
                         model::text_table const& texts)
{
    for (auto const& e : block) {
        known_.apply(e, first);
        apply(e, first, texts);
        ++first.value;
    }
}

void run_story::apply(model::event const& e, model::sequence_number sequence,
                      model::text_table const& texts)
{
    switch (e.type) {
    case event_type::webhook_created:
    case event_type::webhook_updated: on_webhook(e, texts); break;
    case event_type::webhook_deleted:
    case event_type::webhook_disabled: changes_[sequence.value] = e.type; break;
    case event_type::shipment_created:
        shipments_.push_back(known_.subject(e.as<model::shipment_created>().shipment, texts));
        break;
    case event_type::shipment_scanned: on_scanned(e, sequence, texts); break;
    case event_type::delivery_requested: on_requested(e, texts); break;
    case event_type::attempt_started: on_started(e); break;
    case event_type::attempt_failed: on_failed(e); break;
    case event_type::delivery_succeeded:
    case event_type::delivery_discarded:
    case event_type::delivery_cancelled: on_ended(e); break;
    case event_type::effect_applied: on_applied(e); break;
    case event_type::effect_skipped: {
        auto const skip = e.as<model::effect_skipped>();
        auto& a = attempt(skip.delivery, skip.attempt);
        a.effect_at = e.at;
        a.skipped = skip.reason;
        break;
    }
    case event_type::webhook_enabled:
    case event_type::retry_scheduled:
    case event_type::attempt_deferred:
    case event_type::tracking_started:
    case event_type::tracking_stopped:
    case event_type::label_created:
    case event_type::endpoint_changed:
    case event_type::request_captured:
    case event_type::clock_advanced:
    case event_type::timeline_added:
    case event_type::base_url_changed:
    case event_type::clock_mode_changed:
    case event_type::batch_created:
    case event_type::batch_status_changed:
    case event_type::rates_updated:
    case event_type::carrier_connected:
    case event_type::report_completed:
    case event_type::order_source_refresh_started:
    case event_type::order_source_refresh_completed:
    case event_type::order_source_refresh_failed:
    case event_type::sales_orders_imported:
    case event_type::event_unsubscribed:
    case event_type::request_received:
    case event_type::request_answered:
    case event_type::call_sent:
    case event_type::call_answered: break;
    }
}

void run_story::on_webhook(model::event const& e, model::text_table const& texts)
{
    if (e.type == event_type::webhook_created) {
        auto const made = e.as<model::webhook_created>();
        urls_[made.webhook.value] = texts[made.url];
    } else {
        auto const changed = e.as<model::webhook_updated>();
        urls_[changed.webhook.value] = texts[changed.url];
    }
}

void run_story::on_scanned(model::event const& e, model::sequence_number sequence,
                           model::text_table const& texts)
{
    auto const told = e.as<model::shipment_scanned>();
    told_scan const scan{e.at, told.occurred_at, told.status};
    told_[sequence.value] = scan;
    scans_[known_.subject(told.shipment, texts)].push_back(scan);
}

void run_story::on_requested(model::event const& e, model::text_table const& texts)
{
    auto const request = e.as<model::delivery_requested>();
    told_delivery made;
    made.number = request.delivery;
    made.subject = known_.subject(request.subject, texts);
    made.event = known_.event_of(request.webhook);
    made.told = known_.at(request.delivery).told;
    made.url = urls_[request.webhook.value];
    made.requested_at = e.at;
    if (auto const scan = told_.find(e.cause.value); scan != told_.end()) {
        made.status = scan->second.status;
        made.occurred_at = scan->second.occurred_at;
    }
    deliveries_.push_back(std::move(made));
}

void run_story::on_started(model::event const& e)
{
    auto const start = e.as<model::attempt_started>();
    auto& d = deliveries_[start.delivery.value - 1];
    d.url = urls_[known_.at(start.delivery).webhook.value];
    starts_.emplace_back(start.delivery, d.attempts.size());
    told_attempt made;
    made.number = start.attempt.value;
    made.url = d.url;
    made.started_at = e.at;
    d.attempts.push_back(made);
}

void run_story::on_failed(model::event const& e)
{
    auto const failed = e.as<model::attempt_failed>();
    auto& a = attempt(failed.delivery, failed.attempt);
    a.ended_at = e.at;
    a.outcome = failed.reason;
}

void run_story::on_ended(model::event const& e)
{
    auto const end = [&](model::delivery_number number, told_delivery::fate how) -> auto&
    {
        auto& d = deliveries_[number.value - 1];
        d.is = how;
        d.ended_at = e.at;
        return d;
    };
    if (e.type == event_type::delivery_succeeded) {
        auto const success = e.as<model::delivery_succeeded>();
        end(success.delivery, told_delivery::fate::delivered);
        auto& a = attempt(success.delivery, success.attempt);
        a.ended_at = e.at;
        a.outcome = model::attempt_outcome::http(success.status);
        a.is_success = true;
    } else if (e.type == event_type::delivery_discarded) {
        auto const discard = e.as<model::delivery_discarded>();
        end(discard.delivery, told_delivery::fate::discarded).reason = discard.reason;
    } else {
        auto const cancel = e.as<model::delivery_cancelled>();
        auto& d = end(cancel.delivery, told_delivery::fate::cancelled);
        if (auto const change = changes_.find(e.cause.value); change != changes_.end())
            d.stopped = change->second;
    }
}

void run_story::on_applied(model::event const& e)
{
    auto const effect = e.as<model::effect_applied>();
    attempt(effect.delivery, effect.attempt).effect_at = e.at;
    auto const& d = deliveries_[effect.delivery.value - 1];
    if (!d.occurred_at) return;
    applied const now{*d.occurred_at, e.at, d.number};
    auto const [place, is_first] = newest_.emplace(std::pair{d.url, d.subject}, now);
    if (is_first) return;
    if (now.occurred_at < place->second.occurred_at)
        regressions_.push_back({d.number, place->second.delivery, e.at, place->second.at});
    else
        place->second = now;
}

} // namespace drydock::tools
