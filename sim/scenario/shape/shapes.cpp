// The shape of a whole scenario file.
#include "model/status.hpp"
#include "sim/scenario/shape/shape.hpp"

namespace drydock::sim {

using enum shape::form;

namespace {

constexpr shape format_shape{
    .is = number, .expected = "1, the format of this file", .range = {true, 1, 1}};
constexpr shape start_shape{.is = text, .format = &start_format};
constexpr shape seed_shape{.is = number, .range = {true, 0, UINT64_MAX}};

constexpr shape profile_shape{.is = choice, .names = model::profile_names};

constexpr shape literal_value{.is = any, .literal = true};
constexpr shape vars_shape{
    .is = map, .format = &variable_name_format, .item = &literal_value, .literal = true};
constexpr shape policies_shape{.is = map, .format = &any_name, .item = &policy_shape};
constexpr shape webhook_list{.is = list, .item = &webhook_shape};
constexpr shape endpoints_shape{.is = map, .format = &any_name, .item = &endpoint_shape};
constexpr shape link_list{.is = list, .item = &link_shape};
constexpr shape entry_list{.is = list, .item = &entry_shape};
constexpr shape expectation_list{.is = list, .item = &expectation_shape};

constexpr shape lesson_list{.is = list, .item = &lesson_step_shape, .fewest = 1};

constexpr key scenario_keys[] = {
    {"format", &format_shape, "The format of the file: 1.", true},
    {"about", &text_shape, "What the scenario shows, in a sentence."},
    {"start", &start_shape, "Virtual time of offset 0; default 2019-09-07T00:00:00Z."},
    {"seed", &seed_shape, "What all chance is drawn from; default 1."},
    {"until", &point_shape, "The run ends after this time; default: nothing is pending."},
    {"profile", &profile_shape, "Which state of the API payloads follow."},
    {"base_url", &name_shape, "What resource URLs begin with."},
    {"vars", &vars_shape, "Values that \"${name}\" stands for elsewhere."},
    {"policy", &policy_shape, "When a failed attempt is tried again."},
    {"policies", &policies_shape, "Policies by name."},
    {"webhooks", &webhook_list, "Subscriptions, made before the timeline begins."},
    {"endpoints", &endpoints_shape, "Receivers by URL prefix; none at all: every URL answers 200."},
    {"links", &link_list, "The ways to them; the first that matches. Played over wire only."},
    {"timeline", &entry_list, "What happens."},
    {"population", &population_shape, "What happens without being written out; or a list of them."},
    {"expect", &expectation_list, "What has to come of it."},
    {"lesson", &lesson_list, "What a page says and asks while it plays the run."},
};

} // namespace

constinit shape const scenario_shape{
    .is = object, .expected = "a JSON object", .keys = scenario_keys, .literal = true};

} // namespace drydock::sim
