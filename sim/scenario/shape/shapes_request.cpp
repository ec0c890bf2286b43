// Shapes of requests and of what their answers must be.
#include "model/status.hpp"
#include "sim/scenario/shape/shape.hpp"

namespace drydock::sim {

using enum shape::form;

namespace {

constexpr shape method_shape{.is = choice, .names = model::verb_names};
constexpr shape key_shape{.is = choice, .names = model::key_state_names};

constexpr shape request_headers{.is = map,
                                .expected = "an object of header names and texts",
                                .format = &any_name,
                                .item = &text_shape};

constexpr key request_keys[] = {
    {"method", &method_shape, "What is to be done.", true},
    {"path", &name_shape, "Path and query, percent-encoded; it goes to the service."},
    {"url", &name_shape, "An absolute URL instead: another server is called. Live runs only."},
    {"headers", &request_headers, "Headers of a request to a URL."},
    {"body", &any_shape, "JSON; a text is sent as it is."},
    {"key", &key_shape, "The API key: valid (default), wrong or missing."},
};
constexpr std::string_view place_names[] = {"path", "url"};
constexpr key_group request_groups[] = {{place_names, 1, 1}};

constexpr key check_keys[] = {
    {"status", &answer_code_shape, "The status code."},
    {"body", &any_shape, "What the body contains; null: anything."},
};
constexpr std::string_view check_names[] = {"status", "body"};
constexpr key_group check_groups[] = {{check_names, 1, 2}};

} // namespace

constinit shape const request_shape{
    .is = object, .name = "request", .keys = request_keys, .groups = request_groups};
constinit shape const answer_check_shape{
    .is = object, .name = "answer_check", .keys = check_keys, .groups = check_groups};

} // namespace drydock::sim
