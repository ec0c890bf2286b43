#include "sim/scenario/link/bandwidth.hpp"

#include <algorithm>
#include <charconv>

namespace drydock::sim {

namespace {

__extension__ using wide = unsigned __int128;

constexpr std::uint64_t fastest = 1'000'000'000'000;
constexpr std::size_t most_decimals = 9;

struct unit {
    std::string_view name;
    std::uint64_t bytes;
};
constexpr unit units[] = {
    {"B", 1},      {"kB", 1'000},     {"MB", 1'000'000},    {"GB", 1'000'000'000},
    {"kbit", 125}, {"Mbit", 125'000}, {"Gbit", 125'000'000}};

struct amount {
    std::string_view whole, fraction;
    unit const* in = nullptr;
};

std::string_view take_digits(std::string_view& text)
{
    auto const length = std::min(text.find_first_not_of("0123456789"), text.size());
    auto const digits = text.substr(0, length);
    text.remove_prefix(length);
    return digits;
}

std::optional<amount> split(std::string_view text)
{
    amount made;
    made.whole = take_digits(text);
    if (made.whole.empty()) return std::nullopt;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        made.fraction = take_digits(text);
        if (made.fraction.empty()) return std::nullopt;
    }
    if (!text.ends_with("/s")) return std::nullopt;
    text.remove_suffix(2);
    made.in = std::ranges::find(units, text, &unit::name);
    if (made.in == std::end(units)) return std::nullopt;
    return made;
}

} // namespace

bool looks_like_bandwidth(std::string_view text)
{
    return split(text).has_value();
}

std::optional<std::uint64_t> parse_bandwidth(std::string_view text)
{
    auto const parts = split(text);
    if (!parts || parts->fraction.size() > most_decimals) return std::nullopt;
    std::uint64_t whole = 0, fraction = 0, scale = 1;
    auto const read = [](std::string_view digits, std::uint64_t& into) {
        return std::from_chars(digits.data(), digits.data() + digits.size(), into).ec ==
               std::errc{};
    };
    if (!read(parts->whole, whole) || whole > fastest) return std::nullopt;
    if (!parts->fraction.empty() && !read(parts->fraction, fraction)) return std::nullopt;
    for (std::size_t i = 0; i < parts->fraction.size(); ++i)
        scale *= 10;
    auto const scaled = (wide{whole} * scale + fraction) * parts->in->bytes;
    if (scaled % scale != 0) return std::nullopt;
    auto const bytes = scaled / scale;
    if (bytes == 0 || bytes > fastest) return std::nullopt;
    return static_cast<std::uint64_t>(bytes);
}

} // namespace drydock::sim
