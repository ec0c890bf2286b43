#include "sim/scenario/shape/text_format.hpp"

#include "model/status.hpp"
#include "model/time.hpp"
#include "sim/scenario/link/bandwidth.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace drydock::sim {
namespace {

using namespace std::string_view_literals;

// --- reading -----------------------------------------------------------------------------------

bool is_duration(std::string_view text)
{
    return model::parse_duration(text).has_value();
}

bool is_instant(std::string_view text)
{
    return model::parse_instant(text).has_value();
}

bool is_point(std::string_view text)
{
    return is_duration(text) || model::parse_clock_offset(text) || is_instant(text);
}

bool is_start(std::string_view text)
{
    return text == "now" || is_instant(text);
}

bool is_outcome_text(std::string_view text)
{
    auto const read = model::parse_attempt_outcome(text);
    if (!read || model::to_text(*read) != text) return false;
    return read->kind != model::outcome_kind::http || (read->status >= 100 && read->status <= 599);
}

bool is_bandwidth(std::string_view text)
{
    return parse_bandwidth(text).has_value();
}

bool is_name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

bool is_variable_name(std::string_view text)
{
    if (text.empty() || text.front() == '-' || (text.front() >= '0' && text.front() <= '9'))
        return false;
    return std::ranges::all_of(text, is_name_character);
}

// --- forms, whatever the numbers ---------------------------------------------------------------

bool take(std::string_view& text, std::string_view expected)
{
    if (!text.starts_with(expected)) return false;
    text.remove_prefix(expected.size());
    return true;
}

bool take_digits(std::string_view& text)
{
    auto const length = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(length);
    return length > 0;
}

/// Two digits from `least` to `most`.
bool take_pair(std::string_view& text, std::string_view least, std::string_view most)
{
    auto const pair = text.substr(0, 2);
    if (pair.size() != 2 || pair.find_first_not_of("0123456789") != std::string_view::npos)
        return false;
    if (pair < least || pair > most) return false;
    text.remove_prefix(2);
    return true;
}

/// Amounts, each with a later one of `units` than the one before; at least one.
bool take_amounts(std::string_view& text, std::span<std::string_view const> units)
{
    do {
        if (!take_digits(text) || (take(text, ".") && !take_digits(text))) return false;
        auto const name = text.substr(0, text.find_first_of("0123456789T"));
        auto const at = std::ranges::find(units, name);
        if (at == units.end()) return false;
        text.remove_prefix(name.size());
        units = {at + 1, units.end()};
    } while (!text.empty() && text.front() != 'T');
    return true;
}

constexpr std::array units{"d"sv, "h"sv, "m"sv, "s"sv, "ms"sv, "us"sv};
constexpr std::array iso_days{"D"sv};
constexpr std::array iso_times{"H"sv, "M"sv, "S"sv};

bool looks_like_duration(std::string_view text)
{
    if (!take(text, "P")) return take_amounts(text, units) && text.empty();
    if (!text.starts_with('T') && !take_amounts(text, iso_days)) return false;
    if (take(text, "T") && !take_amounts(text, iso_times)) return false;
    return text.empty();
}

bool looks_like_clock(std::string_view text)
{
    if (!take_digits(text) || !take(text, ":") || !take_pair(text, "00", "59")) return false;
    if (take(text, ":") && !take_pair(text, "00", "59")) return false;
    return text.empty();
}

bool looks_like_time_of_day(std::string_view& text)
{
    if (!take_pair(text, "00", "23") || !take(text, ":")) return false;
    if (!take_pair(text, "00", "59") || !take(text, ":")) return false;
    if (!take_pair(text, "00", "59")) return false;
    auto const before = text.size();
    return !take(text, ".") || (take_digits(text) && before - text.size() <= 7);
}

bool looks_like_instant(std::string_view text)
{
    if (!take_pair(text, "00", "99") || !take_pair(text, "00", "99")) return false;
    if (!take(text, "-") || !take_pair(text, "01", "12")) return false;
    if (!take(text, "-") || !take_pair(text, "01", "31")) return false;
    if (!take(text, "T") || !looks_like_time_of_day(text)) return false;
    if (text == "Z") return true;
    if (!take(text, "+") && !take(text, "-")) return false;
    return take_pair(text, "00", "23") && take(text, ":") && take_pair(text, "00", "59") &&
           text.empty();
}

bool looks_like_point(std::string_view text)
{
    return looks_like_duration(text) || looks_like_clock(text) || looks_like_instant(text);
}

} // namespace

