// Everything that the events so far amount to. Flat arrays linked by index; a copy is a snapshot.
// No rule stands here: decide (one header per aggregate) has judged before an event exists.
#pragma once

#include "model/event.hpp"
#include "model/ordinal_window.hpp"
#include "model/slab.hpp"
#include "model/text_table.hpp"

#include <array>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace drydock::model {

struct webhook {
    entity_id id;
    text_number url;
    text_number fields; ///< JSON object: headers, name, store_id; none: the seed's three only
    webhook_event event{};
    bool enabled = true;
    bool deleted = false;
    sequence_number turned_off_by{};    ///< the event that last disabled or deleted it
    std::uint32_t discarded_in_row = 0; ///< deliveries discarded since the last success
    instant failing_since{};            ///< first failure since the last success
    bool failing = false;
    bool on_trial = false;           ///< turned on again by the policy, no outcome since
    std::uint32_t failed_in_row = 0; ///< attempts failed since the last success
    std::uint32_t recoveries = 0;    ///< that were promised since the last success
    instant recovers_at{};           ///< when the policy turns it on again; the epoch: it does not
    std::uint32_t in_flight = 0;     ///< attempts that have started and not ended
    instant last_start = instant::min(); ///< of an attempt, that which is still to come included
    /// Deliveries that wait for an attempt in flight to end, in order, from held_gone on.
    std::vector<delivery_number> held = {};
    std::uint32_t held_gone = 0;
};

/// What a webhook event told, where that is no scan: kept, because a body is a function of it.
struct fact {
    sequence_number sequence;
    instant at;
    text_number data;    ///< fields of the entity, or imported orders
    text_number payload; ///< how the body differs from the rule
};

/// One scan. Scans of a shipment are chained from the newest report to the oldest.
struct scan {
    instant at;          ///< when it was reported
    instant occurred_at; ///< when it happened, which may be earlier
    text_number fields;
    std::uint32_t previous = 0; ///< index + 1 in state::scans; 0: none
    scan_status status{};
    text_number payload;
    sequence_number sequence;
};

struct shipment {
    shipment_number number;
    entity_id id;
    text_number fields;
    std::uint32_t last_scan = 0;   ///< index + 1 in state::scans; the latest report
    std::uint32_t newest_scan = 0; ///< index + 1; the latest occurrence, later report on a tie
    std::uint32_t scan_count = 0;
    std::uint32_t told = 0;               ///< webhook events it had, resent ones included
    std::uint32_t rates = 0;              ///< index + 1 in state::facts: the latest rates
    std::uint32_t label = 0;              ///< index + 1 in state::labels
    scan_status status = scan_status::UN; ///< of the newest scan
    bool unordered = false;
    bool changes_only = false;
    bool untracked = false; ///< its scans are not told of
    instant created_at{};
};

/// A label that was bought. What it is stands in the fields of its shipment.
struct label {
    shipment_number shipment;
    std::uint32_t padding = 0;
    instant created_at{};
};

/// A shipment whose story ends: all that may differ from one to the next. It has no fields, nobody
/// asks for it by its id, and its scans are reported as they happen. Once the story is over and all
/// of it is told, it is forgotten.
struct alignas(64) passing_shipment {
    /// So many scans are kept here, and with them the whole story of nearly all.
    static constexpr std::size_t kept_here = 3;

    shipment_number number;
    std::uint32_t id = 0;     ///< the number in "se-17"
    instant last_at{};        ///< of the last scan
    std::uint32_t passed = 0; ///< index + 1 in state::passed_scans: the scan before the last
    std::uint32_t scan_count = 0;
    std::uint32_t open = 0;               ///< deliveries that have not ended
    scan_status status = scan_status::UN; ///< of the last scan
    status_set ends = 0;
    std::array<scan_status, kept_here> first_statuses{}; ///< of its first scans but the last
    std::array<std::uint8_t, 7> padding{};
    std::array<instant, kept_here> first_at{};
};
static_assert(sizeof(passing_shipment) == 64);

/// A scan of a passing shipment that is not kept there; from newest to oldest, like scans.
struct passed_scan {
    instant at;
    std::uint32_t previous = 0; ///< index + 1; 0: none. Of a free one: the next free one
    scan_status status{};
    std::array<std::uint8_t, 3> padding{};
};

struct batch {
    entity_id id;
    text_number fields;
    batch_status status = batch_status::open;
    std::uint32_t told = 0;
    instant created_at{};
    instant processed_at{}; ///< when it was last completed, with or without errors
};

struct carrier {
    entity_id id;
    text_number fields;
    std::uint32_t told = 0;
    instant connected_at{};
};

struct report {
    entity_id id;
    text_number fields;
    std::uint32_t told = 0;
    instant completed_at{};
};

struct order_source {
    entity_id id;
    text_number fields;
    std::uint32_t told = 0;
    bool refreshing = false;
    bool failed = false;     ///< the last refresh ended in error
    sequence_number started; ///< the event that began the last refresh
    instant started_at{};
    instant refreshed_at{}; ///< end of the last refresh that succeeded
    bool ever_refreshed = false;
};

