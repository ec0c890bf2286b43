#include "model/time.hpp"

#include <array>
#include <charconv>
#include <cstdint>

namespace drydock::model {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool take(std::string_view& text, std::string_view expected)
{
    if (!text.starts_with(expected)) return false;
    text.remove_prefix(expected.size());
    return true;
}

// --- writing -----------------------------------------------------------------------------------

void append_digits(std::string& out, std::uint64_t value, std::size_t width)
{
    std::array<char, 20> digits{};
    auto at = digits.size();
    for (; value != 0 || digits.size() - at < width; value /= 10)
        digits[--at] = static_cast<char>('0' + value % 10);
    out.append(digits.data() + at, digits.size() - at);
}

/// ".25" for 250'000 of a million; nothing for 0.
void append_fraction(std::string& out, std::uint64_t part, std::size_t width)
{
    if (part == 0) return;
    out += '.';
    append_digits(out, part, width);
    while (out.back() == '0')
        out.pop_back();
}

/// Less than a minute, more than nothing.
void append_seconds(std::string& out, std::uint64_t micros)
{
    if (micros >= 1'000'000) {
        append_digits(out, micros / 1'000'000, 1);
        append_fraction(out, micros % 1'000'000, 6);
        out += 's';
    } else if (micros >= 1'000) {
        append_digits(out, micros / 1'000, 1);
        append_fraction(out, micros % 1'000, 3);
        out += "ms";
    } else {
        append_digits(out, micros, 1);
        out += "us";
    }
}

// --- reading -----------------------------------------------------------------------------------

/// Exactly `width` digits.
std::optional<unsigned> take_fixed(std::string_view& text, std::size_t width)
{
    if (text.size() < width) return std::nullopt;
    unsigned value = 0;
    for (auto const c : text.substr(0, width)) {
        if (!is_digit(c)) return std::nullopt;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    text.remove_prefix(width);
    return value;
}

/// ":30", at most 59.
std::optional<unsigned> take_sixtieth(std::string_view& text)
{
    if (!take(text, ":")) return std::nullopt;
    auto const value = take_fixed(text, 2);
    if (!value || *value > 59) return std::nullopt;
    return value;
}

std::string_view take_digits(std::string_view& text)
{
    std::size_t length = 0;
    while (length < text.size() && is_digit(text[length]))
        ++length;
    auto const taken = text.substr(0, length);
    text.remove_prefix(length);
    return taken;
}

/// "12" or "1.5", as written.
struct amount {
    std::string_view whole;
    std::string_view fraction;
};
std::optional<amount> take_amount(std::string_view& text)
{
    amount taken{take_digits(text), {}};
    if (taken.whole.empty()) return std::nullopt;
    if (!take(text, ".")) return taken;
    taken.fraction = take_digits(text);
    if (taken.fraction.empty()) return std::nullopt;
    return taken;
}

/// 0.`digits` x `unit`; empty unless that is a whole number of microseconds.
std::optional<duration> fraction_of(duration unit, std::string_view digits)
{
    std::int64_t sum = 0;
    for (; !digits.empty(); digits.remove_suffix(1)) {
        sum += (digits.back() - '0') * unit.count();
        if (sum % 10 != 0) return std::nullopt;
        sum /= 10;
    }
    return duration{sum};
}

/// Empty when not exact or past longest_duration.
std::optional<duration> in_units(amount value, duration unit)
{
    auto const most = longest_duration / unit;
    std::int64_t count = 0;
    for (auto const digit : value.whole) {
        count = count * 10 + (digit - '0');
        if (count > most) return std::nullopt;
    }
    auto const part = fraction_of(unit, value.fraction);
    if (!part) return std::nullopt;
    return count * unit + *part;
}

struct unit {
    std::string_view name;
    duration length;
};
// In the order in which a text may use them, each at most once.
constexpr unit units[] = {{"d", days{1}},    {"h", hours{1}},         {"m", minutes{1}},
                          {"s", seconds{1}}, {"ms", milliseconds{1}}, {"us", microseconds{1}}};
constexpr unit iso_days[] = {{"D", days{1}}};
constexpr unit iso_times[] = {{"H", hours{1}}, {"M", minutes{1}}, {"S", seconds{1}}};

/// The unit that `text` begins with: its letters as far as they go.
std::string_view take_unit(std::string_view& text)
{
    std::size_t length = 0;
    while (length < text.size() && !is_digit(text[length]) && text[length] != 'T')
        ++length;
    auto const taken = text.substr(0, length);
    text.remove_prefix(length);
    return taken;
}

/// Adds amounts with units, largest first, up to the end of the text or a "T"; at least one.
template <std::size_t N>
bool add_amounts(duration& sum, std::string_view& text, unit const (&known)[N])
{
    auto const* next = known;
    do {
        auto const value = take_amount(text);
        if (!value) return false;
        auto const name = take_unit(text);
        while (next != known + N && next->name != name)
            ++next;
        if (next == known + N) return false;
        auto const part = in_units(*value, next++->length);
        if (!part) return false;
        sum += *part;
    } while (!text.empty() && text.front() != 'T');
    return true;
}

/// What follows the "P" of ISO 8601.
bool add_iso(duration& sum, std::string_view text)
{
    if (!text.starts_with('T') && !add_amounts(sum, text, iso_days)) return false;
    if (text.empty()) return true;
    text.remove_prefix(1);
    return add_amounts(sum, text, iso_times) && text.empty();
}

std::optional<std::chrono::sys_days> take_date(std::string_view& text)
{
    auto const year = take_fixed(text, 4);
    if (!year || !take(text, "-")) return std::nullopt;
    auto const month = take_fixed(text, 2);
    if (!month || !take(text, "-")) return std::nullopt;
    auto const day = take_fixed(text, 2);
    if (!day) return std::nullopt;
    std::chrono::year_month_day const date{std::chrono::year{static_cast<int>(*year)},
                                           std::chrono::month{*month}, std::chrono::day{*day}};
    if (!date.ok()) return std::nullopt;
    return date;
}

/// "02:30:10" or "02:30:10.25", hours from 0 to 23.
std::optional<duration> take_time_of_day(std::string_view& text)
{
    auto const hour = take_fixed(text, 2);
    if (!hour || *hour > 23) return std::nullopt;
    auto const minute = take_sixtieth(text);
    if (!minute) return std::nullopt;
    auto const second = take_sixtieth(text);
    if (!second) return std::nullopt;
    auto const whole = hours{*hour} + minutes{*minute} + seconds{*second};
    if (!take(text, ".")) return whole;
    auto const digits = take_digits(text);
    if (digits.empty() || digits.size() > 6) return std::nullopt;
    auto const part = fraction_of(seconds{1}, digits);
    return whole + *part;
}

/// "Z" or "+02:00" up to the end of the text.
std::optional<duration> parse_zone(std::string_view text)
{
    if (text == "Z") return duration{};
    auto const minus = text.starts_with('-');
    if (!take(text, minus ? "-" : "+")) return std::nullopt;
    auto const hour = take_fixed(text, 2);
    if (!hour || *hour > 23) return std::nullopt;
    auto const minute = take_sixtieth(text);
    if (!minute || !text.empty()) return std::nullopt;
    duration const ahead = hours{*hour} + minutes{*minute};
    return minus ? -ahead : ahead;
}

constexpr instant first_instant = std::chrono::sys_days{std::chrono::year{1} / 1 / 1};
constexpr instant end_of_instants = std::chrono::sys_days{std::chrono::year{10'000} / 1 / 1};

} // namespace

std::string to_text(instant at)
{
    std::string text;
    text.reserve(27);
    append_text(text, at);
    return text;
}

void append_text(std::string& out, instant at)
{
    auto const day = std::chrono::floor<days>(at);
    std::chrono::year_month_day const date{day};
    auto const micros = static_cast<std::uint64_t>((at - day).count());
    auto const in_day = micros / 1'000'000;
    // Years before 1 are no input; a sum may still end there, and must print.
    auto const year = static_cast<int>(date.year());
    if (year < 0) out += '-';
    append_digits(out, static_cast<std::uint64_t>(year < 0 ? -year : year), 4);
    out += '-';
    append_digits(out, static_cast<unsigned>(date.month()), 2);
    out += '-';
    append_digits(out, static_cast<unsigned>(date.day()), 2);
    out += 'T';
    append_digits(out, in_day / 3'600, 2);
    out += ':';
    append_digits(out, in_day / 60 % 60, 2);
    out += ':';
    append_digits(out, in_day % 60, 2);
    append_fraction(out, micros % 1'000'000, 6);
    out += 'Z';
}

std::string to_text(duration length)
{
    if (length == duration{}) return "0s";
    std::string text;
    auto rest = static_cast<std::uint64_t>(length.count());
    if (length < duration{}) {
        text += '-';
        rest = 0 - rest;
    }
    for (auto const& [name, size] : {units[0], units[1], units[2]}) {
        auto const micros = static_cast<std::uint64_t>(size.count());
        if (rest >= micros) {
            append_digits(text, rest / micros, 1);
            text += name;
        }
        rest %= micros;
    }
    if (rest != 0) append_seconds(text, rest);
    return text;
}

std::optional<instant> parse_instant(std::string_view text)
{
    auto const day = take_date(text);
    if (!day || !take(text, "T")) return std::nullopt;
    auto const time = take_time_of_day(text);
    if (!time) return std::nullopt;
    auto const ahead = parse_zone(text);
    if (!ahead) return std::nullopt;
    instant const at = *day + *time - *ahead;
    if (at < first_instant || at >= end_of_instants) return std::nullopt;
    return at;
}

std::optional<duration> parse_duration(std::string_view text)
{
    duration sum{};
    auto const good =
        take(text, "P") ? add_iso(sum, text) : add_amounts(sum, text, units) && text.empty();
    if (!good || sum > longest_duration) return std::nullopt;
    return sum;
}

std::optional<duration> parse_clock_offset(std::string_view text)
{
    auto const digits = take_digits(text);
    auto const hour = in_units({digits, {}}, hours{1});
    if (digits.empty() || !hour) return std::nullopt;
    auto const minute = take_sixtieth(text);
    if (!minute) return std::nullopt;
    auto const second = text.empty() ? 0u : take_sixtieth(text);
    if (!second || !text.empty()) return std::nullopt;
    auto const sum = *hour + minutes{*minute} + seconds{*second};
    if (sum > longest_duration) return std::nullopt;
    return sum;
}

} // namespace drydock::model
