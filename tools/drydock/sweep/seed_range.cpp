#include "tools/drydock/sweep/seed_range.hpp"

#include <fmt/format.h>

#include <charconv>

namespace drydock::tools {

namespace {

// One number more than there can be runs; all seeds there are would be none by count().
constexpr std::uint64_t most_seeds = 1'000'000'000;

} // namespace

std::optional<std::uint64_t> parse_number(std::string_view text)
{
    std::uint64_t value = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, failure] = std::from_chars(text.data(), end, value);
    if (failure != std::errc{} || stop != end) return std::nullopt;
    return value;
}

parsed_seeds parse_seeds(std::string_view text)
{
    auto const dots = text.find("..");
    auto const first = parse_number(text.substr(0, dots));
    auto const last = parse_number(dots == text.npos ? "" : text.substr(dots + 2));
    if (!first || !last)
        return {{},
                fmt::format("--seeds: expected FIRST..LAST such as 1..1000, both included, found "
                            "\"{}\"",
                            text)};
    if (*first > *last)
        return {{}, fmt::format("--seeds {}: expected the smaller seed first", text)};
    if (*last - *first >= most_seeds)
        return {{}, fmt::format("--seeds {}: expected at most {} seeds", text, most_seeds)};
    return {{*first, *last}, {}};
}

} // namespace drydock::tools
