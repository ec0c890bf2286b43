// Shipments and their scans.
#pragma once

#include "model/error.hpp"
#include "model/event_writer.hpp"
#include "model/state.hpp"

namespace drydock::model {

/// Whether a shipment may be scanned as `to` while its status is `from`. UN goes anywhere; AC IT
/// AT EX go to IT AT EX DE UN and to themselves; AC comes only from UN or AC; DE is final. Of
/// profile openapi-2026: NY goes anywhere and comes from UN or NY; SP is a place like AT.
bool is_legal_move(scan_status from, scan_status to);

/// The story that the last two digits of a tracking number ask for: 01 delivered, 02 attempted, 03
/// exception, 04 lost, 05 unordered. None: any story.
std::optional<story> agreed_story(std::string_view tracking_number);

struct create_shipment {
    std::string_view id;
    std::string_view fields = {}; ///< JSON object of the API's tracking fields, or empty
    bool unordered = false;
    bool changes_only = false;
    sequence_number cause = {}; ///< the request that wants it
    std::uint32_t after = 0;    ///< so many others that the same command has just made
};
struct scan_shipment {
    shipment_number shipment;
    scan_status status{};
    instant occurred_at;
    std::string_view fields = {};  ///< JSON object of the API's tracking event fields, or empty
    std::string_view payload = {}; ///< how the body shall differ from the rule, or empty
};

/// Makes the shipment "se-<id>", which is forgotten when its story has ended with one of `ends`.
/// Nothing may ask for it by its id.
struct admit_shipment {
    std::uint32_t id = 0;
    status_set ends = 0;
};

/// Whether what is scanned of a shipment is told of, from now on.
struct track_shipment {
    shipment_number shipment;
    bool is_on = true;
    sequence_number cause = {};
};

/// Gives a shipment its label. `fields` are all of the shipment from now on.
struct label_shipment {
    shipment_number shipment;
    std::string_view fields;
    sequence_number cause = {};
};

/// shipment_exists when the id is taken.
refusal decide(state const& s, create_shipment const& command, event_writer& out);

/// REQUIRES: the id is not taken.
refusal decide(state const& s, admit_shipment const& command, event_writer& out);

/// REQUIRES: it has no label and no scan.
refusal decide(state const& s, label_shipment const& command, event_writer& out);

/// Nothing when it is so already.
refusal decide(state const& s, track_shipment const& command, event_writer& out);

/// The scan, and what follows from it when the shipment is tracked: delivery_requested, or
/// event_unsubscribed when no webhook is on for `track`, or nothing more when the shipment tells of
/// changes only and this is none. illegal_move when the table has no such move.
refusal decide(state const& s, scan_shipment const& command, event_writer& out);

} // namespace drydock::model
