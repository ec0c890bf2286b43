// Texts of a fixed form, as a scenario file may hold them. The loader accepts exactly what the
// pattern in the JSON Schema does.
#pragma once

#include <string_view>

namespace drydock::sim {

struct text_format {
    std::string_view pattern;  ///< ECMA 262; empty: any text of at least one character
    std::string_view expected; ///< for messages: "a duration such as \"40ms\""
    /// Reads a text quickly and completely: true implies that the pattern fits.
    bool (*reads)(std::string_view text) = nullptr;
    /// Whether the pattern fits, whatever the numbers; null: whatever fits can be read.
    bool (*looks_right)(std::string_view text) = nullptr;
    std::string_view limits = {}; ///< what a text must keep to that fits, but cannot be read
};

enum class fit {
    good,
    out_of_limits, ///< well-formed, but it cannot be meant: 99999999999d, 30 February
    wrong,
};
fit fits(text_format const& format, std::string_view text);

/// Longer texts are of no format that has a pattern.
inline constexpr std::size_t longest_formatted = 64;

extern text_format const any_name;
extern text_format const duration_format;
extern text_format const point_format; ///< an offset from the start, or RFC 3339
extern text_format const start_format;
extern text_format const outcome_format; ///< of an attempt
extern text_format const bandwidth_format;
extern text_format const variable_name_format;

/// "${name}", the whole text; the name, or nothing.
std::string_view variable_in(std::string_view text);
/// The pattern of what variable_in() finds a name in.
inline constexpr std::string_view variable_pattern = R"(^\$\{[A-Za-z_][A-Za-z0-9_-]*\}$)";

} // namespace drydock::sim
