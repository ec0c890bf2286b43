#include "tools/drydock/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <span>

namespace drydock::tools {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t line_width = 100;

bool starts_code_point(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

struct unit {
    model::duration length;
    std::string_view name;
};

// As many units as follow the largest one that a person would still care for: "2h10s", "1d6h3m".
std::string in_units(model::duration length, std::span<unit const> units)
{
    std::string text;
    for (auto const& u : units) {
        if (length >= u.length) text += fmt::format("{}{}", length / u.length, u.name);
        length %= u.length;
    }
    return text;
}

// Where a line ends: at its own end, or at the last blank within the columns, if there is one.
std::size_t break_of(std::string_view text, std::size_t columns)
{
    auto const line = text.substr(0, text.find('\n'));
    if (display_width(line) <= columns) return line.size();
    auto const blank = line.rfind(' ', columns);
    bool const is_inside = blank != std::string_view::npos && blank != 0;
    return is_inside ? blank : std::min(line.find(' ', 1), line.size());
}

std::string day_part(std::int64_t days)
{
    return days == 0 ? std::string{} : fmt::format("{}d ", days);
}

} // namespace

std::string painter::operator()(tone wanted, std::string_view text) const
{
    static constexpr std::string_view codes[] = {"", "2", "1", "32", "31", "33"};
    auto const code = codes[static_cast<std::size_t>(wanted)];
    if (!on_ || code.empty() || text.empty()) return std::string{text};
    return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::size_t display_width(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(text, starts_code_point));
}

std::string padded(std::string_view text, std::size_t width)
{
    auto const used = display_width(text);
    return std::string{text} + std::string(used < width ? width - used : 0, ' ');
}

std::string shortened(std::string_view text, std::size_t width)
{
    if (display_width(text) <= width) return std::string{text};
    std::string cut;
    std::size_t columns = 0;
    for (char const c : text) {
        if (starts_code_point(c) && ++columns == width) break;
        cut.push_back(c);
    }
    return cut + "…";
}

std::string printable(std::string_view text)
{
    std::string clean{text};
    std::ranges::replace_if(
        clean, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return clean;
}

std::string wrapped(std::string_view text, std::string_view indentation)
{
    std::string lines;
    while (!text.empty()) {
        auto const length = break_of(text, line_width - indentation.size());
        lines += fmt::format("{}{}\n", indentation, printable(text.substr(0, length)));
        text.remove_prefix(std::min(text.size(), length + 1));
    }
    return lines;
}

std::string offset_column(model::duration offset)
{
    auto const days = offset / 24h;
    std::chrono::hh_mm_ss const rest{offset % std::chrono::days{1}};
    auto const millis = rest.subseconds() / 1ms;
    auto text = fmt::format("{}{:02}:{:02}:{:02}", day_part(days), rest.hours().count(),
                            rest.minutes().count(), rest.seconds().count());
    return millis == 0 ? text : fmt::format("{}.{:03}", text, millis);
}

std::string offset_phrase(model::duration offset)
{
    if (offset % 1min / 1ms != 0) return offset_column(offset);
    auto text = offset_column(offset);
    return text.substr(0, text.size() - 3);
}

std::string length_phrase(model::duration length)
{
    if (length == 0us) return "0s";
    if (length < 1ms) return fmt::format("{}us", length / 1us);
    if (length < 1s) return fmt::format("{}ms", length / 1ms);
    if (length < 1min) {
        auto const tenths = length % 1s / 100ms;
        return tenths == 0 ? fmt::format("{}s", length / 1s)
                           : fmt::format("{}.{}s", length / 1s, tenths);
    }
    static constexpr unit units[] = {{24h, "d"}, {1h, "h"}, {1min, "m"}, {1s, "s"}};
    bool const has_days = length >= 24h;
    return in_units(length, std::span{units}.subspan(has_days ? 0 : 1, 3));
}

std::string shell_word(std::string_view text)
{
    static constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:=,@%+-";
    if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos)
        return std::string{text};
    std::string quoted = "'";
    for (char const c : text) {
        if (c == '\'') quoted += "'\\'";
        quoted.push_back(c);
    }
    return quoted + "'";
}

std::string counted(std::uint64_t count, std::string_view noun)
{
    if (count == 1) return fmt::format("1 {}", noun);
    bool const in_y = noun.ends_with("ry");
    return fmt::format("{} {}{}", count, noun.substr(0, noun.size() - in_y), in_y ? "ies" : "s");
}

} // namespace drydock::tools
