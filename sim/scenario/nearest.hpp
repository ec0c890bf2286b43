// "Did you mean": the known name that a misspelt one is closest to.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace drydock::sim {

/// How many single-character insertions, deletions, replacements and swaps of neighbours make `b`
/// of `a`.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The name in `known` closest to `wanted`, the first one on a tie; else the first that begins with
/// it; empty when nothing is close.
std::string_view nearest(std::string_view wanted, std::span<std::string_view const> known);

/// `; did you mean "status"?`, or nothing when no known name is close.
std::string did_you_mean(std::string_view wanted, std::span<std::string_view const> known);

} // namespace drydock::sim
