// The parts of build_scenario(): each reads one block of the file.
#pragma once

#include "sim/scenario/values.hpp"

#include <array>
#include <map>

namespace drydock::sim {

/// Where a timeline entry and its parts stand in the file, for complaints.
struct entry_source {
    node const* entry = nullptr;
    node const* verb = nullptr;     ///< the object under "ship", "track", "webhook" ...
    std::vector<node const*> scans; ///< as in ship_entry::scans, or the one of a track_entry
};

/// The members of `given` other than those in `own`, as a JSON object; empty when there are none.
std::string fields_of(node const& given, std::span<std::string_view const> own);

/// What the parts share while a scenario is built.
struct building {
    node const& root;
    load_options const& options;
    scenario& out;
    complaints& c;

    std::vector<entry_source> sources = {};           ///< as in scenario::timeline
    std::vector<node const*> population_sources = {}; ///< as in scenario::populations
    /// An entry could not be read: what the others name may well have been meant to exist.
    bool incomplete = false;

    /// The last attempt that a condition may name.
    std::uint16_t last_attempt() const
    {
        return options.any_attempt ? UINT16_MAX : out.policy.attempts;
    }
};

void build_policy(building& b); ///< policy, policy_as_given, their assumptions
void build_webhooks(building& b);
void build_endpoints(building& b); ///< needs the policy
void build_links(building& b);     ///< needs the endpoints
void build_timeline(building& b);
void build_populations(building& b);
void build_expectations(building& b);
void build_lesson(building& b);
/// Complains of what the question of a lesson cannot count.
void check_answer(building& b, node const& answer);
using entry_verb = decltype(timeline_entry::what);
/// Reads the request of a timeline entry, to the service or to another server, and what is expected
/// of its answer. False when it is not whole.
bool read_request(building& b, node const& entry, entry_verb& made);
/// Reads the verb of an entry that is about a batch, rates, a carrier, a report, a store, or
/// resending; with the node of the verb, or null when the entry has none of these or is not whole.
node const* read_entity_verb(building& b, node const& entry, entry_verb& made);
/// Deliveries, attempts, effects or arrivals that are meant.
entity_filter read_filter(building& b, node const& given);

/// Ids and names that come into being when the scenario runs.
class cast {
public:
    explicit cast(building const& b);

    bool has(model::subject_kind kind, std::string_view id) const;
    bool has_webhook(std::string_view id) const;
    bool has_event(model::webhook_event event) const;

    /// Complains of an id that no entry makes; silent for a value of the wrong shape.
    void check_subject(node const* id, model::subject_kind kind, complaints& c) const;
    /// The same of a filter's subject: of any kind, unless `event` narrows it.
    void check_subject(node const* id, node const* event, complaints& c) const;
    void check_webhook(node const* id, complaints& c) const;
    /// Complains of an event that has no webhook at any time.
    void check_event(node const* event, complaints& c) const;

private:
    struct pattern {
        std::string text; ///< with "{n}"
        std::uint32_t times = 1;
    };
    struct known_ids {
        std::map<std::string, bool, std::less<>> plain;
        std::vector<pattern> patterns;
        std::uint32_t generated = 0; ///< "se-1" to this one, by populations
        bool by_request = false;     ///< the service makes up ids of its own
    };
    known_ids const& of(model::subject_kind kind) const
    {
        return ids_[static_cast<std::size_t>(kind)];
    }

    std::array<known_ids, model::subject_kinds> ids_; // by kind
    std::map<std::string, bool, std::less<>> webhook_ids_;
    std::vector<model::webhook_event> events_;
    /// Requests may make webhooks: generated ids count up to this many. 0: only those that are
    /// known come into being.
    std::uint64_t most_webhooks_ = 0;
    bool incomplete_ = false;

    friend void check_webhooks(building& b, cast& made);
};

/// The number of the webhook that an id like "5515" is generated for; 0: it is of another form.
std::uint32_t generated_webhook(std::string_view id);

/// Walks the webhook entries in run order: complains of one that changes a webhook which does not
/// exist, of ids given twice, and tells the cast which webhooks there are.
void check_webhooks(building& b, cast& made);

/// Walks every shipment's scans in run order: illegal moves, and ships of an existing shipment.
void check_moves(building& b);

/// Walks batches and refreshes in run order: ways that a batch cannot take, refreshes of a store
/// that overlap. Complains of payloads that nothing carries, and of what the profile does not have.
void check_entities(building& b);

/// Complains of stories that cannot be told to an end, of populations without an end, and of
/// entries that name what a population makes. Adds what the contract leaves open about populations.
void check_populations(building& b);

/// How many entities of that kind the populations make, "se-1" and so on, at most.
std::uint32_t generated(scenario const& plan, model::subject_kind kind);

/// Adds what the seed leaves open about what the timeline plays and a webhook tells of.
void assume_entities(building& b, cast const& known);

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
/// The entity that an entry is of.
struct named_entity {
    model::subject_kind kind{};
    std::string const* id = nullptr; ///< null for entries that are of none
};
named_entity entity_of(timeline_entry const& entry);
/// The id of the shipment that a `ship`, `track` or `rate` entry is of; null for other entries.
std::string const* shipment_of(timeline_entry const& entry);

} // namespace drydock::sim
