// The parts of build_scenario(): each reads one block of the file.
#pragma once

#include "sim/scenario/values.hpp"

#include <map>

namespace drydock::sim {

/// Where a timeline entry and its parts stand in the file, for complaints.
struct entry_source {
    node const* entry = nullptr;
    node const* verb = nullptr;     ///< the object under "ship", "track" or "webhook"
    std::vector<node const*> scans; ///< as in ship_entry::scans, or the one of a track_entry
};

/// What the parts share while a scenario is built.
struct building {
    node const& root;
    load_options const& options;
    scenario& out;
    complaints& c;

    std::vector<entry_source> sources = {}; ///< as in scenario::timeline
    /// An entry could not be read: what the others name may well have been meant to exist.
    bool incomplete = false;
};

void build_policy(building& b); ///< policy, policy_as_given, their assumptions
void build_webhooks(building& b);
void build_endpoints(building& b); ///< needs the policy
void build_timeline(building& b);
void build_expectations(building& b);

/// Ids and names that come into being when the scenario runs.
class cast {
public:
    explicit cast(building const& b);

    bool has_shipment(std::string_view id) const;
    bool has_webhook(std::string_view id) const;
    bool has_event(model::webhook_event event) const;

    /// Complains of an id that no entry makes; silent for a value of the wrong shape.
    void check_shipment(node const* id, complaints& c) const;
    void check_webhook(node const* id, complaints& c) const;
    /// Complains of an event that has no webhook at any time.
    void check_event(node const* event, complaints& c) const;

private:
    struct pattern {
        std::string text; ///< with "{n}"
        std::uint32_t times = 1;
    };
    std::map<std::string, bool, std::less<>> shipments_;
    std::vector<pattern> patterns_;
    std::map<std::string, bool, std::less<>> webhook_ids_;
    std::vector<model::webhook_event> events_;
    bool incomplete_ = false;

    friend void check_webhooks(building& b, cast& made);
};

/// Walks the webhook entries in run order: complains of one that changes a webhook which does not
/// exist, of ids given twice, and tells the cast which webhooks there are.
void check_webhooks(building& b, cast& made);

/// Walks every shipment's scans in run order: illegal moves, and ships of an existing shipment.
void check_moves(building& b);

/// Hints at shipment ids that are likely slips of the pen.
void check_ids(building& b);

/// Complains of conditions and filters that name what cannot occur.
void check_rules(building& b, cast const& known);
void check_filters(building& b, cast const& known);

/// Whether every "{n}" of `text` stands for a number.
bool is_pattern(timeline_entry const& entry, std::string_view text);
/// `text` with the number of the occurrence, from 1, for each "{n}".
std::string occurrence_text(std::string_view text, std::uint64_t n);
/// The occurrence, from 1 to `times`, in which `pattern` reads `id`; 0: none.
std::uint32_t occurrence_of(std::string_view pattern, std::string_view id, std::uint32_t times);
/// The id of the shipment that a `ship` or `track` entry is of; null for other entries.
std::string const* shipment_of(timeline_entry const& entry);

} // namespace drydock::sim
