#include "sim/expect/verdict_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drydock::sim {

namespace {

template <class Render> std::string render_bounds(bounds const& limits, Render&& render)
{
    auto const& [least, most] = limits;
    if (least && most && *least == *most) return render(*least);
    if (least && most) return render(*least) + " to " + render(*most);
    if (least) return "at least " + render(*least);
    if (most) return "at most " + render(*most);
    return "any number";
}

/// The part of a list from `first` on, "none" for an empty one.
template <class List, class Render>
std::string render_list(List const& list, std::size_t first, Render&& render)
{
    if (list.empty()) return "none";
    auto const last = std::min(list.size(), first + most_evidence);
    std::string text = first > 0 ? fmt::format("({} like these) ", first) : "";
    for (auto i = first; i < last; ++i)
        text += (i > first ? ", " : "") + render(list[i]);
    if (list.size() > last) text += fmt::format(", and {} more", list.size() - last);
    return text;
}

} // namespace

std::string offset_text(instant at, instant start)
{
    return model::to_text(duration{at - start});
}

std::string bounds_text(bounds const& limits)
{
    return render_bounds(limits, [](std::int64_t v) { return std::to_string(v); });
}

std::string duration_bounds_text(bounds const& limits)
{
    return render_bounds(limits, [](std::int64_t v) { return model::to_text(duration{v}); });
}

std::string events_text(std::vector<model::sequence_number> const& events)
{
    if (events.empty()) return {};
    auto const render = [](model::sequence_number s) { return std::to_string(s.value); };
    return fmt::format("({} {})", events.size() == 1 ? "event" : "events",
                       render_list(events, 0, render));
}

std::string difference_text(std::string_view what, std::vector<std::string> const& expected,
                            std::vector<finding> const& found)
{
    auto const [e, f] =
        std::mismatch(expected.begin(), expected.end(), found.begin(), found.end(),
                      [](std::string const& a, finding const& b) { return a == b.text; });
    if (e == expected.end() && f == found.end()) return {};
    auto const same = static_cast<std::size_t>(e - expected.begin());
    auto const longest = std::max(expected.size(), found.size());
    auto const first = longest <= most_evidence || same < 3 ? 0 : same - 2;
    return fmt::format("expected {}{}; found {}", what,
                       render_list(expected, first, [](std::string const& s) { return s; }),
                       render_list(found, std::min(first, found.size()), [](finding const& one) {
                           return fmt::format("{} (event {})", one.text, one.event.value);
                       }));
}

std::vector<model::sequence_number> events_of(std::vector<finding> const& found)
{
    std::vector<model::sequence_number> events;
    for (auto const& one : found)
        if (events.size() < most_evidence) events.push_back(one.event);
    return events;
}

void judge_violations(verdict& v, std::string_view heading, bounds const& expected,
                      model::property_result const& found)
{
    if (expected.hold(static_cast<std::int64_t>(found.violations))) return;
    complain(v, fmt::format("{}expected violations {}; found {}", heading, bounds_text(expected),
                            found.violations));
    for (auto const& one : found.first)
        complain(v, "  " + one.message, one.evidence);
    if (found.violations > found.first.size())
        complain(v, fmt::format("  and {} more", found.violations - found.first.size()));
}

void complain(verdict& v, std::string_view message,
              std::vector<model::sequence_number> const& evidence)
{
    v.passed = false;
    if (!v.message.empty()) v.message += '\n';
    v.message += message;
    v.evidence.insert(v.evidence.end(), evidence.begin(), evidence.end());
    std::sort(v.evidence.begin(), v.evidence.end());
    v.evidence.erase(std::unique(v.evidence.begin(), v.evidence.end()), v.evidence.end());
}

} // namespace drydock::sim
