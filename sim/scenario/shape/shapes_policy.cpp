// Shapes of retry policies.
#include "sim/scenario/shape/shape.hpp"

namespace drydock::sim {

using enum shape::form;

namespace {

constexpr shape most_attempts_shape{.is = number, .range = {true, 1, UINT16_MAX}};
constexpr shape retries_shape{.is = number, .range = {true, 0, UINT16_MAX - 1}};

constexpr shape delay_list{.is = list, .item = &duration_shape};
constexpr shape const* delay_parts[] = {&duration_shape, &delay_list};
constexpr shape delay_shape{.is = either,
                            .expected = "a duration such as \"2h\", or a list of durations",
                            .parts = delay_parts};

constexpr shape factor_shape{
    .is = number, .expected = "a number from 0 to 1000000", .range = {false, 0, 1'000'000}};
constexpr key backoff_keys[] = {
    {"initial", &duration_shape, "The first delay.", true},
    {"factor", &factor_shape, "What each delay is multiplied with; default 2."},
    {"max", &duration_shape, "No delay is longer."},
};
constexpr shape backoff_shape{.is = object, .keys = backoff_keys};

constexpr std::string_view anchor_names[] = {"end", "start"};
constexpr shape anchor_shape{
    .is = choice, .names = [] { return std::span<std::string_view const>{anchor_names}; }};

constexpr std::string_view success_names[] = {"2xx"};
constexpr shape success_name{
    .is = choice, .names = [] { return std::span<std::string_view const>{success_names}; }};
constexpr shape const* success_parts[] = {&success_name, &answer_codes_shape};
constexpr shape success_shape{
    .is = either, .expected = "\"2xx\" or a list of status codes", .parts = success_parts};

constexpr std::string_view retry_after_names[] = {"ignore", "honour"};
constexpr shape retry_after_name{
    .is = choice, .names = [] { return std::span<std::string_view const>{retry_after_names}; }};
constexpr shape const* clamp_parts[] = {&duration_shape, &duration_shape};
constexpr shape clamp_range{
    .is = tuple, .expected = "[shortest, longest], two durations", .parts = clamp_parts};
constexpr key clamp_keys[] = {
    {"clamp", &clamp_range, "Honoured, but no shorter and no longer than these.", true},
};
constexpr shape clamp_shape{.is = object, .keys = clamp_keys};
constexpr shape const* retry_after_parts[] = {&retry_after_name, &clamp_shape};
constexpr shape retry_after_shape{.is = either,
                                  .expected =
                                      "\"ignore\", \"honour\" or {\"clamp\": [\"1m\", \"4h\"]}",
                                  .parts = retry_after_parts};

constexpr shape stop_list{.is = list, .item = &answer_code_shape};

constexpr shape failed_count{.is = number, .range = {true, 1, UINT32_MAX}};
constexpr shape const* recovery_parts[] = {&duration_shape, &backoff_shape};
constexpr shape recovery_shape{
    .is = either, .expected = "a duration such as \"1m\", or a backoff", .parts = recovery_parts};
constexpr key disable_keys[] = {
    {"failed_deliveries", &failed_count, "This many deliveries given up in a row."},
    {"failing_for", &duration_shape, "A failure this long after the first since a success."},
    {"failed_attempts", &failed_count, "This many attempts failed in a row."},
    {"recover_after", &recovery_shape, "On again after this, on trial: one failure turns it off."},
    {"for_good_after", &failed_count, "Failed attempts in a row after which it stays off."},
};
constexpr std::string_view disable_names[] = {"failed_deliveries", "failing_for",
                                              "failed_attempts"};
constexpr key_group disable_groups[] = {{disable_names, 1, 3}};
constexpr shape disable_shape{.is = object, .keys = disable_keys, .groups = disable_groups};

constexpr key send_rate_keys[] = {
    {"attempts", &failed_count, "So many, evenly spaced.", true},
    {"per", &duration_shape, "In this time.", true},
};
constexpr shape send_rate_shape{.is = object, .keys = send_rate_keys};

constexpr key policy_keys[] = {
    {"preset", &name_shape, "A named policy that the other keys change."},
    {"attempts", &most_attempts_shape, "All attempts, the first included; default 3."},
    {"retries", &retries_shape, "Attempts after the first: one less than attempts."},
    {"delay", &delay_shape, "Between attempts, or one delay for each retry; default 2h."},
    {"backoff", &backoff_shape, "Delays that grow: min(max, initial x factor^(n-1))."},
    {"jitter", &chance_shape, "0.2: each delay uniform within 20 % around itself."},
    {"timeout", &duration_shape, "From the start of an attempt to its answer; default 10s."},
    {"anchor", &anchor_shape, "Delays count from the end or the start of the failed attempt."},
    {"success", &success_shape, "Which answers deliver; default 2xx."},
    {"retry_after", &retry_after_shape, "What becomes of an answer's Retry-After."},
    {"stop_on", &stop_list, "Answers after which there is no retry."},
    {"max_age", &duration_shape, "No attempt later than this after the event."},
    {"disable_after", &disable_shape, "Turns off a webhook that keeps failing."},
    {"rate", &send_rate_shape, "The most attempts of one webhook in a time; others wait."},
    {"in_flight", &failed_count, "The most attempts of one webhook at a time; others wait."},
};
constexpr shape policy_object{.is = object, .name = "policy_object", .keys = policy_keys};
constexpr shape const* policy_parts[] = {&name_shape, &policy_object};

} // namespace

constinit shape const policy_shape{.is = either,
                                   .name = "policy",
                                   .expected = "a policy's name, or an object such as "
                                               "{\"attempts\": 3, \"delay\": \"2h\"}",
                                   .parts = policy_parts};

} // namespace drydock::sim
