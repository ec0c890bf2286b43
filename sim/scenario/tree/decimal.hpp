// Numbers of a scenario file, exactly: nothing passes through floating point.
#pragma once

#include "sim/random.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace drydock::sim {

/// digits x 10^exponent. Neither end of `digits` is a zero; zero itself has none.
struct decimal {
    bool negative = false;
    std::string digits;
    std::int64_t exponent = 0;

    bool is_zero() const { return digits.empty(); }
};

/// A number in JSON's notation; empty for any other text.
std::optional<decimal> parse_decimal(std::string_view text);

/// value x 10^power; empty when that is negative, no whole number, or past 64 bits.
std::optional<std::uint64_t> whole(decimal const& value, std::int64_t power = 0);

/// Empty outside 0 to 1.
std::optional<chance> to_chance(decimal const& value);

} // namespace drydock::sim
