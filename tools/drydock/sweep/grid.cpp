#include "tools/drydock/sweep/grid.hpp"

#include "model/assert.hpp"
#include "model/time.hpp"
#include "sim/scenario/tree/decimal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>

namespace drydock::tools {

namespace {

constexpr std::size_t most_points = 10'000;
constexpr std::int64_t billion = 1'000'000'000;

/// Values of one kind as whole numbers: microseconds, or billionths.
struct scale {
    std::optional<std::int64_t> (*parse)(std::string_view);
    std::string (*write)(std::int64_t);
};

std::optional<std::int64_t> parse_length(std::string_view text)
{
    auto const length = model::parse_duration(text);
    return length ? std::optional{length->count()} : std::nullopt;
}

std::string write_length(std::int64_t micros)
{
    return model::to_text(model::duration{micros});
}

std::optional<std::int64_t> parse_billionths(std::string_view text)
{
    auto const value = sim::parse_decimal(text);
    if (!value) return std::nullopt;
    auto magnitude = *value;
    magnitude.negative = false;
    auto const scaled = sim::whole(magnitude, 9);
    if (!scaled || *scaled > INT64_MAX / 4) return std::nullopt;
    auto const count = static_cast<std::int64_t>(*scaled);
    return value->negative ? -count : count;
}

std::string write_billionths(std::int64_t count)
{
    auto const magnitude = count < 0 ? -count : count;
    auto text =
        fmt::format("{}{}.{:09}", count < 0 ? "-" : "", magnitude / billion, magnitude % billion);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

constexpr scale scales[] = {{parse_billionths, write_billionths}, {parse_length, write_length}};

struct steps {
    std::string_view first, last, step;
};
std::optional<steps> split(std::string_view text)
{
    auto const one = text.find(':');
    auto const two = one == text.npos ? text.npos : text.find(':', one + 1);
    if (two == text.npos) return std::nullopt;
    return steps{text.substr(0, one), text.substr(one + 1, two - one - 1), text.substr(two + 1)};
}

parsed_axis fill(std::string_view text, std::string_view name, steps const& asked, scale const& by)
{
    auto const first = by.parse(asked.first), last = by.parse(asked.last),
               step = by.parse(asked.step);
    if (*step <= 0)
        return {{}, fmt::format("--grid {}: expected a step above 0, found {}", text, asked.step)};
    if (*first > *last)
        return {{},
                fmt::format("--grid {}: expected the first value to be at most the last", text)};
    if ((*last - *first) / *step >= static_cast<std::int64_t>(most_points))
        return {{}, fmt::format("--grid {}: expected at most {} values", text, most_points)};
    parsed_axis parsed;
    parsed.axis.variable = name;
    for (auto value = *first; value <= *last; value += *step)
        parsed.axis.values.push_back(by.write(value));
    return parsed;
}

} // namespace

parsed_axis parse_grid_axis(std::string_view text)
{
    auto const equals = std::min(text.find('='), text.size());
    auto const name = text.substr(0, equals);
    auto const asked = split(text.substr(std::min(equals + 1, text.size())));
    if (asked && !name.empty())
        for (auto const& by : scales)
            if (by.parse(asked->first) && by.parse(asked->last) && by.parse(asked->step))
                return fill(text, name, *asked, by);
    return {{},
            fmt::format("--grid: expected NAME=FIRST:LAST:STEP, durations or numbers, such as "
                        "down_for=1h:5h:30m, found \"{}\"",
                        text)};
}

std::size_t grid::points() const
{
    std::size_t count = 1;
    for (auto const& axis : axes)
        count *= axis.values.size();
    return count;
}

std::vector<std::string> grid::values(std::size_t point) const
{
    ASSERT(point < points());
    std::vector<std::string> chosen(axes.size());
    for (auto i = axes.size(); i-- > 0;) {
        auto const& all = axes[i].values;
        chosen[i] = all[point % all.size()];
        point /= all.size();
    }
    return chosen;
}

std::vector<std::string> grid::assignments(std::size_t point) const
{
    auto words = values(point);
    for (std::size_t i = 0; i < words.size(); ++i)
        words[i] = axes[i].variable + '=' + words[i];
    return words;
}

parsed_grid parse_grid(std::vector<std::string> const& texts)
{
    parsed_grid parsed;
    std::size_t points = 1;
    for (auto const& text : texts) {
        auto one = parse_grid_axis(text);
        if (!one.failure.empty()) return {{}, one.failure};
        auto const& name = one.axis.variable;
        if (std::ranges::find(parsed.over.axes, name, &grid_axis::variable) !=
            parsed.over.axes.end())
            return {{}, fmt::format("--grid {}: the variable {} has an axis already", text, name)};
        points *= one.axis.values.size();
        if (points > most_points)
            return {{}, fmt::format("--grid: expected at most {} points in all", most_points)};
        parsed.over.axes.push_back(std::move(one.axis));
    }
    return parsed;
}

} // namespace drydock::tools
