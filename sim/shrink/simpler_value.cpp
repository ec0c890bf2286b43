#include "sim/shrink/simpler_value.hpp"

#include "sim/scenario/tree/tree_edit.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace drydock::sim {

namespace {

using model::duration;
using namespace std::chrono_literals;

// As people would write them.
constexpr std::array<duration, 15> round_lengths{0s,    1h,    24h,  2h,  6h, 12h, 48h, 168h,
                                                 30min, 10min, 1min, 10s, 1s, 1ms, 1us};
constexpr std::array<duration, 8> units{24h, 6h, 1h, 30min, 10min, 1min, 1s, 1ms};
constexpr std::array<std::uint64_t, 12> round_numbers{0,  1,  2,   3,   5,    10,
                                                      20, 50, 100, 500, 1000, 10'000};

node number_node(std::string text)
{
    node made;
    made.is = node::kind::number;
    made.text = std::move(text);
    return made;
}

std::vector<node> simpler_times(duration value)
{
    std::vector<duration> lengths;
    for (auto const length : round_lengths) {
        if (length == value) break;
        if (length < value) lengths.push_back(length);
    }
    if (std::ranges::find(round_lengths, value) == round_lengths.end())
        for (auto const unit : units) {
            auto const floor = value / unit * unit;
            if (floor == value) break;
            if (std::ranges::find(lengths, floor) == lengths.end()) lengths.push_back(floor);
        }
    std::vector<node> made;
    for (auto const length : lengths)
        made.push_back(string_node(model::to_text(length)));
    return made;
}

std::vector<node> simpler_numbers(std::string const& text, std::string_view name)
{
    std::uint64_t value = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, problem] = std::from_chars(text.data(), end, value);
    std::vector<node> made;
    if (problem != std::errc{} || stop != end) { // a chance that is none is the simplest
        if (text != "1") made.push_back(number_node("1"));
        return made;
    }
    bool const is_answer = name == "respond" || name == "as";
    for (auto const number : round_numbers)
        if (number < value && (!is_answer || number == 500))
            made.push_back(number_node(std::to_string(number)));
    return made;
}

} // namespace

std::optional<duration> read_time(node const& value, model::instant start)
{
    if (value.is != node::kind::string) return std::nullopt;
    if (auto const length = model::parse_duration(value.text)) return length;
    if (auto const offset = model::parse_clock_offset(value.text)) return offset;
    if (auto const at = model::parse_instant(value.text)) return *at - start;
    return std::nullopt;
}

std::vector<node> simpler_values(node const& value, std::string_view name, model::instant start)
{
    if (value.is == node::kind::number) return simpler_numbers(value.text, name);
    auto const time = read_time(value, start);
    if (!time || *time < duration{}) return {};
    return simpler_times(*time);
}

} // namespace drydock::sim
