// A fact as it is decided, hashed, stored and replayed: one fixed form, so that no step copies or
// converts. Each carries every value that evolve() needs. Numbers are permanent ordinals, never
// slots. Adding a type is allowed; changing one changes the journal's format number.
#pragma once

#include "model/assert.hpp"
#include "model/id.hpp"
#include "model/status.hpp"
#include "model/time.hpp"

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

namespace drydock::model {

/// The numbers are part of the journal's format: never reuse one.
enum class event_type : std::uint16_t {
    webhook_created = 1,
    webhook_updated = 2,
    webhook_deleted = 3,
    webhook_enabled = 4,
    webhook_disabled = 5,
    shipment_created = 10,
    shipment_scanned = 11,
    tracking_started = 12,
    tracking_stopped = 13,
    label_created = 14,
    batch_created = 20,
    batch_status_changed = 21,
    rates_updated = 22,
    carrier_connected = 23,
    report_completed = 24,
    order_source_refresh_started = 30,
    order_source_refresh_completed = 31,
    order_source_refresh_failed = 32,
    sales_orders_imported = 33,
    delivery_requested = 50,
    event_unsubscribed = 51,
    attempt_started = 52,
    attempt_failed = 53,
    retry_scheduled = 54,
    delivery_succeeded = 55,
    delivery_discarded = 56,
    delivery_cancelled = 57,
    attempt_deferred = 58,
    effect_applied = 60,
    effect_skipped = 61,
    request_received = 70,
    request_answered = 71,
    call_sent = 80,
    call_answered = 81,
    endpoint_changed = 90,
    request_captured = 91,
    clock_advanced = 92,
    timeline_added = 93,
    base_url_changed = 94,
    clock_mode_changed = 95,
};

/// "attempt_failed", as journals write it.
std::string_view name(event_type type);
std::optional<event_type> parse_event_type(std::string_view text);
/// Every type, in the order of the enumeration.
std::span<event_type const> event_types();

struct webhook_created {
    static constexpr auto type = event_type::webhook_created;
    webhook_number webhook;
    entity_id id; ///< none set: generated, first_webhook_id + webhook - 1
    text_number url;
    webhook_event event{};
    std::array<std::uint8_t, 3> padding{};
    text_number fields; ///< JSON object: headers, name, store_id of the API, those that are given
};
/// All that an update may change, as it is from now on.
struct webhook_updated {
    static constexpr auto type = event_type::webhook_updated;
    webhook_number webhook;
    text_number url;
    text_number fields; ///< as in webhook_created
};
struct webhook_deleted {
    static constexpr auto type = event_type::webhook_deleted;
    webhook_number webhook;
};
struct webhook_enabled {
    static constexpr auto type = event_type::webhook_enabled;
    webhook_number webhook;
    std::uint8_t on_trial = 0; ///< 1: by the policy; the first failure turns it off again
    std::array<std::uint8_t, 3> padding{};
};
struct webhook_disabled {
    static constexpr auto type = event_type::webhook_disabled;
    webhook_number webhook;
    std::uint32_t padding = 0;
    instant recovers_at{}; ///< when it is turned on again, on trial; the epoch: it is not
};

/// The shipment exists, with status UN and no scan.
struct shipment_created {
    static constexpr auto type = event_type::shipment_created;
    shipment_number shipment;
    entity_id id;
    text_number fields;            ///< JSON object: fields of the API's tracking object that differ
    std::uint8_t unordered = 0;    ///< 1: legal moves are lifted
    std::uint8_t changes_only = 0; ///< 1: a scan under an unchanged status is not sent
    std::uint8_t ends = 0; ///< status_set: its story ends with one of these, and it is forgotten
    std::uint8_t padding = 0;
};
struct shipment_scanned {
    static constexpr auto type = event_type::shipment_scanned;
    shipment_number shipment;
    text_number fields; ///< JSON object: fields of the API's tracking event that differ
    instant occurred_at;
    scan_status status{};
    std::array<std::uint8_t, 3> padding{};
    text_number payload; ///< how the body differs from the rule; see payload_change
};

/// Whether a shipment's scans are told of, from now on. They are until tracking is stopped.
struct tracking_started {
    static constexpr auto type = event_type::tracking_started;
    shipment_number shipment;
};
struct tracking_stopped {
    static constexpr auto type = event_type::tracking_stopped;
    shipment_number shipment;
};

/// A label was bought for a shipment, which nothing was told of before.
struct label_created {
    static constexpr auto type = event_type::label_created;
    shipment_number shipment;
    text_number fields; ///< as in shipment_created; all that differ by now, the label's among them
};

/// The batch exists and is open.
struct batch_created {
    static constexpr auto type = event_type::batch_created;
    batch_number batch;
    entity_id id;
    text_number fields; ///< JSON object: fields of the API's batch object that differ
};
struct batch_status_changed {
    static constexpr auto type = event_type::batch_status_changed;
    batch_number batch;
    text_number fields; ///< all that differ by now
    text_number payload;
    batch_status status{};
    std::array<std::uint8_t, 3> padding{};
};
struct rates_updated {
    static constexpr auto type = event_type::rates_updated;
    shipment_number shipment;
    text_number fields; ///< JSON object: fields of the API's rates information
    text_number payload;
};
/// Also of a carrier that was connected before: it is connected anew.
struct carrier_connected {
    static constexpr auto type = event_type::carrier_connected;
    carrier_number carrier;
    entity_id id;
    text_number fields; ///< JSON object: fields of the API's carrier
    text_number payload;
};
struct report_completed {
    static constexpr auto type = event_type::report_completed;
    report_number report;
    entity_id id;
    text_number fields; ///< JSON object: report_type, created_at, report_url
    text_number payload;
};

/// The first one of an order source also makes it.
struct order_source_refresh_started {
    static constexpr auto type = event_type::order_source_refresh_started;
    order_source_number order_source;
    entity_id id;
    text_number fields; ///< JSON object: fields of the API's order source; all that differ by now
};
struct order_source_refresh_completed {
    static constexpr auto type = event_type::order_source_refresh_completed;
    order_source_number order_source;
    text_number payload;
};
struct order_source_refresh_failed {
    static constexpr auto type = event_type::order_source_refresh_failed;
    order_source_number order_source;
};
struct sales_orders_imported {
    static constexpr auto type = event_type::sales_orders_imported;
    order_source_number order_source;
    text_number orders;      ///< JSON array of whole sales orders
    std::uint32_t count = 0; ///< how many they are
    text_number payload;
};

struct delivery_requested {
    static constexpr auto type = event_type::delivery_requested;
    delivery_number delivery;
    webhook_number webhook;
    model::subject subject;
    delivery_number resend_of; ///< the delivery whose body it carries again
};
/// Something happened that a webhook could have told, but none is on for it. Nothing is sent.
struct event_unsubscribed {
    static constexpr auto type = event_type::event_unsubscribed;
    std::uint32_t ordinal = 0; ///< of its subject
    webhook_event event{};
    std::array<std::uint8_t, 3> padding{};

