// A scenario as values: what a file says after variables, defaults and checks. Tests and library
// users may fill it by hand. All instants are absolute; an entry's offsets are from `start`.
#pragma once

#include "model/policy.hpp"
#include "model/status.hpp"
#include "model/time.hpp"
#include "sim/random.hpp"
#include "sim/scenario/link/link.hpp"
#include "sim/scenario/tree/tree.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace drydock::sim {

using model::duration;
using model::instant;
using model::story; ///< the seeded lives that a `ship` entry can name

// --- receivers ---------------------------------------------------------------------------------

/// The failures that a rule or an outage can name, beside HTTP answers.
/// lost_ack: the receiver does its work, the sender gets a timeout.
enum class failure : std::uint8_t { timeout, refused, reset, dns, tls, malformed, lost_ack };

/// What stands at the end of an attempt: an HTTP answer or a failure.
struct reaction {
    std::optional<failure> fails = {}; ///< set: no HTTP answer
    std::uint16_t status = 200;        ///< else this
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
};

/// One rule of an endpoint. Conditions left empty hold always; all given ones must hold.
struct endpoint_rule {
    std::optional<model::webhook_event> event;
    std::optional<model::scan_status> status; ///< of the scan that the payload tells of
    std::optional<std::string> subject;
    std::vector<std::uint16_t> attempts; ///< any of these
    std::optional<instant> from, until;  ///< half-open, of the attempt's start
    std::optional<chance> with_chance;
    std::optional<std::uint32_t> times; ///< at most that many attempts choose this rule

    reaction then;
    distribution after; ///< start of the attempt to last byte of the answer
    bool after_given = false;
    std::optional<bool> effect; ///< overrides whether the receiver does its work
};

struct outage {
    instant from, until; ///< half-open, of the attempt's start
    reaction as{.fails = failure::refused};
};

/// How many attempts a receiver works on at a time. An answer, or a lost one, takes a worker for
/// its `after`; whoever finds none free waits in line, and the work is done even if the sender has
/// given up by then. Other failures take no worker.
struct receiver_capacity {
    std::uint32_t workers = 1;           ///< at least 1
    std::uint32_t queue = 0;             ///< how many wait in line at most
    reaction overflow = {.status = 503}; ///< what the others meet, at once
};

/// What a receiver does with a payload.
enum class handler_kind : std::uint8_t {
    last_write_wins, ///< applies every payload
    by_occurred_at,  ///< skips as stale what is older than the newest scan it applied
    deduplicating,   ///< skips as duplicate a body whose bytes it has applied
};

/// What a C++ receiver sees of an attempt.
struct request {
    model::webhook_event event{};
    std::string subject;
    model::scan_status status{}; ///< of the scan that the payload tells of
    std::uint16_t attempt = 1;
    instant at;       ///< the start of the attempt
    std::string body; ///< the same bytes on every attempt of a delivery
};
/// What a C++ receiver answers. A 2xx means that it did its work, unless `effect` says otherwise.
struct response {
    std::uint16_t status = 200; ///< 100 to 599
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
    std::optional<failure> fails = {}; ///< set: no HTTP answer
    duration after{};                  ///< start of the attempt to last byte of the answer
    std::optional<bool> effect = {};   ///< overrides whether the receiver did its work
};
/// A receiver written in C++ by a library user, asked when no outage and no rule matches. It must
/// be a function of its argument and its own history.
using receiver = std::function<response(request const&)>;

/// How a live run looks at the work that a real receiver did.
struct probe_plan {
    /// An absolute URL, got after each attempt. "{subject}" stands for the id of what the payload
    /// is about, "{tracking_number}" for that of its shipment.
    std::string get;
    std::string effects; ///< JSON pointer into the answer: how often the work was done
    std::string status;  ///< JSON pointer: the tracking status that it shows; empty: not looked at
};

struct endpoint {
    std::string prefix; ///< origin and path segments: "https://shop.test/hooks"
    std::vector<outage> outages;
    std::vector<endpoint_rule> rules;
    handler_kind handler = handler_kind::last_write_wins;
    receiver code;
    std::optional<probe_plan> probe;
    std::optional<receiver_capacity> capacity; ///< none: it works on all at once
};

// --- filters -----------------------------------------------------------------------------------

/// Both ends included; a plain number sets both.
struct bounds {
    std::optional<std::int64_t> at_least, at_most;

    bool hold(std::int64_t value) const
    {
        return (!at_least || value >= *at_least) && (!at_most || value <= *at_most);
    }
};

/// Which deliveries, attempts, effects or arrivals are meant. Empty members match all.
struct entity_filter {
    std::optional<model::webhook_event> event;
    std::optional<std::string> subject;
    std::optional<std::string> endpoint;  ///< effects and arrivals: prefix of the endpoint
    std::optional<std::string> outcome;   ///< deliveries: "delivered"...; attempts: "http_503"...
    std::optional<bounds> attempts;       ///< deliveries: how many attempts were made
    std::optional<std::uint16_t> attempt; ///< attempts: which one of its delivery
    std::optional<std::string> by;        ///< attempts: "rule" or "endpoint" (live)
};

