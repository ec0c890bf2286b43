// Shapes of webhooks and of their receivers.
#include "sim/scenario/shape/shape.hpp"

namespace drydock::sim {

using enum shape::form;

namespace {

constexpr std::string_view failure_words[] = {"timeout", "refused",   "reset",   "dns",
                                              "tls",     "malformed", "lost_ack"};
constexpr shape failure_shape{.is = choice, .name = "failure", .names = [] {
                                  return std::span<std::string_view const>{failure_words};
                              }};

constexpr shape answer_headers{.is = map,
                               .expected = "an object of header names and texts",
                               .format = &any_name,
                               .item = &text_shape};
constexpr key answer_keys[] = {
    {"status", &answer_code_shape, "The status code; default 200."},
    {"headers", &answer_headers, "Headers of the answer, such as Retry-After."},
    {"body", &text_shape, "The body of the answer."},
};
constexpr shape answer_object{.is = object, .name = "answer", .keys = answer_keys};
constexpr shape const* answer_parts[] = {&answer_code_shape, &answer_object};
constexpr shape answer_shape{
    .is = either,
    .expected = "a status code from 100 to 599, or an object with status, headers and body",
    .parts = answer_parts};

constexpr shape const* reaction_parts[] = {&answer_code_shape, &failure_shape, &answer_object};
constexpr shape reaction_shape{.is = either,
                               .expected =
                                   "a status code such as 503, or a failure such as \"refused\"",
                               .parts = reaction_parts};
constexpr key outage_keys[] = {
    {"from", &point_shape, "Attempts that start at or after this; default: the start."},
    {"until", &point_shape, "Attempts that start before this; default: for ever."},
    {"as", &reaction_shape, "What they meet; default refused."},
};
constexpr shape outage_shape{.is = object, .name = "outage", .keys = outage_keys};
constexpr shape outage_list{.is = list, .item = &outage_shape};

constexpr shape attempt_shape{.is = number, .range = {true, 1, UINT16_MAX}};
constexpr shape attempt_list{.is = list, .item = &attempt_shape, .fewest = 1};
constexpr shape const* attempt_parts[] = {&attempt_shape, &attempt_list};
constexpr shape attempts_matched{.is = either,
                                 .expected = "the number of an attempt, or a list of them",
                                 .parts = attempt_parts};
constexpr shape times_matched{.is = number, .range = {true, 0, UINT32_MAX}};

constexpr key rule_keys[] = {
    {"event", &event_shape, "Only payloads of this webhook event."},
    {"subject", &name_shape, "Only payloads about this shipment."},
    {"status", &status_shape, "Only payloads about a scan of this status."},
    {"attempt", &attempts_matched, "Only these attempts of a delivery, counted from 1."},
    {"from", &point_shape, "Only attempts that start at or after this."},
    {"until", &point_shape, "Only attempts that start before this."},
    {"times", &times_matched, "At most this often."},
    {"chance", &chance_shape, "Only with this chance."},
    {"respond", &answer_shape, "The answer; default 200."},
    {"fail", &failure_shape, "A failure instead of an answer."},
    {"after", &distribution_shape, "From the start of the attempt to the end of the answer."},
    {"effect", &boolean_shape, "Whether the receiver does its work, whatever it answers."},
};
constexpr std::string_view action_names[] = {"respond", "fail"};
constexpr key_group rule_groups[] = {{action_names, 0, 1}};
constexpr shape rule_shape{.is = object, .name = "rule", .keys = rule_keys, .groups = rule_groups};
constexpr shape rule_list{.is = list, .item = &rule_shape};

constexpr std::string_view handler_names[] = {"last_write_wins", "by_occurred_at", "deduplicating"};
constexpr shape handler_shape{
    .is = choice, .names = [] { return std::span<std::string_view const>{handler_names}; }};

constexpr key probe_keys[] = {
    {"get", &name_shape, "A URL; {subject} and {tracking_number} stand for the payload's.", true},
    {"effects", &name_shape, "Where the answer says how often the work was done.", true},
    {"status", &name_shape, "Where the answer shows the tracking status."},
};
constexpr shape probe_shape{.is = object, .name = "probe", .keys = probe_keys};

constexpr shape workers_shape{.is = number, .range = {true, 1, 1'000'000}};
constexpr shape queue_shape{.is = number, .range = {true, 0, UINT32_MAX}};
constexpr key capacity_keys[] = {
    {"workers", &workers_shape, "So many; each answer takes one for its `after`.", true},
    {"queue", &queue_shape, "So many wait in line when no worker is free; default 0."},
    {"overflow", &reaction_shape, "What the others meet, at once; default 503."},
};
constexpr shape capacity_shape{.is = object, .name = "capacity", .keys = capacity_keys};

constexpr key endpoint_keys[] = {
    {"outages", &outage_list, "Windows in which the endpoint is down; before rules."},
    {"rules", &rule_list, "The first that matches answers; none: 200 at once."},
    {"handler", &handler_shape, "What the receiver does with a payload."},
    {"probe", &probe_shape, "How a live run looks at what the receiver did."},
    {"capacity", &capacity_shape, "How many attempts it works on at a time."},
};

constexpr key webhook_keys[] = {
    {"event", &event_shape, "What the webhook is told of; at most one webhook for each.", true},
    {"url", &name_shape, "Where to: an absolute http or https URL.", true},
    {"id", &name_shape, "Default: \"5515\", \"5516\", ... in order of creation."},
};

} // namespace

constinit shape const endpoint_shape{.is = object, .name = "endpoint", .keys = endpoint_keys};
constinit shape const webhook_shape{.is = object, .name = "webhook", .keys = webhook_keys};

} // namespace drydock::sim
