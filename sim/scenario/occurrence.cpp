#include "sim/scenario/build_parts.hpp"

#include <charconv>

namespace drydock::sim {
namespace {

constexpr std::string_view placeholder = "{n}";

} // namespace

bool is_pattern(timeline_entry const& entry, std::string_view text)
{
    return entry.every != duration::zero() && text.find(placeholder) != std::string_view::npos;
}

std::string occurrence_text(std::string_view text, std::uint64_t n)
{
    std::string made;
    auto const number = std::to_string(n);
    for (auto at = text.find(placeholder); at != text.npos; at = text.find(placeholder)) {
        made += text.substr(0, at);
        made += number;
        text.remove_prefix(at + placeholder.size());
    }
    return made += text;
}

std::uint32_t occurrence_of(std::string_view pattern, std::string_view id, std::uint32_t times)
{
    auto const before = pattern.find(placeholder);
    if (before == pattern.npos || id.size() <= before || id[before] == '0') return 0;
    if (id.substr(0, before) != pattern.substr(0, before)) return 0;
    // Digits may follow the number in the pattern too, so every length is tried.
    for (std::size_t length = 1; before + length <= id.size() && length <= 10; ++length) {
        std::uint32_t n = 0;
        auto const* const end = id.data() + before + length;
        auto const [stop, failure] = std::from_chars(id.data() + before, end, n);
        if (failure != std::errc{} || stop != end || n > times) return 0;
        if (occurrence_text(pattern, n) == id) return n;
    }
    return 0;
}

} // namespace drydock::sim
