#include "tools/drydock/policies/comparison.hpp"

#include "sim/load_curve.hpp"
#include "sim/scenario/policy/ladder.hpp"
#include "tools/drydock/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

namespace drydock::tools {

using sim::node;

namespace {

/// Counts the attempts that start while something is down.
class outage_load final : public sim::subscriber {
public:
    explicit outage_load(sim::scenario const& what)
        : curve_{what.start, std::chrono::minutes{1}, std::nullopt}
    {
        for (auto const& end : what.endpoints)
            outages_.insert(outages_.end(), end.outages.begin(), end.outages.end());
    }

    void on_block(std::span<model::event const> block, model::sequence_number,
                  model::text_table const&) override
    {
        for (auto const& e : block) {
            if (e.type != model::event_type::attempt_started || !is_down(e.at)) continue;
            curve_.add(e.at, false);
            ++count_;
        }
    }
    std::uint64_t count() const { return count_; }
    std::uint64_t peak() const { return curve_.highest().attempts; }

private:
    bool is_down(model::instant at) const
    {
        return std::ranges::any_of(
            outages_, [&](sim::outage const& o) { return o.from <= at && at < o.until; });
    }

    std::vector<sim::outage> outages_;
    sim::load_curve curve_;
    std::uint64_t count_ = 0;
};

std::string counted_text(std::uint64_t n)
{
    return std::to_string(n);
}

std::string length_of(std::optional<model::duration> length)
{
    return length ? length_phrase(*length) : "-";
}

/// How much there was in the outages, and in the fullest minute of them: "720, 3/min".
std::string outage_cell(compared_policy const& row)
{
    return row.in_outages == 0 ? "-"
                               : fmt::format("{}, {}/min", row.in_outages, row.peak_in_outages);
}

/// The fullest minute after the last outage, and until when there was more than usual.
std::string recovery_cell(compared_policy const& row)
{
    auto const& wave = row.run.summary.load.recovery;
    if (!wave) return "-";
    if (wave->above_normal_for == model::duration{}) return fmt::format("{}/min", wave->peak);
    return fmt::format("{}/min for {}", wave->peak, length_phrase(wave->above_normal_for));
}

struct column {
    std::string_view title;
    std::string (*cell)(compared_policy const&);
    bool only_if_it_differs; ///< from "0" or "-", in some row
    bool is_number = true;
};

constexpr std::array columns{
    column{"policy", [](compared_policy const& r) { return printable(r.name); }, false, false},
    column{"survives", [](compared_policy const& r) { return length_phrase(r.survivable); }, false},
    column{"attempts",
           [](compared_policy const& r) { return counted_text(r.run.summary.attempts.total); },
           false},
    column{"wasted", [](compared_policy const& r) { return counted_text(r.wasted()); }, false},
    column{"lost", [](compared_policy const& r) { return counted_text(r.lost()); }, false},
    column{"unsent",
           [](compared_policy const& r) {
               return counted_text(r.run.summary.deliveries.unsubscribed);
           },
           true},
    column{"pending",
           [](compared_policy const& r) { return counted_text(r.run.summary.deliveries.pending); },
           true},
    column{"worst", [](compared_policy const& r) { return length_of(r.run.summary.latency.max); },
           false},
    column{"p50", [](compared_policy const& r) { return length_of(r.run.summary.latency.p50); },
           false},
    column{"p99", [](compared_policy const& r) { return length_of(r.run.summary.latency.p99); },
           false},
    column{"in outages", outage_cell, true, false},
    column{"afterwards", recovery_cell, true, false},
};

bool says_something(column const& c, std::vector<compared_policy> const& rows)
{
    return !c.only_if_it_differs || std::ranges::any_of(rows, [&](compared_policy const& row) {
        auto const cell = c.cell(row);
        return cell != "0" && cell != "-";
    });
}

std::string aligned(std::string const& cell, std::size_t width, bool right)
{
    auto const used = display_width(cell);
    return right ? std::string(width - std::min(width, used), ' ') + cell : padded(cell, width);
}

node row_json(compared_policy const& row)
{
    auto const& s = row.run.summary;
    auto after = json_null();
    if (auto const& wave = s.load.recovery)
        after = json_object({{"peak", json_number(wave->peak)},
                             {"above_normal_for", json_seconds(wave->above_normal_for)}});
    return json_object(
        {{"name", json_string(row.name)},
         {"policy", row.policy},
         {"survivable_outage", json_seconds(row.survivable)},
         {"attempts", json_number(s.attempts.total)},
         {"wasted", json_number(row.wasted())},
         {"delivered", json_number(s.deliveries.delivered)},
         {"lost", json_number(row.lost())},
         {"unsent", json_number(s.deliveries.unsubscribed)},
         {"pending", json_number(s.deliveries.pending)},
         {"latency", json_object({{"p50", json_seconds(s.latency.p50)},
                                  {"p99", json_seconds(s.latency.p99)},
                                  {"max", json_seconds(s.latency.max)}})},
         {"load",
          json_object({{"normal", json_number(s.load.normal)},
                       {"peak", json_number(s.load.peak)},
                       {"in_outages", json_object({{"attempts", json_number(row.in_outages)},
                                                   {"peak", json_number(row.peak_in_outages)}})},
                       {"after", after}})},
         {"digest", json_string(row.run.digest)}});
}

} // namespace

compared_policy run_for_comparison(sim::scenario what, std::string name)
{
    what.expect.clear();
    outage_load load{what};
    compared_policy row{.name = std::move(name),
                        .policy = what.policy_as_given,
                        .survivable = sim::survivable_outage(what.policy),
                        .run = sim::run(what, {&load})};
    row.in_outages = load.count();
    row.peak_in_outages = load.peak();
    return row;
}

std::string comparison_text(std::vector<compared_policy> const& rows, painter paint)
{
    std::vector<std::string> lines(rows.size());
    std::string titles;
    for (auto const& c : columns) {
        if (!says_something(c, rows)) continue;
        auto width = c.title.size();
        for (auto const& row : rows)
            width = std::max(width, display_width(c.cell(row)));
        auto const gap = titles.empty() ? "" : "  ";
        titles += gap + aligned(std::string{c.title}, width, c.is_number);
        for (std::size_t i = 0; i < rows.size(); ++i)
            lines[i] += gap + aligned(c.cell(rows[i]), width, c.is_number);
    }
    auto const trimmed = [](std::string const& line) {
        return line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
    };
    std::string text = paint(tone::dim, trimmed(titles));
    for (auto const& line : lines)
        text += trimmed(line);
    return text;
}

std::string comparison_json(sim::scenario const& what, std::vector<compared_policy> const& rows)
{
    auto list = json_array();
    for (auto const& row : rows)
        list.items.push_back(row_json(row));
    return sim::to_json(json_object({{"scenario", json_string(what.path)},
                                     {"seed", json_number(what.seed)},
                                     {"policies", list}}));
}

} // namespace drydock::tools
