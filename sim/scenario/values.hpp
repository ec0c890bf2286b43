// Single values of a scenario file. A null or a value of the wrong shape reads as empty: the
// checker of shapes has reported it, or it may be absent.
#pragma once

#include "sim/scenario/complaints.hpp"

#include <span>

namespace drydock::sim {

/// The latest time that can be written: the end of the year 9999.
inline constexpr instant last_instant =
    instant{std::chrono::sys_days{std::chrono::year{9999} / 12 / 31}} + std::chrono::days{1} -
    duration{1};

node const* member(node const* object, std::string_view name);
/// The items of an array, else none.
std::span<node const> items(node const* array);

std::optional<std::string_view> text_of(node const* value);
std::optional<bool> truth_of(node const* value);
/// A whole number from `least` to `most`.
std::optional<std::uint64_t> number_of(node const* value, std::uint64_t least, std::uint64_t most);
std::optional<duration> length_of(node const* value);
std::optional<chance> chance_of(node const* value);
std::optional<failure> failure_of(node const* value);
/// An HTTP status code.
std::optional<std::uint16_t> status_code_of(node const* value);
/// A list of HTTP status codes; empty when one of them is none.
std::optional<std::vector<std::uint16_t>> status_codes_of(node const* value);
std::optional<model::webhook_event> event_of(node const* value);
std::optional<model::scan_status> status_of(node const* value);

/// A point in time: an offset from `base` as a duration or clock time, or RFC 3339. One past the
/// year 9999 is complained of.
std::optional<instant> point_of(node const* value, instant base, complaints& c);

/// Points in time, from an array; empty when one of them has the wrong shape.
std::optional<std::vector<instant>> points_of(node const* value, instant base, complaints& c);

/// A constant, or one of the three kinds of object. Empty ranges are complained of.
std::optional<distribution> distribution_of(node const* value, complaints& c);

/// A status, a failure's name, or an object with status, headers and body. Headers that no answer
/// can have are complained of.
std::optional<reaction> reaction_of(node const* value, complaints& c);

/// A count, or an object with at_least and at_most. Bounds that nothing meets are complained of.
std::optional<bounds> count_of(node const* value, complaints& c);
/// The same for durations, in microseconds.
std::optional<bounds> length_bounds_of(node const* value, complaints& c);

std::span<std::string_view const> failure_names();

/// "line 14", for messages that refer to another place.
std::string line_of(node const& value);
std::string quoted(std::string_view text);

} // namespace drydock::sim
