// Shapes of single values.
#include "model/status.hpp"
#include "sim/scenario/shape/shape.hpp"

namespace drydock::sim {

using enum shape::form;

constinit shape const any_shape{.is = any, .expected = "any JSON"};
constinit shape const boolean_shape{.is = boolean, .expected = "true or false"};
constinit shape const text_shape{.is = text, .expected = "a text"};
constinit shape const name_shape{.is = text, .format = &any_name};
constinit shape const number_shape{
    .is = number, .expected = "a number", .range = {false, INT64_MIN, UINT64_MAX}};

constinit shape const null_shape{.is = null};
constexpr shape const* text_or_null[] = {&text_shape, &null_shape};
constinit shape const nullable_text{
    .is = either, .expected = "a text or null", .parts = text_or_null};

constinit shape const event_shape{
    .is = choice, .name = "event", .names = model::webhook_event_names};
constinit shape const status_shape{
    .is = choice, .name = "status", .names = model::scan_status_names};

constinit shape const chance_shape{
    .is = number, .name = "chance", .expected = "a chance from 0 to 1", .range = {false, 0, 1}};
constinit shape const answer_code_shape{.is = number,
                                        .name = "answer_code",
                                        .expected = "a status code from 100 to 599",
                                        .range = {true, 100, 599}};
constinit shape const answer_codes_shape{.is = list, .item = &answer_code_shape, .fewest = 1};

// --- time ----------------------------------------------------------------------------------------

constinit shape const duration_shape{.is = text, .name = "duration", .format = &duration_format};
constinit shape const point_shape{.is = text, .name = "point", .format = &point_format};

namespace {

constexpr shape const* range_parts[] = {&duration_shape, &duration_shape};
constexpr shape range_shape{
    .is = tuple, .expected = "[shortest, longest], two durations", .parts = range_parts};

constexpr shape weight_shape{.is = number, .range = {true, 0, UINT64_MAX}};
constexpr shape const* weighted_parts[] = {&duration_shape, &weight_shape};
constexpr shape weighted_item{
    .is = tuple, .expected = "[duration, weight]", .parts = weighted_parts};
constexpr shape weighted_list{.is = list,
                              .expected = "a list of [duration, weight] with one or more items",
                              .item = &weighted_item,
                              .fewest = 1};

constexpr key drawn_keys[] = {
    {"exponential", &duration_shape, "Exponential with this mean."},
    {"uniform", &range_shape, "Any from the shortest to the longest, all equally likely."},
    {"weighted", &weighted_list, "One of these, as likely as its weight says."},
};
constexpr std::string_view drawn_names[] = {"exponential", "uniform", "weighted"};
constexpr key_group drawn_groups[] = {{drawn_names, 1, 1}};
constexpr shape drawn_shape{.is = object, .keys = drawn_keys, .groups = drawn_groups};
constexpr shape const* distribution_parts[] = {&duration_shape, &drawn_shape};

} // namespace

constinit shape const distribution_shape{
    .is = either,
    .name = "distribution",
    .expected = "a duration such as \"40ms\", or {\"exponential\": \"6h\"}, uniform or weighted",
    .parts = distribution_parts};

} // namespace drydock::sim