    model::subject subject() const { return model::subject{ordinal, subject_kind_of(event)}; }
};
struct attempt_started {
    static constexpr auto type = event_type::attempt_started;
    delivery_number delivery;
    attempt_number attempt;
    std::uint16_t padding = 0;
};
struct attempt_failed {
    static constexpr auto type = event_type::attempt_failed;
    delivery_number delivery;
    attempt_number attempt;
    attempt_outcome reason;
    answerer by{};
    std::uint8_t has_retry_after = 0; ///< 1: a real endpoint's answer had a Retry-After header
    text_number detail; ///< what a real endpoint's failure was, or how its answer's body begins
    std::uint32_t retry_after = 0; ///< seconds
};
struct retry_scheduled {
    static constexpr auto type = event_type::retry_scheduled;
    delivery_number delivery;
    attempt_number attempt; ///< the one to come
    std::uint16_t padding = 0;
    instant due;
};
/// An attempt may not start yet, because others of its webhook come first.
struct attempt_deferred {
    static constexpr auto type = event_type::attempt_deferred;
    delivery_number delivery;
    attempt_number attempt; ///< the one to come
    std::uint16_t padding = 0;
    instant due{}; ///< the epoch: when an attempt in flight has ended
};
struct delivery_succeeded {
    static constexpr auto type = event_type::delivery_succeeded;
    delivery_number delivery;
    attempt_number attempt;
    std::uint16_t status = 0; ///< HTTP
    answerer by{};
    std::array<std::uint8_t, 3> padding{};
};
struct delivery_discarded {
    static constexpr auto type = event_type::delivery_discarded;
    delivery_number delivery;
    attempt_number attempt; ///< the last one
    discard_reason reason{};
    std::uint8_t padding = 0;
};
struct delivery_cancelled {
    static constexpr auto type = event_type::delivery_cancelled;
    delivery_number delivery;
};

/// The receiver did its work for a delivery, whether or not the sender learned of it.
struct effect_applied {
    static constexpr auto type = event_type::effect_applied;
    delivery_number delivery;
    attempt_number attempt;
    scan_status shows{}; ///< what a probe then showed for the shipment; unset: nobody looked
    std::uint8_t padding = 0;
};
/// The receiver looked at a delivery and decided to do nothing.
struct effect_skipped {
    static constexpr auto type = event_type::effect_skipped;
    delivery_number delivery;
    attempt_number attempt;
    skip_reason reason{};
    scan_status shows{}; ///< as in effect_applied
};

/// A call of the API. What it leads to has it as its cause, the answer last.
struct request_received {
    static constexpr auto type = event_type::request_received;
    request_number request;
    text_number target; ///< path and query
    text_number body;
    verb method{};
    key_state key{};
    std::uint8_t from_outside = 0; ///< 1: came in over HTTP while a live run went on
    std::uint8_t padding = 0;
};
struct request_answered {
    static constexpr auto type = event_type::request_answered;
    request_number request;
    text_number error;      ///< code of the first error; none: a success
    std::uint64_t etag = 0; ///< of the body without its request id: equal news, equal etags
    std::uint16_t status = 0;
    std::array<std::uint8_t, 6> padding{};
};

/// A call of the scenario to a server that is not the service's own. Only live runs have them.
struct call_sent {
    static constexpr auto type = event_type::call_sent;
    call_number call;
    text_number url;     ///< as the scenario has it, wherever it really goes
    text_number headers; ///< JSON object; none: no further ones
    text_number body;
    verb method{};
    std::array<std::uint8_t, 3> padding{};
};
/// What was heard. It comes in from outside: nothing here can tell it again.
struct call_answered {
    static constexpr auto type = event_type::call_answered;
    call_number call;
    text_number body;         ///< of the answer, perhaps cut
    text_number detail;       ///< why there is no answer, for people
    std::uint16_t status = 0; ///< HTTP; 0: there is no answer
    outcome_kind reason{};    ///< why; unset: there is one
    std::uint8_t is_cut = 0;  ///< 1: the answer's body went on
};

// What comes in from outside while the service is served, beside requests and outcomes.

/// Outages and rules in front of receivers are these from now on.
struct endpoint_changed {
    static constexpr auto type = event_type::endpoint_changed;
    text_number bin;   ///< the bin that they stand in front of; none: all that is no bin
    text_number rules; ///< JSON object: a scenario's `endpoints`, or one of them for a bin
};
/// A bin took a request in.
struct request_captured {
    static constexpr auto type = event_type::request_captured;
    capture_number capture;
    text_number bin;
    text_number head;            ///< JSON object: method, target, headers as pairs of texts, port
    text_number body;            ///< its bytes
    outcome_kind reason{};       ///< why there was no answer; unset: there was one
    std::uint8_t is_encoded = 0; ///< 1: the body is no UTF-8, and here in base64
    std::uint16_t status = 0;    ///< HTTP, of the answer
    std::uint16_t rule = 0;      ///< of the bin, that answered; 0: none did
    std::uint8_t is_own = 0;     ///< 1: it was sent from here, and judged before
    std::uint8_t padding = 0;
};
/// The clock was turned to the time of this event; all work due by then is done.
struct clock_advanced {
    static constexpr auto type = event_type::clock_advanced;
    instant from; ///< where it stood
};
/// Entries were put in the timeline; their times count from this event.
struct timeline_added {
    static constexpr auto type = event_type::timeline_added;
    text_number entries; ///< JSON array, as in a scenario
    std::uint32_t count = 0;
};
/// The service is at another place from now on, and its links begin with this.
struct base_url_changed {
    static constexpr auto type = event_type::base_url_changed;
    text_number url;
};
/// The clock moves otherwise from now on. It stands until the first of these.
struct clock_mode_changed {
    static constexpr auto type = event_type::clock_mode_changed;
    text_number mode; ///< "manual", "auto", "60x"
};

struct event {
    instant at;
    sequence_number cause; ///< 0: the scenario
    alignas(8) std::array<std::byte, 24> body{};
    event_type type{};
    std::array<std::uint16_t, 3> reserved{}; ///< zero: part of what is hashed