fit fits(text_format const& format, std::string_view text)
{
    if (format.pattern.empty()) return text.empty() ? fit::wrong : fit::good;
    if (text.size() > longest_formatted) return fit::wrong;
    if (format.reads(text)) return fit::good;
    return format.looks_right != nullptr && format.looks_right(text) ? fit::out_of_limits
                                                                     : fit::wrong;
}

std::string_view variable_in(std::string_view text)
{
    if (!text.starts_with("${") || !text.ends_with('}')) return {};
    auto const name = text.substr(2, text.size() - 3);
    return is_variable_name(name) ? name : std::string_view{};
}

// --- patterns ------------------------------------------------------------------------------------

namespace {

/// The texts one after the other, at compile time.
template <std::string_view const&... Parts> struct joined_text {
    static constexpr auto characters = [] {
        std::array<char, (Parts.size() + ...)> made{};
        auto* at = made.data();
        ((at = std::copy(Parts.begin(), Parts.end(), at)), ...);
        return made;
    }();
    static constexpr std::string_view text{characters.data(), characters.size()};
};

constexpr std::string_view begin = "^(";
constexpr std::string_view either_or = "|";
constexpr std::string_view end = ")$";
constexpr std::string_view now = "now";
constexpr std::string_view duration_pattern =
    R"((?=[0-9])([0-9]+(\.[0-9]+)?d)?([0-9]+(\.[0-9]+)?h)?([0-9]+(\.[0-9]+)?m)?)"
    R"(([0-9]+(\.[0-9]+)?s)?([0-9]+(\.[0-9]+)?ms)?([0-9]+(\.[0-9]+)?us)?)"
    R"(|P(?=[0-9T])([0-9]+(\.[0-9]+)?D)?(T(?=[0-9])([0-9]+(\.[0-9]+)?H)?)"
    R"(([0-9]+(\.[0-9]+)?M)?([0-9]+(\.[0-9]+)?S)?)?)";
constexpr std::string_view clock_pattern = "[0-9]+:[0-5][0-9](:[0-5][0-9])?";
constexpr std::string_view instant_pattern =
    R"([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))"
    R"(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?)"
    R"((Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9]))";

} // namespace

constinit text_format const any_name{.pattern = {}, .expected = "a text that is not empty"};

constinit text_format const duration_format{
    .pattern = joined_text<begin, duration_pattern, end>::text,
    .expected = "a duration such as \"40ms\"",
    .reads = is_duration,
    .looks_right = looks_like_duration,
    .limits = "a duration of at most 36525d in whole microseconds"};

constinit text_format const point_format{
    .pattern = joined_text<begin, duration_pattern, either_or, clock_pattern, either_or,
                           instant_pattern, end>::text,
    .expected = "a time such as \"30m\", \"02:30\" or \"2019-09-07T02:30:00Z\"",
    .reads = is_point,
    .looks_right = looks_like_point,
    .limits = "an offset of at most 36525d in whole microseconds, or a day of the calendar"};

constinit text_format const start_format{
    .pattern = joined_text<begin, now, either_or, instant_pattern, end>::text,
    .expected = "\"now\" or a point in time such as \"2019-09-07T00:00:00Z\"",
    .reads = is_start,
    .looks_right = looks_like_instant,
    .limits = "a day of the calendar in the years 1 to 9999"};

constinit text_format const outcome_format{
    .pattern = "^(http_[1-5][0-9]{2}|timeout|refused|reset|dns|tls|malformed|interrupted|blocked)$",
    .expected = "an outcome of an attempt such as \"http_503\" or \"timeout\"",
    .reads = is_outcome_text};

constinit text_format const bandwidth_format{
    .pattern = R"(^[0-9]+(\.[0-9]+)?(B|kB|MB|GB|kbit|Mbit|Gbit)/s$)",
    .expected = "a bandwidth such as \"1MB/s\" or \"10Mbit/s\"",
    .reads = is_bandwidth,
    .looks_right = looks_like_bandwidth,
    .limits = "from 1B/s to 1000GB/s, a whole number of bytes"};

constinit text_format const variable_name_format{
    .pattern = "^[A-Za-z_][A-Za-z0-9_-]*$",
    .expected = "a name of letters, digits, \"_\" and \"-\" that begins with no digit",
    .reads = is_variable_name};

} // namespace drydock::sim
