// The members of each type of event after seq, at, type and cause, in the order in which they are
// written. One list serves both directions, so they cannot disagree.
#pragma once

#include "model/event.hpp"

namespace drydock::model {

template <class Archive> void members(Archive& a, webhook_created& e)
{
    a.new_webhook("webhook", e);
    a("event", e.event);
    a("url", e.url);
    a.fields("fields", e.fields);
}
template <class Archive> void members(Archive& a, webhook_updated& e)
{
    a("webhook", e.webhook);
    a("url", e.url);
    a.fields("fields", e.fields);
}
template <class Archive> void members(Archive& a, webhook_deleted& e)
{
    a("webhook", e.webhook);
}
template <class Archive> void members(Archive& a, webhook_enabled& e)
{
    a("webhook", e.webhook);
    a.flag("on_trial", "true", e.on_trial);
}
template <class Archive> void members(Archive& a, webhook_disabled& e)
{
    a("webhook", e.webhook);
    a.unless_epoch("recovers_at", e.recovers_at);
}
template <class Archive> void members(Archive& a, shipment_created& e)
{
    a.new_subject("shipment", e.shipment, e.id);
    a.fields("fields", e.fields);
    a.flag("unordered", "true", e.unordered);
    a.flag("notify", "\"status\"", e.changes_only);
    a.statuses("ends", e.ends);
}
template <class Archive> void members(Archive& a, shipment_scanned& e)
{
    a("shipment", e.shipment);
    a("status", e.status);
    a.unless_now("occurred_at", e.occurred_at);
    a.fields("fields", e.fields);
    a.fields("payload", e.payload);
}
template <class Archive> void members(Archive& a, tracking_started& e)
{
    a("shipment", e.shipment);
}
template <class Archive> void members(Archive& a, tracking_stopped& e)
{
    a("shipment", e.shipment);
}
template <class Archive> void members(Archive& a, label_created& e)
{
    a("shipment", e.shipment);
    a.fields("fields", e.fields);
}
template <class Archive> void members(Archive& a, batch_created& e)
{
    a.new_subject("batch", e.batch, e.id);
    a.fields("fields", e.fields);
}
template <class Archive> void members(Archive& a, batch_status_changed& e)
{
    a("batch", e.batch);
    a("status", e.status);
    a.fields("fields", e.fields);
    a.fields("payload", e.payload);
}
template <class Archive> void members(Archive& a, rates_updated& e)
{
    a("shipment", e.shipment);
    a.fields("fields", e.fields);
    a.fields("payload", e.payload);
}
template <class Archive> void members(Archive& a, carrier_connected& e)
{
    a.subject_with_id("carrier", e.carrier, e.id);
    a.fields("fields", e.fields);
    a.fields("payload", e.payload);
}
template <class Archive> void members(Archive& a, report_completed& e)
{
    a.subject_with_id("report", e.report, e.id);
    a.fields("fields", e.fields);
    a.fields("payload", e.payload);
}
template <class Archive> void members(Archive& a, order_source_refresh_started& e)
{
    a.subject_with_id("order_source", e.order_source, e.id);
    a.fields("fields", e.fields);
}
template <class Archive> void members(Archive& a, order_source_refresh_completed& e)
{
    a("order_source", e.order_source);
    a.fields("payload", e.payload);
}
template <class Archive> void members(Archive& a, order_source_refresh_failed& e)
{
    a("order_source", e.order_source);
}
template <class Archive> void members(Archive& a, sales_orders_imported& e)
{
    a("order_source", e.order_source);
    a("count", e.count);
    a.list("orders", e.orders);
    a.fields("payload", e.payload);
}
template <class Archive> void members(Archive& a, delivery_requested& e)
{
    a("delivery", e.delivery);
    a("webhook", e.webhook);
    a.subject("subject", e);
    a.unless_none("resend_of", e.resend_of);
}
template <class Archive> void members(Archive& a, event_unsubscribed& e)
{
    a.subject("subject", e);
    a("event", e.event);
}
template <class Archive> void members(Archive& a, attempt_started& e)
{
    a("delivery", e.delivery);
    a("attempt", e.attempt);
}
template <class Archive> void members(Archive& a, attempt_failed& e)
{
    a("delivery", e.delivery);
    a("attempt", e.attempt);
    a("reason", e.reason);
    a.given("by", e.by);
    a.seconds("retry_after", e.has_retry_after, e.retry_after);
    a.given("detail", e.detail);
}
template <class Archive> void members(Archive& a, retry_scheduled& e)
{
    a("delivery", e.delivery);
    a("attempt", e.attempt);
    a("due", e.due);
}
template <class Archive> void members(Archive& a, attempt_deferred& e)
{
    a("delivery", e.delivery);
    a("attempt", e.attempt);
    a.unless_epoch("due", e.due);
}
template <class Archive> void members(Archive& a, delivery_succeeded& e)
{
    a("delivery", e.delivery);
    a("attempt", e.attempt);
    a("status", e.status);
    a.given("by", e.by);
}
template <class Archive> void members(Archive& a, delivery_discarded& e)
{
    a("delivery", e.delivery);
    a("attempt", e.attempt);
    a("reason", e.reason);
}
template <class Archive> void members(Archive& a, delivery_cancelled& e)
{
    a("delivery", e.delivery);
}
template <class Archive> void members(Archive& a, effect_applied& e)
{
    a("delivery", e.delivery);
    a("attempt", e.attempt);
    a.given("shows", e.shows);
}
template <class Archive> void members(Archive& a, effect_skipped& e)
{
    a("delivery", e.delivery);
    a("attempt", e.attempt);
    a("reason", e.reason);
    a.given("shows", e.shows);
}
template <class Archive> void members(Archive& a, request_received& e)
{
    a("request", e.request);
    a("method", e.method);
    a("path", e.target);
    a.unless("key", e.key, key_state::valid);
    a.body("body", e.body);
    a.flag("from_outside", "true", e.from_outside);
}
template <class Archive> void members(Archive& a, request_answered& e)
{
    a("request", e.request);
    a("status", e.status);
    a.given("error", e.error);
    a.hex("etag", e.etag);
}
template <class Archive> void members(Archive& a, call_sent& e)
{
    a("call", e.call);
    a("method", e.method);
    a("url", e.url);
    a.fields("headers", e.headers);
    a.body("body", e.body);
}
template <class Archive> void members(Archive& a, call_answered& e)
{
    a("call", e.call);
    a.given("status", e.status);
    a.given("reason", e.reason);
    a.given("detail", e.detail);
    a.body("body", e.body);
    a.flag("cut", "true", e.is_cut);
}
template <class Archive> void members(Archive& a, endpoint_changed& e)
{
    a.given("bin", e.bin);
    a.fields("rules", e.rules);
}
template <class Archive> void members(Archive& a, request_captured& e)
{
    a("capture", e.capture);
    a("bin", e.bin);
    a.given("status", e.status);
    a.given("reason", e.reason);
    a.given("rule", e.rule);
    a.fields("request", e.head);
    a.body("body", e.body);
    a.flag("encoding", "\"base64\"", e.is_encoded);
    a.flag("own", "true", e.is_own);
}
template <class Archive> void members(Archive& a, clock_advanced& e)
{
    a.unless_now("from", e.from);
}
template <class Archive> void members(Archive& a, timeline_added& e)
{
    a("count", e.count);
    a.list("entries", e.entries);
}
template <class Archive> void members(Archive& a, base_url_changed& e)
{
    a("url", e.url);
}
template <class Archive> void members(Archive& a, clock_mode_changed& e)
{
    a("mode", e.mode);
}

} // namespace drydock::model
