// How the clock of a served world moves.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace drydock::tools {

struct clock_mode {
    enum class kind : std::uint8_t {
        manual,    ///< when it is told to
        automatic, ///< to what is pending next, whenever nothing is under way
        paced,     ///< with real time, so many times as fast
    };
    kind is = kind::manual;
    std::uint32_t pace = 1; ///< for paced

    bool operator==(clock_mode const&) const = default;
};

/// "manual", "auto", "60x"; nothing for anything else.
std::optional<clock_mode> parse_clock_mode(std::string_view text);
std::string to_text(clock_mode mode);

} // namespace drydock::tools
