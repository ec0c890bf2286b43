// Which seeds a sweep is over.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace drydock::tools {

/// A whole number of 64 bits, in digits alone.
std::optional<std::uint64_t> parse_number(std::string_view text);

/// Both ends included.
struct seed_range {
    std::uint64_t first = 1;
    std::uint64_t last = 1;

    std::uint64_t count() const { return last - first + 1; }
    friend bool operator==(seed_range const&, seed_range const&) = default;
};

/// "1..1000", or why it is no range.
struct parsed_seeds {
    seed_range seeds;
    std::string failure;
};
parsed_seeds parse_seeds(std::string_view text);

} // namespace drydock::tools