/// One import of sales orders.
struct import {
    order_source_number source;
    std::uint32_t fact = 0; ///< index + 1 in state::facts
};

/// deferred: its next attempt waits for others of the webhook, until `due` or for a place in
/// flight.
enum class delivery_status : std::uint8_t { queued, in_flight, failed, waiting, ended, deferred };

struct alignas(64) delivery {
    delivery_number number;
    webhook_number webhook;
    model::subject subject;
    /// For `track` index + 1 in state::scans, of a passing shipment its n-th scan; else index + 1
    /// in state::facts.
    std::uint32_t told = 0;
    std::uint32_t nth = 0; ///< it is the n-th webhook event of its subject
    instant requested_at{};
    instant started_at{}; ///< of the last attempt
    instant due{}; ///< of the waiting attempt; of a deferred one the epoch: for a place in flight
    sequence_number last_event{}; ///< cause of what happens to it next
    attempt_number attempt{};     ///< the last one started, or the one to come while waiting
    delivery_status status = delivery_status::queued;
    slot_hint likely; ///< where the passing shipment is that it tells of

    bool is_held() const { return status == delivery_status::deferred && due == instant{}; }
};
static_assert(sizeof(delivery) == 64);

struct state {
    std::vector<webhook> webhooks; ///< by number - 1, deleted ones included
    slab<shipment> shipments;      ///< never forgotten
    std::vector<scan> scans;       ///< of those
    std::vector<label> labels;     ///< of those, in order
    slab<passing_shipment, ordinal_window> passing;
    std::vector<passed_scan> passed_scans;
    std::uint32_t free_passed = 0;             ///< index + 1 in passed_scans: the first free one
    bool forgets = true;                       ///< false: a passing shipment is kept like any other
    slab<delivery, ordinal_window> deliveries; ///< only those not ended
    std::vector<fact> facts;                   ///< by sequence
    std::vector<batch> batches;                ///< these by number - 1
    std::vector<carrier> carriers;
    std::vector<report> reports;
    std::vector<order_source> order_sources;
    std::vector<import> imports;
    std::uint32_t sales_order_count = 0;                               ///< ever imported
    std::array<std::map<entity_id, std::uint32_t>, subject_kinds> ids; ///< ordinals
    std::uint32_t shipment_count = 0;                                  ///< ever created
    std::uint32_t delivery_count = 0;                                  ///< ever requested
    std::uint32_t request_count = 0; ///< ever received through the API
    std::uint32_t capture_count = 0; ///< ever taken in by a bin

    /// The webhook that exists for an event, on or off; null when there is none.
    webhook const* find_webhook(webhook_event event) const;
    /// The same, by number. REQUIRES: it was created.
    webhook const& at(webhook_number number) const { return webhooks[number.value - 1]; }
    webhook& at(webhook_number number) { return webhooks[number.value - 1]; }
    webhook_number number_of(webhook const& w) const
    {
        return {static_cast<std::uint32_t>(&w - webhooks.data()) + 1};
    }

    /// REQUIRES: the shipment was created and not forgotten. Of a passing one what it has in common
    /// with the others; its scans are elsewhere.
    shipment at(shipment_number number) const;
    /// What a delivery of `track` told when it told this. REQUIRES: as for at().
    scan told_scan(shipment_number number, std::uint32_t told) const;
    /// The same and all reports before it, from newest to oldest.
    std::vector<scan> scans_up_to(shipment_number number, std::uint32_t told) const;
    /// What tells of the last report; 0: there is none.
    std::uint32_t last_told(shipment_number number) const;
    batch const& at(batch_number number) const { return batches[number.value - 1]; }
    carrier const& at(carrier_number number) const { return carriers[number.value - 1]; }
    report const& at(report_number number) const { return reports[number.value - 1]; }
    order_source const& at(order_source_number number) const
    {
        return order_sources[number.value - 1];
    }

    /// The entity of that kind and id; ordinal 0 when there is none.
    subject find(subject_kind kind, entity_id id) const;
    /// REQUIRES: the subject exists.
    entity_id id_of(subject who) const;
    /// When the entity of a delivery had what it tells of happen: a scan's own time of occurrence.
    instant occurred_at(delivery const& d) const;
};

/// Where the passing shipment is that a delivery tells of; the none slot when it is of none.
slot subject_of(state const& s, delivery const& d);

/// The id as events refer to it; neither member is set when the text was never interned.
entity_id find_id(std::string_view id, text_table const& texts);

/// Applies one event, in journal order. `sequence` is its place in the journal.
/// A pair of status and event that the tables do not have is a defect: it stops the program.
void evolve(state& s, event const& e, sequence_number sequence);
/// The same for several, of which the first has that place.
void evolve(state& s, std::span<event const> events, sequence_number first);

/// "se-17" or the interned text. `texts` is the table that the event's numbers refer to.
std::string to_text(entity_id id, text_table const& texts);
/// "5515" for the first webhook, or the id that was given for it.
std::string webhook_id(entity_id id, webhook_number number, text_table const& texts);

} // namespace drydock::model
