// Shapes of expectations.
#include "model/event.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/shape/shape.hpp"

#include <vector>

namespace drydock::sim {

using enum shape::form;

namespace {

// --- checks ----------------------------------------------------------------------------------

constexpr shape count_number{
    .is = number, .expected = "a whole number that is not negative", .range = {true, 0, INT64_MAX}};
constexpr std::string_view bound_names[] = {"at_least", "at_most"};
constexpr key_group bound_groups[] = {{bound_names, 1, 2}};
constexpr key count_keys[] = {
    {"at_least", &count_number, "This many or more."},
    {"at_most", &count_number, "This many or fewer."},
};
constexpr shape count_object{.is = object, .keys = count_keys, .groups = bound_groups};
constexpr shape const* count_parts[] = {&count_number, &count_object};
constexpr shape count_shape{
    .is = either,
    .name = "count",
    .expected = "a number, or {\"at_least\": 1, \"at_most\": 3} with one of them or both",
    .parts = count_parts};

constexpr key length_keys[] = {
    {"at_least", &duration_shape, "This long or longer."},
    {"at_most", &duration_shape, "This long or shorter."},
};
constexpr shape length_object{.is = object, .keys = length_keys, .groups = bound_groups};
constexpr shape const* length_parts[] = {&duration_shape, &length_object};
constexpr shape length_shape{
    .is = either,
    .name = "length",
    .expected = "a duration such as \"40ms\", or {\"at_most\": \"4h\"}, also with at_least",
    .parts = length_parts};

constexpr shape point_list{.is = list, .expected = "a list of times", .item = &point_shape};
constexpr shape status_list{.is = list, .expected = "a list of statuses", .item = &status_shape};
constexpr shape outcome_shape{.is = text, .name = "outcome", .format = &outcome_format};
constexpr shape outcome_list{
    .is = list, .expected = "a list of outcomes of attempts", .item = &outcome_shape};
constexpr shape json_object{.is = object, .is_open = true};

// --- filters ---------------------------------------------------------------------------------

constexpr key event_key{"event", &event_shape, "Only of this webhook event."};
constexpr key subject_key{"subject", &name_shape, "Only about this entity."};
constexpr key endpoint_key{"endpoint", &name_shape, "Only at the endpoint of this prefix."};

constexpr std::string_view fate_names[] = {"delivered", "discarded", "cancelled", "pending"};
constexpr shape fate_shape{.is = choice,
                           .names = [] { return std::span<std::string_view const>{fate_names}; }};
constexpr key delivery_keys[] = {
    event_key,
    subject_key,
    {"outcome", &fate_shape, "Only with this end."},
    {"attempts", &count_shape, "Only with this many attempts."},
};

constexpr shape ordinal_shape{.is = number, .range = {true, 1, UINT16_MAX}};
constexpr std::string_view by_names[] = {"rule", "endpoint"};
constexpr shape by_shape{.is = choice,
                         .names = [] { return std::span<std::string_view const>{by_names}; }};
constexpr key attempt_keys[] = {
    event_key,
    subject_key,
    {"outcome", &outcome_shape, "Only with this outcome."},
    {"attempt", &ordinal_shape, "Only the n-th of its delivery."},
    {"by", &by_shape, "Only answered by a rule, or by the real endpoint."},
};
constexpr shape attempt_filter{.is = object, .name = "attempt_filter", .keys = attempt_keys};

constexpr key arrival_keys[] = {event_key, subject_key, endpoint_key};
constexpr shape arrival_filter{.is = object, .name = "arrival_filter", .keys = arrival_keys};

constexpr key latency_filter_keys[] = {event_key, subject_key};
constexpr shape latency_filter{.is = object, .keys = latency_filter_keys};

std::span<std::string_view const> journal_types()
{
    static auto const names = [] {
        std::vector<std::string_view> all;
        // What comes in while a world is served is in no run of a scenario.
        for (auto const type : model::event_types())
            if (type < model::event_type::endpoint_changed) all.push_back(model::name(type));
        return all;
    }();
    return names;
}
constexpr shape type_shape{.is = choice, .name = "journal_type", .names = journal_types};
constexpr key journal_filter_keys[] = {{"type", &type_shape, "The type of the line."}};
constexpr shape journal_filter{
    .is = object, .name = "journal_filter", .keys = journal_filter_keys, .is_open = true};

constexpr key load_filter_keys[] = {
    {"from", &point_shape, "Attempts that start at or after this."},
    {"until", &point_shape, "Attempts that start before this."},
};
constexpr shape load_filter{.is = object, .keys = load_filter_keys};

constexpr shape delivery_number{.is = number, .range = {true, 1, UINT32_MAX}};
constexpr key state_filter_keys[] = {
    {"shipment", &name_shape, "Id of the shipment."},
    {"webhook", &name_shape, "Id of the webhook."},
    {"delivery", &delivery_number, "Number of the delivery."},
    {"batch", &name_shape, "Id of the batch."},
    {"carrier", &name_shape, "Id of the carrier."},
    {"order_source", &name_shape, "Id of the order source."},
    {"sales_order", &name_shape, "Id of the sales order."},
    {"report", &name_shape, "Id of the report."},
};
constexpr key_group state_groups[] = {{state_entities, 1, 1}};
constexpr shape state_filter{.is = object, .keys = state_filter_keys, .groups = state_groups};

constexpr shape property_shape{.is = choice, .name = "property", .names = [] {
                                   return std::span<std::string_view const>{property_names};
                               }};

// --- kinds of expectation --------------------------------------------------------------------

constexpr key name_key{"name", &name_shape, "What reports call this expectation."};
constexpr key count_key{"count", &count_shape, "How many are selected."};
constexpr key points_key{"at", &point_list, "When they are, in order."};
constexpr key body_key{"body", &json_object, "What each payload contains."};

constexpr key deliveries_keys[] = {
    {"deliveries", &delivery_filter_shape, "Which deliveries are meant.", true},
    name_key,
    count_key,
    points_key,
    body_key};
constexpr key attempts_keys[] = {{"attempts", &attempt_filter, "Which attempts are meant.", true},
                                 name_key,
                                 count_key,
                                 points_key,
                                 {"outcomes", &outcome_list, "How they ended, in order."},
                                 body_key};
constexpr key arrivals_keys[] = {
    {"arrivals", &arrival_filter, "Which payloads that arrived are meant.", true},
    name_key,
    count_key,
    points_key,
    {"statuses", &status_list, "Of the scans they tell of, in order."},
    body_key};
constexpr key effects_keys[] = {{"effects", &arrival_filter, "Which effects are meant.", true},
                                name_key,
                                count_key,
                                points_key,
                                body_key};
constexpr key journal_keys[] = {
    {"journal", &journal_filter, "Which lines: those with these members.", true},
    name_key,
    count_key,
    points_key};
constexpr key latency_keys[] = {
    {"latency", &latency_filter, "Of which deliveries.", true},
    name_key,
    {"max", &length_shape, "The longest from event to successful outcome.", true}};
constexpr key load_keys[] = {{"load", &load_filter, "Attempts of which time.", true},
                             name_key,
                             {"per", &duration_shape, "Length of a bucket; default 1m."},
                             {"peak", &count_shape, "Attempts in the fullest bucket."},
                             {"count", &count_shape, "Attempts in all."}};
constexpr key state_keys[] = {
    {"state", &state_filter, "Whose state.", true},
    name_key,
    {"at", &point_shape, "When, all work due until then done; default: the end."},
    {"is", &json_object, "What the state contains.", true}};
constexpr key property_keys[] = {
    {"property", &property_shape, "What has to hold for the whole run.", true},
    name_key,
    {"violations", &count_shape, "How often it may be broken; default 0."}};

constexpr shape deliveries_shape{
    .is = object, .name = "expect_deliveries", .keys = deliveries_keys};
constexpr shape attempts_shape{.is = object, .name = "expect_attempts", .keys = attempts_keys};
constexpr shape arrivals_shape{.is = object, .name = "expect_arrivals", .keys = arrivals_keys};
constexpr shape effects_shape{.is = object, .name = "expect_effects", .keys = effects_keys};
constexpr shape journal_shape{.is = object, .name = "expect_journal", .keys = journal_keys};
constexpr shape latency_shape{.is = object, .name = "expect_latency", .keys = latency_keys};
constexpr shape load_shape{.is = object, .name = "expect_load", .keys = load_keys};
constexpr shape state_shape{.is = object, .name = "expect_state", .keys = state_keys};
constexpr shape held_shape{.is = object, .name = "expect_property", .keys = property_keys};

// --- what a question of a lesson counts --------------------------------------------------------

constexpr key lesson_answer_keys[] = {
    {"deliveries", &delivery_filter_shape, "How many deliveries."},
    {"attempts", &attempt_filter, "How many attempts."},
    {"arrivals", &arrival_filter, "How many payloads that arrived."},
    {"effects", &arrival_filter, "How many effects."},
    {"journal", &journal_filter, "How many lines with these members."},
};
constexpr std::string_view answer_names[] = {"deliveries", "attempts", "arrivals", "effects",
                                             "journal"};
constexpr key_group answer_groups[] = {{answer_names, 1, 1}};

constexpr shape const* expectation_kinds[] = {&deliveries_shape, &attempts_shape, &arrivals_shape,
                                              &effects_shape,    &journal_shape,  &latency_shape,
                                              &load_shape,       &state_shape,    &held_shape};

} // namespace

constinit shape const delivery_filter_shape{
    .is = object, .name = "delivery_filter", .keys = delivery_keys};
constinit shape const lesson_answer_shape{
    .is = object, .name = "lesson_answer", .keys = lesson_answer_keys, .groups = answer_groups};
constinit shape const expectation_shape{
    .is = by_key, .name = "expectation", .parts = expectation_kinds};

} // namespace drydock::sim
