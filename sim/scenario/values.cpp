#include "sim/scenario/values.hpp"

#include "model/header.hpp"
#include "sim/scenario/tree/decimal.hpp"

#include <algorithm>
#include <array>

namespace drydock::sim {
namespace {

using namespace std::string_view_literals;

// In the order of the enumeration.
constexpr std::array failures{"timeout"sv, "refused"sv,   "reset"sv,   "dns"sv,
                              "tls"sv,     "malformed"sv, "lost_ack"sv};
static_assert(failures.size() == static_cast<int>(failure::lost_ack) + 1);

/// An offset as a duration or clock time.
std::optional<duration> offset_in(std::string_view text)
{
    auto offset = model::parse_duration(text);
    if (!offset) offset = model::parse_clock_offset(text);
    if (offset && *offset < duration::zero()) return std::nullopt;
    return offset;
}

std::optional<distribution> uniform_of(node const& range, complaints& c)
{
    if (range.items.size() != 2) return std::nullopt;
    auto const least = length_of(&range.items[0]);
    auto const most = length_of(&range.items[1]);
    if (!least || !most) return std::nullopt;
    if (*least > *most) c.error(&range, "expected the shorter duration first");
    return distribution{
        .is = distribution::shape::uniform, .first = *least, .last = *most, .choices = {}};
}

std::optional<distribution> weighted_of(node const& pairs, complaints& c)
{
    distribution made;
    made.is = distribution::shape::weighted;
    std::uint64_t total = 0;
    for (auto const& pair : pairs.items) {
        if (pair.items.size() != 2) return std::nullopt;
        auto const value = length_of(&pair.items[0]);
        auto const weight = number_of(&pair.items[1], 0, UINT64_MAX);
        if (!value || !weight) return std::nullopt;
        if (__builtin_add_overflow(total, *weight, &total)) {
            c.error(&pairs, "expected weights whose sum is below 2^64");
            return std::nullopt;
        }
        made.choices.push_back({*value, *weight});
    }
    if (pairs.is == node::kind::array && total == 0)
        c.error(&pairs, "expected at least one weight above 0");
    if (total == 0) return std::nullopt;
    return made;
}

void check_header(std::string_view name, node const& value, complaints& c)
{
    if (!model::is_header_name(name))
        c.error(&value, "expected the name of a header such as \"Retry-After\" as the key, found " +
                            quoted(name));
    if (!model::is_whole_header_value(value.text))
        c.error(&value, "expected a text of one line without blanks at its ends, found " +
                            quoted(value.text));
}

template <class Read> std::optional<bounds> bounds_of(node const* value, complaints& c, Read read)
{
    if (value == nullptr) return std::nullopt;
    if (auto const exact = read(value)) return bounds{exact, exact};
    if (value->is != node::kind::object) return std::nullopt;
    bounds const made{read(value->find("at_least")), read(value->find("at_most"))};
    if (made.at_least && made.at_most && *made.at_least > *made.at_most)
        c.error(value, "expected at_least no greater than at_most; nothing meets both");
    return made;
}

} // namespace

node const* member(node const* object, std::string_view name)
{
    return object == nullptr ? nullptr : object->find(name);
}

std::span<node const> items(node const* array)
{
    if (array == nullptr) return {};
    return array->items;
}

std::optional<std::string_view> text_of(node const* value)
{
    if (value == nullptr || value->is != node::kind::string) return std::nullopt;
    return value->text;
}

std::optional<bool> truth_of(node const* value)
{
    if (value == nullptr || value->is != node::kind::boolean) return std::nullopt;
    return value->truth;
}

std::optional<std::uint64_t> number_of(node const* value, std::uint64_t least, std::uint64_t most)
{
    if (value == nullptr || value->is != node::kind::number) return std::nullopt;
    auto const exact = parse_decimal(value->text);
    auto const number = exact ? whole(*exact) : std::nullopt;
    if (!number || *number < least || *number > most) return std::nullopt;
    return number;
}

std::optional<duration> length_of(node const* value)
{
    auto const text = text_of(value);
    auto const length = text ? model::parse_duration(*text) : std::nullopt;
    if (!length || *length < duration::zero()) return std::nullopt;
    return length;
}

std::optional<chance> chance_of(node const* value)
{
    if (value == nullptr || value->is != node::kind::number) return std::nullopt;
    auto const exact = parse_decimal(value->text);
    return exact ? to_chance(*exact) : std::nullopt;
}

std::optional<failure> failure_of(node const* value)
{
    auto const text = text_of(value);
    if (!text) return std::nullopt;
    auto const found = std::ranges::find(failures, *text);
    if (found == failures.end()) return std::nullopt;
    return static_cast<failure>(found - failures.begin());
}

std::optional<std::uint16_t> status_code_of(node const* value)
{
    auto const code = number_of(value, 100, 999);
    if (!code) return std::nullopt;
    return static_cast<std::uint16_t>(*code);
}

std::optional<std::vector<std::uint16_t>> status_codes_of(node const* value)
{
    if (value == nullptr || value->is != node::kind::array) return std::nullopt;
    std::vector<std::uint16_t> codes;
    for (auto const& item : value->items) {
        auto const code = status_code_of(&item);
        if (!code) return std::nullopt;
        codes.push_back(*code);
    }
    return codes;
}

std::optional<model::webhook_event> event_of(node const* value)
{
    auto const text = text_of(value);
    return text ? model::parse_webhook_event(*text) : std::nullopt;
}

std::optional<model::scan_status> status_of(node const* value)
{
    auto const text = text_of(value);
    return text ? model::parse_scan_status(*text) : std::nullopt;
}

std::optional<instant> point_of(node const* value, instant base, complaints& c)
{
    auto const text = text_of(value);
    if (!text) return std::nullopt;
    if (auto const absolute = model::parse_instant(*text)) return absolute;
    auto const offset = offset_in(*text);
    if (!offset) return std::nullopt;
    if (base + *offset <= last_instant) return base + *offset;
    c.error(value, "expected a time no later than the year 9999");
    return std::nullopt;
}

std::optional<std::vector<instant>> points_of(node const* value, instant base, complaints& c)
{
    if (value == nullptr || value->is != node::kind::array) return std::nullopt;
    std::vector<instant> points;
    for (auto const& item : value->items) {
        auto const point = point_of(&item, base, c);
        if (!point) return std::nullopt;
        points.push_back(*point);
    }
    return points;
}

std::optional<distribution> distribution_of(node const* value, complaints& c)
{
    if (auto const constant = length_of(value))
        return distribution{.first = *constant, .choices = {}};
    if (auto const mean = length_of(member(value, "exponential")))
        return distribution{.is = distribution::shape::exponential, .first = *mean, .choices = {}};
    if (auto const* const range = member(value, "uniform")) return uniform_of(*range, c);
    if (auto const* const pairs = member(value, "weighted")) return weighted_of(*pairs, c);
    return std::nullopt;
}

std::optional<reaction> reaction_of(node const* value, complaints& c)
{
    if (auto const fails = failure_of(value)) return reaction{.fails = fails};
    if (auto const code = status_code_of(value)) return reaction{.status = *code};
    if (value == nullptr || value->is != node::kind::object) return std::nullopt;
    reaction made;
    if (auto const code = status_code_of(value->find("status"))) made.status = *code;
    if (auto const* const headers = value->find("headers"))
        for (auto const& [name, where, text] : headers->members) {
            check_header(name, text, c);
            made.headers.emplace_back(name, text.text);
        }
    if (auto const body = text_of(value->find("body"))) made.body = *body;
    return made;
}

std::optional<bounds> count_of(node const* value, complaints& c)
{
    return bounds_of(value, c, [](node const* at) -> std::optional<std::int64_t> {
        auto const number = number_of(at, 0, INT64_MAX);
        if (!number) return std::nullopt;
        return static_cast<std::int64_t>(*number);
    });
}

std::optional<bounds> length_bounds_of(node const* value, complaints& c)
{
    return bounds_of(value, c, [](node const* at) -> std::optional<std::int64_t> {
        auto const length = length_of(at);
        if (!length) return std::nullopt;
        return length->count();
    });
}

std::span<std::string_view const> failure_names()
{
    return failures;
}

std::string line_of(node const& value)
{
    return "line " + std::to_string(value.where.line);
}

std::string quoted(std::string_view text)
{
    return '"' + std::string{text} + '"';
}

} // namespace drydock::sim