// --- timeline ----------------------------------------------------------------------------------

/// One scan to come.
struct scan_plan {
    instant at;
    model::scan_status status{};
    std::optional<instant> occurred_at; ///< default: `at`
    std::string fields; ///< JSON object: further fields of the API's tracking event, or empty
    position where;
};

struct ship_entry {
    std::string shipment;
    std::string fields; ///< JSON object: fields of the API's tracking object, or empty
    bool unordered = false;
    bool changes_only = false; ///< "notify": "status"
    std::vector<scan_plan> scans;
    std::optional<story> life;
};
struct track_entry {
    std::string shipment;
    scan_plan scan;
};
// Further fields of an entity are a JSON object in the API's own names, or empty.
struct batch_entry {
    std::string batch;
    model::batch_status status = model::batch_status::completed;
    std::string fields;
};
struct rate_entry {
    std::string shipment;
    std::string fields;
};
struct carrier_entry {
    std::string carrier;
    std::string fields;
};
struct report_entry {
    std::string report;
    std::string fields;
};
struct refresh_entry {
    std::string order_source;
    std::string fields;
    duration takes{};
    bool fails = false;
    std::vector<std::string> orders; ///< JSON objects: what differs from the sample order
};
/// A new delivery of the same body for each delivery that the filter takes and that was not resent
/// before, in order.
struct resend_entry {
    entity_filter which; ///< event, subject, outcome and attempts
};
struct webhook_entry {
    model::webhook_event event{};
    std::string url; ///< empty: as it is
    std::optional<bool> enabled;
    bool deleted = false;
};

/// What an answer must be. Empty members check nothing.
struct answer_check {
    std::optional<std::uint16_t> status;
    std::optional<node> body; ///< subset
    position where;
};
/// A call of the service's API, with a judgement on every answer if `expect` is given.
struct request_entry {
    model::verb method{};
    std::string target; ///< path and query
    std::string body;   ///< empty: none
    model::key_state key = model::key_state::valid;
    std::optional<answer_check> expect;
};

/// A call of a server that is not the service, such as the receiver itself. Only live runs make it.
struct call_entry {
    model::verb method{};
    std::string url;     ///< absolute
    std::string headers; ///< JSON object of names and texts, or empty
    std::string body;    ///< empty: none
    std::optional<answer_check> expect;
};

/// Happens at `at`, or `times` times with `every` between. In a repeated entry "{n}" stands for the
/// number of the occurrence, from 1, in every string, and its times shift along.
struct timeline_entry {
    instant at;
    duration every{};
    std::uint32_t times = 1;
    std::variant<ship_entry, track_entry, webhook_entry, batch_entry, rate_entry, carrier_entry,
                 report_entry, refresh_entry, resend_entry, request_entry, call_entry>
        what;
    std::string payload; ///< JSON object: how bodies shall differ from the rule, or empty
    position where;
};

// --- populations ---------------------------------------------------------------------------------

/// Where the story of a generated shipment may go next.
struct story_choice {
    model::scan_status to{};
    chance taken{.threshold = 0, .always = true}; ///< when those before it were not
    distribution after;                           ///< how long the shipment dwells before
};
/// Shipments that arrive one after the other. Each lives a story of its own, which begins with AC.
struct shipment_population {
    std::uint32_t count = 0;
    distribution arrivals; ///< the gap before each, the first included
    /// By status - 1: tried in order, the last takes the rest; none: the story is over.
    std::array<std::vector<story_choice>, 8> story;
    bool keep = false; ///< a shipment is remembered when its story is over

    std::vector<story_choice> const& after(model::scan_status status) const
    {
        return story[static_cast<std::size_t>(status) - 1];
    }
};
/// Batches that are completed as they are made, without end.
struct batch_population {
    duration every{}; ///< also before the first
    std::uint32_t size = 1;
};
/// Refreshes of one store, without end.
struct refresh_population {
    duration every{};                                 ///< also before the first
    std::uint32_t fewest_orders = 0, most_orders = 0; ///< that each imports, all equally likely
};
struct population {
    std::variant<shipment_population, batch_population, refresh_population> what;
    position where;
};

struct webhook_plan {
    model::webhook_event event{};
    std::string url;
    std::string id; ///< empty: generated
};

// --- expectations ------------------------------------------------------------------------------

/// Checks on what a filter selects. Empty members check nothing.
struct selection_checks {
    std::optional<bounds> count;
    std::optional<std::vector<instant>> at;                  ///< starts, in order
    std::optional<std::vector<std::string>> outcomes;        ///< attempts
    std::optional<std::vector<model::scan_status>> statuses; ///< arrivals
    std::optional<node> body;                                ///< subset; of every one selected
};

