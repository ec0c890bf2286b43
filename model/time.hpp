// Virtual time: 64-bit microseconds since the Unix epoch, exact also as a JavaScript number.
// There is no now() here: time arrives as a value.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace drydock::model {

using duration = std::chrono::microseconds;
using instant = std::chrono::sys_time<duration>;

/// RFC 3339 in UTC with at most six fractional digits, trailing zeros dropped:
/// "2019-09-07T00:30:00Z". Source: the seed's samples drop trailing zeros in this way.
std::string to_text(instant at);

/// The shortest exact form with units: "2h30m", "250ms", "0s", "-5s".
std::string to_text(duration length);

/// As to_text(instant), appended without a temporary.
void append_text(std::string& out, instant at);

/// RFC 3339 with "Z" or a numeric offset; empty when the text is anything else, a day that the
/// calendar does not have, or outside the years 1 to 9999.
std::optional<instant> parse_instant(std::string_view text);

/// "250ms", "1h30m", "1.5h" or ISO 8601 "PT2H", "P1DT12H". Units: us ms s m h d. Empty when
/// malformed, without a unit, finer than a microsecond, or longer than `longest_duration`.
std::optional<duration> parse_duration(std::string_view text);

/// "02:30" or "02:30:10", hours may pass 24: the offset from the start of a run.
std::optional<duration> parse_clock_offset(std::string_view text);

/// No duration in a scenario is longer, so that sums of a few of them cannot overflow.
inline constexpr duration longest_duration = std::chrono::days{36'525};

} // namespace drydock::model
