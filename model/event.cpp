#include "model/event.hpp"

#include <algorithm>
#include <utility>

namespace drydock::model {

namespace {

constexpr std::array types{
    event_type::webhook_created,
    event_type::webhook_updated,
    event_type::webhook_deleted,
    event_type::webhook_enabled,
    event_type::webhook_disabled,
    event_type::shipment_created,
    event_type::shipment_scanned,
    event_type::tracking_started,
    event_type::tracking_stopped,
    event_type::label_created,
    event_type::batch_created,
    event_type::batch_status_changed,
    event_type::rates_updated,
    event_type::carrier_connected,
    event_type::report_completed,
    event_type::order_source_refresh_started,
    event_type::order_source_refresh_completed,
    event_type::order_source_refresh_failed,
    event_type::sales_orders_imported,
    event_type::delivery_requested,
    event_type::event_unsubscribed,
    event_type::attempt_started,
    event_type::attempt_failed,
    event_type::retry_scheduled,
    event_type::delivery_succeeded,
    event_type::delivery_discarded,
    event_type::delivery_cancelled,
    event_type::attempt_deferred,
    event_type::effect_applied,
    event_type::effect_skipped,
    event_type::request_received,
    event_type::request_answered,
    event_type::call_sent,
    event_type::call_answered,
    event_type::endpoint_changed,
    event_type::request_captured,
    event_type::clock_advanced,
    event_type::timeline_added,
    event_type::base_url_changed,
    event_type::clock_mode_changed,
};
constexpr std::array<std::string_view, types.size()> names{
    "webhook_created",
    "webhook_updated",
    "webhook_deleted",
    "webhook_enabled",
    "webhook_disabled",
    "shipment_created",
    "shipment_scanned",
    "tracking_started",
    "tracking_stopped",
    "label_created",
    "batch_created",
    "batch_status_changed",
    "rates_updated",
    "carrier_connected",
    "report_completed",
    "order_source_refresh_started",
    "order_source_refresh_completed",
    "order_source_refresh_failed",
    "sales_orders_imported",
    "delivery_requested",
    "event_unsubscribed",
    "attempt_started",
    "attempt_failed",
    "retry_scheduled",
    "delivery_succeeded",
    "delivery_discarded",
    "delivery_cancelled",
    "attempt_deferred",
    "effect_applied",
    "effect_skipped",
    "request_received",
    "request_answered",
    "call_sent",
    "call_answered",
    "endpoint_changed",
    "request_captured",
    "clock_advanced",
    "timeline_added",
    "base_url_changed",
    "clock_mode_changed",
};

} // namespace

std::span<event_type const> event_types()
{
    return types;
}

std::string_view name(event_type type)
{
    auto const* const found = std::ranges::find(types, type);
    ASSERT(found != types.end());
    return names[static_cast<std::size_t>(found - types.begin())];
}

std::optional<event_type> parse_event_type(std::string_view text)
{
    auto const* const found = std::ranges::find(names, text);
    if (found == names.end()) return std::nullopt;
    return types[static_cast<std::size_t>(found - names.begin())];
}

std::optional<named_subject> named_by(event const& e)
{
    switch (e.type) {
    case event_type::shipment_created: {
        auto const made = e.as<shipment_created>();
        return named_subject{made.shipment, made.id};
    }
    case event_type::batch_created: {
        auto const made = e.as<batch_created>();
        return named_subject{made.batch, made.id};
    }
    case event_type::carrier_connected: {
        auto const made = e.as<carrier_connected>();
        return named_subject{made.carrier, made.id};
    }
    case event_type::report_completed: {
        auto const made = e.as<report_completed>();
        return named_subject{made.report, made.id};
    }
    case event_type::order_source_refresh_started: {
        auto const made = e.as<order_source_refresh_started>();
        return named_subject{made.order_source, made.id};
    }
    default: return std::nullopt;
    }
}

} // namespace drydock::model
