// How many bytes a link takes in a second, as a scenario file writes it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace drydock::sim {

/// "1MB/s", "1.5kB/s", "10Mbit/s" in bytes per second: units B kB MB GB kbit Mbit Gbit, powers of
/// ten. Empty for another text, for less than a byte or more than 1000 GB per second, and for what
/// is no whole number of bytes.
std::optional<std::uint64_t> parse_bandwidth(std::string_view text);

/// Whether a text has that form, whatever the number.
bool looks_like_bandwidth(std::string_view text);

} // namespace drydock::sim
