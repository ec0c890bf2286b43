// Everything that the events so far amount to. Flat arrays linked by index; a copy is a snapshot.
// No rule stands here: decide (one header per aggregate) has judged before an event exists.
#pragma once

#include "model/event.hpp"
#include "model/slab.hpp"
#include "model/text_table.hpp"

#include <array>
#include <map>
#include <string>
#include <vector>

namespace drydock::model {

struct webhook {
    entity_id id;
    text_number url;
    webhook_event event{};
    bool enabled = true;
    bool deleted = false;
    sequence_number turned_off_by{};    ///< the event that last disabled or deleted it
    std::uint32_t discarded_in_row = 0; ///< deliveries discarded since the last success
    instant failing_since{};            ///< first failure since the last success
    bool failing = false;
};

/// One scan. Scans of a shipment are chained from the newest report to the oldest.
struct scan {
    instant at;          ///< when it was reported
    instant occurred_at; ///< when it happened, which may be earlier
    text_number fields;
    std::uint32_t previous = 0; ///< index + 1 in state::scans; 0: none
    scan_status status{};
};

struct shipment {
    shipment_number number;
    entity_id id;
    text_number fields;
    std::uint32_t last_scan = 0;   ///< index + 1 in state::scans; the latest report
    std::uint32_t newest_scan = 0; ///< index + 1; the latest occurrence, later report on a tie
    std::uint32_t scan_count = 0;
    scan_status status = scan_status::UN; ///< of the newest scan
    bool unordered = false;
    bool changes_only = false;
};

enum class delivery_status : std::uint8_t { queued, in_flight, failed, waiting, ended };

struct delivery {
    delivery_number number;
    webhook_number webhook;
    shipment_number subject;
    std::uint32_t scan = 0; ///< index + 1 in state::scans: what the delivery tells of
    std::uint32_t nth = 0;  ///< it is the n-th webhook event of its subject
    instant requested_at{};
    instant started_at{};         ///< of the last attempt
    instant due{};                ///< of the waiting attempt
    sequence_number last_event{}; ///< cause of what happens to it next
    attempt_number attempt{};     ///< the last one started, or the one to come while waiting
    delivery_status status = delivery_status::queued;
};

struct state {
    std::vector<webhook> webhooks; ///< by number - 1, deleted ones included
    slab<shipment> shipments;
    std::vector<scan> scans;
    slab<delivery> deliveries; ///< only those not ended
    std::map<entity_id, shipment_number> shipment_ids;
    std::uint32_t shipment_count = 0; ///< ever created
    std::uint32_t delivery_count = 0; ///< ever requested

    /// The webhook that exists for an event, on or off; null when there is none.
    webhook const* find_webhook(webhook_event event) const;
    /// The same, by number. REQUIRES: it was created.
    webhook const& at(webhook_number number) const { return webhooks[number.value - 1]; }
    webhook& at(webhook_number number) { return webhooks[number.value - 1]; }
    webhook_number number_of(webhook const& w) const
    {
        return {static_cast<std::uint32_t>(&w - webhooks.data()) + 1};
    }

    /// REQUIRES: the shipment was created.
    shipment const& at(shipment_number number) const
    {
        return shipments[shipments.find(number.value)];
    }
};

/// Applies one event, in journal order. `sequence` is its place in the journal.
/// A pair of status and event that the tables do not have is a defect: it stops the program.
void evolve(state& s, event const& e, sequence_number sequence);

/// "se-17" or the interned text. `texts` is the table that the event's numbers refer to.
std::string to_text(entity_id id, text_table const& texts);
/// "5515" for the first webhook, or the id that was given for it.
std::string webhook_id(entity_id id, webhook_number number, text_table const& texts);

} // namespace drydock::model
