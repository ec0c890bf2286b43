#include "tools/drydock/sweep/measures.hpp"

#include "model/status.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/tree/decimal.hpp"
#include "tools/drydock/summary.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drydock::tools {

namespace {

constexpr std::int64_t million = 1'000'000;
constexpr std::string_view by_outcome = "attempts.by_outcome.";

void collect(sim::node const& object, std::string const& prefix, std::vector<measure>& found)
{
    for (auto const& [name, where, value] : object.members) {
        auto path = prefix + name;
        if (value.is == sim::node::kind::object) {
            collect(value, path + '.', found);
        } else if (value.is == sim::node::kind::number && path != "seed" &&
                   path != "wall_seconds") {
            if (auto const amount = parse_measure(value.text))
                found.push_back({std::move(path), *amount});
        }
    }
}

// Of a run in which everything happened that a summary has a number for.
std::vector<std::string> known_paths()
{
    measured_run run;
    auto& s = run.result.summary;
    s.latency = {model::duration{}, model::duration{}, model::duration{}, model::duration{}};
    s.load.recovery = {0, 0, model::duration{}};
    std::vector<std::string> paths;
    for (auto& m : measures_of(summary_tree({}, run)))
        paths.push_back(std::move(m.path));
    return paths;
}

} // namespace

std::vector<measure> measures_of(sim::node const& summary)
{
    std::vector<measure> found;
    collect(summary, {}, found);
    return found;
}

std::string measure_text(std::int64_t millionths)
{
    auto text = fmt::format("{}.{:06}", millionths / million, millionths % million);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

std::optional<std::int64_t> parse_measure(std::string_view text)
{
    auto const value = sim::parse_decimal(text);
    if (!value) return std::nullopt;
    auto const scaled = sim::whole(*value, 6);
    if (!scaled || *scaled > INT64_MAX) return std::nullopt;
    return static_cast<std::int64_t>(*scaled);
}

std::string objection_to_measure(std::string_view path)
{
    if (path.starts_with(by_outcome) &&
        model::parse_attempt_outcome(path.substr(by_outcome.size())))
        return {};
    auto const paths = known_paths();
    std::vector<std::string_view> const known{paths.begin(), paths.end()};
    if (std::ranges::find(known, path) != known.end()) return {};
    return fmt::format("expected a number of `--summary json` such as load.recovery.peak, found "
                       "\"{}\"{}",
                       path, sim::did_you_mean(path, known));
}

} // namespace drydock::tools