    /// REQUIRES: the event is a T.
    template <class T> T as() const
    {
        ASSERT(type == T::type);
        // Member by member, not as one: what was just written in small pieces is slow to read
        // whole.
        return *std::launder(reinterpret_cast<T const*>(body.data()));
    }
};
static_assert(sizeof(event) == 48 && std::is_trivially_copyable_v<event>);
static_assert(std::has_unique_object_representations_v<event>);
static_assert(std::endian::native == std::endian::little, "the record is little-endian");

template <class T>
concept event_body = std::is_trivially_copyable_v<T> && sizeof(T) <= sizeof(event::body) &&
                     std::has_unique_object_representations_v<T>&& std::same_as<
                         std::remove_cv_t<decltype(T::type)>, event_type>;

/// The record for one typed fact.
template <event_body T> event make_event(instant at, sequence_number cause, T const& body)
{
    event made{.at = at, .cause = cause, .type = T::type};
    std::construct_at(reinterpret_cast<T*>(made.body.data()), body);
    return made;
}

/// Calls `visit` with the typed body of `e`. Every type is listed: a new one fails to compile
/// here or stops the program, it is never passed over.
template <class Visitor> decltype(auto) visit_event(event const& e, Visitor&& visit)
{
    switch (e.type) {
    case event_type::webhook_created: return visit(e.as<webhook_created>());
    case event_type::webhook_updated: return visit(e.as<webhook_updated>());
    case event_type::webhook_deleted: return visit(e.as<webhook_deleted>());
    case event_type::webhook_enabled: return visit(e.as<webhook_enabled>());
    case event_type::webhook_disabled: return visit(e.as<webhook_disabled>());
    case event_type::shipment_created: return visit(e.as<shipment_created>());
    case event_type::shipment_scanned: return visit(e.as<shipment_scanned>());
    case event_type::tracking_started: return visit(e.as<tracking_started>());
    case event_type::tracking_stopped: return visit(e.as<tracking_stopped>());
    case event_type::label_created: return visit(e.as<label_created>());
    case event_type::batch_created: return visit(e.as<batch_created>());
    case event_type::batch_status_changed: return visit(e.as<batch_status_changed>());
    case event_type::rates_updated: return visit(e.as<rates_updated>());
    case event_type::carrier_connected: return visit(e.as<carrier_connected>());
    case event_type::report_completed: return visit(e.as<report_completed>());
    case event_type::order_source_refresh_started:
        return visit(e.as<order_source_refresh_started>());
    case event_type::order_source_refresh_completed:
        return visit(e.as<order_source_refresh_completed>());
    case event_type::order_source_refresh_failed: return visit(e.as<order_source_refresh_failed>());
    case event_type::sales_orders_imported: return visit(e.as<sales_orders_imported>());
    case event_type::delivery_requested: return visit(e.as<delivery_requested>());
    case event_type::event_unsubscribed: return visit(e.as<event_unsubscribed>());
    case event_type::attempt_started: return visit(e.as<attempt_started>());
    case event_type::attempt_failed: return visit(e.as<attempt_failed>());
    case event_type::retry_scheduled: return visit(e.as<retry_scheduled>());
    case event_type::delivery_succeeded: return visit(e.as<delivery_succeeded>());
    case event_type::delivery_discarded: return visit(e.as<delivery_discarded>());
    case event_type::delivery_cancelled: return visit(e.as<delivery_cancelled>());
    case event_type::attempt_deferred: return visit(e.as<attempt_deferred>());
    case event_type::effect_applied: return visit(e.as<effect_applied>());
    case event_type::effect_skipped: return visit(e.as<effect_skipped>());
    case event_type::request_received: return visit(e.as<request_received>());
    case event_type::request_answered: return visit(e.as<request_answered>());
    case event_type::call_sent: return visit(e.as<call_sent>());
    case event_type::call_answered: return visit(e.as<call_answered>());
    case event_type::endpoint_changed: return visit(e.as<endpoint_changed>());
    case event_type::request_captured: return visit(e.as<request_captured>());
    case event_type::clock_advanced: return visit(e.as<clock_advanced>());
    case event_type::timeline_added: return visit(e.as<timeline_added>());
    case event_type::base_url_changed: return visit(e.as<base_url_changed>());
    case event_type::clock_mode_changed: return visit(e.as<clock_mode_changed>());
    }
    assertion_failed("a known event type", __FILE__, __LINE__);
}

/// The entity that an event may have made, and its id. The events that make carriers, order sources
/// and reports come again for those that exist.
struct named_subject {
    model::subject who;
    entity_id id;
};
std::optional<named_subject> named_by(event const& e);

} // namespace drydock::model
