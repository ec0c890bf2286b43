// Shapes of populations: what is generated instead of written out.
#include "model/status.hpp"
#include "sim/scenario/shape/shape.hpp"

namespace drydock::sim {

using enum shape::form;

namespace {

// --- shipments -----------------------------------------------------------------------------------

constexpr shape how_many{.is = number, .range = {true, 1, UINT32_MAX}};

constexpr key choice_keys[] = {
    {"to", &status_shape, "The status that comes next.", true},
    {"chance", &chance_shape, "Whether it is taken, when those before it were not."},
    {"after", &distribution_shape, "How long the shipment dwells before.", true},
};
constexpr shape choice_shape{.is = object, .name = "story_choice", .keys = choice_keys};
constexpr shape choice_list{
    .is = list, .expected = "a list of one or more choices", .item = &choice_shape, .fewest = 1};
constexpr key story_keys[] = {
    {"AC", &choice_list, "Where every story begins.", true},
    {"IT", &choice_list, "What may come after IT; a status without choices is the end."},
    {"AT", &choice_list, "What may come after AT."},
    {"EX", &choice_list, "What may come after EX."},
    {"UN", &choice_list, "What may come after UN."},
    {"NY", &choice_list, "What may come after NY."},
    {"SP", &choice_list, "What may come after SP."},
};
constexpr shape stories_shape{.is = object, .keys = story_keys};
constexpr key shipment_keys[] = {
    {"shipments", &how_many, "How many, se-1, se-2, ... in order of arrival.", true},
    {"arrivals", &distribution_shape, "The gap before each arrival, the first included.", true},
    {"story", &stories_shape, "A Markov chain from AC.", true},
    {"keep", &boolean_shape, "true: a shipment is remembered when its story is over."},
};
constexpr shape shipments_shape{.is = object, .name = "shipments", .keys = shipment_keys};

// --- batches and stores --------------------------------------------------------------------------

constexpr shape batch_size{.is = number, .range = {true, 1, INT32_MAX}};
constexpr key batches_object_keys[] = {
    {"every", &duration_shape, "Between two batches, and before the first.", true},
    {"size", &batch_size, "How many labels each has.", true},
};
constexpr shape batches_object{.is = object, .keys = batches_object_keys};
constexpr key batches_keys[] = {
    {"batches", &batches_object, "Batches that are completed as they are made.", true},
};
constexpr shape batches_shape{.is = object, .name = "batches", .keys = batches_keys};

constexpr shape order_count{.is = number, .range = {true, 0, 10'000}};
constexpr shape const* order_range_parts[] = {&order_count, &order_count};
constexpr shape order_range{
    .is = tuple, .expected = "[fewest, most], two whole numbers", .parts = order_range_parts};
constexpr key drawn_count_keys[] = {
    {"uniform", &order_range, "Any from the fewest to the most, all equally likely.", true},
};
constexpr shape drawn_count{.is = object, .keys = drawn_count_keys};
constexpr shape const* orders_parts[] = {&order_count, &drawn_count};
constexpr shape orders_shape{
    .is = either, .expected = "a whole number, or {\"uniform\": [0, 20]}", .parts = orders_parts};
constexpr key refreshes_object_keys[] = {
    {"every", &duration_shape, "Between two refreshes, and before the first.", true},
    {"orders", &orders_shape, "How many orders each imports; default none."},
};
constexpr shape refreshes_object{.is = object, .keys = refreshes_object_keys};
constexpr key refreshes_keys[] = {
    {"store_refresh", &refreshes_object, "Refreshes of one store.", true},
};
constexpr shape refreshes_shape{.is = object, .name = "refreshes", .keys = refreshes_keys};

constexpr shape const* population_kinds[] = {&shipments_shape, &batches_shape, &refreshes_shape};
constexpr shape one_shape{.is = by_key, .name = "population", .parts = population_kinds};
constexpr shape several_shape{.is = list, .item = &one_shape};
constexpr shape const* population_parts[] = {&one_shape, &several_shape};

} // namespace

constinit shape const population_shape{
    .is = either,
    .expected = "an object with shipments, batches or store_refresh, or a list of them",
    .parts = population_parts};

} // namespace drydock::sim
