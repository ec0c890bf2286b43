// Shapes of the ways to receivers on a simulated network.
#include "sim/scenario/shape/shape.hpp"

namespace drydock::sim {

using enum shape::form;

namespace {

constexpr shape bandwidth_shape{.is = text, .format = &bandwidth_format};
constexpr shape fragment_shape{.is = number, .range = {true, 1, UINT32_MAX}};
constexpr shape times_shape{.is = number, .range = {true, 0, UINT32_MAX}};
constexpr shape bytes_shape{.is = number, .range = {true, 0, std::uint64_t{1} << 53}};

constexpr key cut_keys[] = {
    {"sent", &bytes_shape, "So many bytes on the way to the receiver."},
    {"received", &bytes_shape, "So many bytes on the way back."},
};
constexpr std::string_view direction_names[] = {"sent", "received"};
constexpr key_group cut_groups[] = {{direction_names, 1, 1}};
constexpr shape cut_shape{.is = object, .name = "cut", .keys = cut_keys, .groups = cut_groups};

constexpr key link_keys[] = {
    {"to", &name_shape, "Only to receivers of this origin; default: to all."},
    {"from", &point_shape, "Only attempts that start at or after this."},
    {"until", &point_shape, "Only attempts that start before this."},
    {"times", &times_shape, "At most this often."},
    {"chance", &chance_shape, "Only with this chance."},
    {"latency", &duration_shape, "How long bytes travel, each way."},
    {"jitter", &duration_shape, "At most so much longer, drawn for each piece; order is kept."},
    {"bandwidth", &bandwidth_shape, "How many bytes it takes in a second, each way."},
    {"fragment", &fragment_shape, "At most so many bytes arrive at once; how many is drawn."},
    {"refuse", &boolean_shape, "Connections are refused."},
    {"unknown_host", &boolean_shape, "The name of the host is not known."},
    {"blackhole", &boolean_shape, "Connections never come about, and nobody says so."},
    {"reset_after", &cut_shape, "The connection breaks after so many bytes."},
    {"close_after", &cut_shape, "That direction ends after so many bytes."},
    {"blackhole_after", &cut_shape, "Nothing more arrives in either direction, nor does an end."},
};
constexpr std::string_view break_names[] = {"refuse",      "unknown_host", "blackhole",
                                            "reset_after", "close_after",  "blackhole_after"};
constexpr key_group link_groups[] = {{break_names, 0, 1}};

} // namespace

constinit shape const link_shape{
    .is = object, .name = "link", .keys = link_keys, .groups = link_groups};

} // namespace drydock::sim
