// Shapes of a lesson's steps.
#include "sim/scenario/shape/shape.hpp"

namespace drydock::sim {

using enum shape::form;

namespace {

constexpr key at_key{"at", &point_shape, "The learner has seen the run up to here.", true};
constexpr key say_keys[] = {
    {"say", &name_shape, "What the learner is told.", true},
    at_key,
};
constexpr key ask_keys[] = {
    {"ask", &name_shape, "A question whose answer is a number.", true},
    at_key,
    {"answer", &lesson_answer_shape, "What is counted in the whole run.", true},
    {"because", &name_shape, "What is said when the answer is there."},
};
constexpr shape say_shape{.is = object, .name = "lesson_words", .keys = say_keys};
constexpr shape ask_shape{.is = object, .name = "lesson_question", .keys = ask_keys};
constexpr shape const* steps[] = {&say_shape, &ask_shape};

} // namespace

constinit shape const lesson_step_shape{.is = by_key, .name = "lesson_step", .parts = steps};

} // namespace drydock::sim