struct expect_selection {
    enum class of : std::uint8_t { deliveries, attempts, arrivals, effects };
    of what{};
    entity_filter filter;
    selection_checks checks;
};
/// Journal lines whose members include those of `fields`.
struct expect_journal {
    node fields;
    bounds count;
    std::optional<std::vector<instant>> at;
};
/// Of delivered deliveries.
struct expect_latency {
    entity_filter filter;
    bounds most; ///< of the longest, in microseconds
};
/// Attempts started per bucket within [from, until).
struct expect_load {
    std::optional<instant> from, until;
    duration per = std::chrono::minutes{1};
    std::optional<bounds> peak;  ///< of the fullest bucket
    std::optional<bounds> count; ///< of all buckets together
};
/// The state of an entity at a point in time, all work due at or before it done; the end if none.
struct expect_state {
    std::string entity; ///< one of state_entities
    std::string id;
    std::optional<instant> at;
    node is; ///< subset
};
struct expect_property {
    std::string property;
    bounds violations{0, 0};
};

struct expectation {
    std::string name;    ///< given, or made from the kind and its place: "expect/0 attempts"
    std::string pointer; ///< "/expect/0"
    position where;
    std::string source; ///< the expectation as compact JSON
    std::variant<expect_selection, expect_journal, expect_latency, expect_load, expect_state,
                 expect_property>
        what;
};

// --- lessons -------------------------------------------------------------------------------------

/// A step of a lesson that a page gives with the run: words, or a question with a number as answer.
struct lesson_step {
    instant at;          ///< how much of the run is seen by then, all work due at it done
    std::string say;     ///< empty: it asks
    std::string ask;     ///< empty: it says
    std::string because; ///< said when the answer is there; empty: nothing
    node answer;         ///< what to count in the whole run: one of an expectation's filters
};

// --- code of library users -----------------------------------------------------------------------

/// What a policy written in C++ is told of a failed attempt.
struct failed_attempt {
    model::webhook_event event{};
    std::string subject;
    std::uint16_t attempt = 1; ///< the one that failed; the first is 1
    model::attempt_outcome outcome;
    instant requested_at;                ///< of the delivery
    instant started_at;                  ///< of the attempt
    instant at;                          ///< its end
    std::optional<duration> retry_after; ///< what the answer asked for
    std::uint64_t draw = 0; ///< this attempt's own chance, for jitter: see model::scale_draw
};
/// When to try again, counted from the end of the failed attempt; none: give up. Stands in for the
/// policy's attempts, delays, jitter, Retry-After, stop_on and max_age; its timeout, success and
/// disable_after stay. It must be a function of its argument and its own history.
using policy_code = std::function<std::optional<duration>(failed_attempt const&)>;

class property_judge; // sim/user_property.hpp

/// A rule over the whole journal, written in C++.
struct property_code {
    std::string name;
    std::function<std::unique_ptr<property_judge>()> make; ///< a new judge for each run
};

// --- the whole ---------------------------------------------------------------------------------

/// 2019-09-07T00:00:00Z, the day the seed was written.
inline constexpr instant default_start = std::chrono::sys_days{std::chrono::year{2019} / 9 / 7};

struct scenario {
    std::string path; ///< as given; for messages and repro lines
    std::string about;
    instant start = default_start;
    std::uint64_t seed = 1;
    std::optional<instant> until; ///< inclusive; none: until nothing is pending
    model::profile profile = model::profile::seed_2019;
    std::string base_url = "https://api.shipengine.com";
    model::retry_policy policy;
    node policy_as_given;     ///< canonical JSON object of the policy in force, for the header
    policy_code asked_policy; ///< set: asked when an attempt failed
    std::vector<webhook_plan> webhooks;
    bool has_endpoints = false; ///< false: every URL answers 200 at once
    std::vector<endpoint> endpoints;
    std::vector<link_rule> links; ///< ways to the receivers that are not perfect: wire only
    std::vector<timeline_entry> timeline;
    std::vector<population> populations;
    std::vector<expectation> expect;
    std::vector<lesson_step> lesson;
    std::vector<property_code> properties; ///< judged beside those of `expect`
    std::vector<std::string> assumptions;  ///< what the file leaves open, with the values used
    node resolved; ///< the file after variables, `--set` and defaults of vars

    /// Whether only a simulated network can play it.
    bool needs_wire() const { return !links.empty(); }
};

/// What `state` can be asked of.
inline constexpr std::string_view state_entities[] = {
    "shipment", "webhook", "delivery", "batch", "carrier", "order_source", "sales_order", "report"};

/// The names that `property` can take; each always on or folded on request.
inline constexpr std::string_view property_names[] = {
    "status_never_regresses", "at_most_one_effect", "nothing_lost",           "receiver_converges",
    "attempts_bounded",       "retries_spaced",     "cancelled_means_silent",
};

} // namespace drydock::sim
