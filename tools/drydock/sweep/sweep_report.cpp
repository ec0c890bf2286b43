#include "tools/drydock/sweep/sweep_report.hpp"

#include "tools/drydock/command.hpp"
#include "tools/drydock/summary.hpp"
#include "tools/drydock/sweep/tally.hpp"
#include "tools/drydock/told_run.hpp"
#include "tools/store/csv_file.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drydock::tools {

namespace {

constexpr std::size_t most_in_text = 10; // runs of one kind

std::string heading_text(swept const& what, painter paint)
{
    auto const& plan = what.plan;
    auto title = fmt::format("{}, seeds {}..{}", printable(plan.scenario), plan.seeds.first,
                             plan.seeds.last);
    for (auto const& axis : plan.over.axes)
        title += fmt::format(", {} {}..{} ({})", axis.variable, axis.values.front(),
                             axis.values.back(), axis.values.size());
    if (what.part.of > 1) title += ", " + to_text(what.part);
    return paint(tone::strong, wrapped(plan.about)) + paint(tone::dim, title) + "\n\n" +
           assumptions_text(plan.assumptions, paint);
}

std::string spread_text(spread const& of, std::string_view where)
{
    if (of.least == of.most)
        return fmt::format("at most {} in 1m{}, in every run",
                           counted(static_cast<std::uint64_t>(of.most) / 1'000'000, "attempt"),
                           where);
    return fmt::format("at most {} to {} attempts in 1m{}, {} in the median run",
                       measure_text(of.least), measure_text(of.most), where,
                       measure_text(of.median));
}

std::string verdict_text(swept const& what, sweep_tally const& all, painter paint)
{
    if (all.failed_in.empty())
        return summary_line(paint, "expected",
                            what.plan.expects ? paint(tone::good, "all held")
                                              : "the file expects nothing");
    std::string text;
    for (auto const& [name, runs] : all.failed_in)
        text += summary_line(paint, text.empty() ? "expected" : "",
                             paint(tone::bad, fmt::format("{} failed in {}", printable(name),
                                                          counted(runs, "run"))));
    return text;
}

std::string tally_text(swept const& what, sweep_tally const& all, painter paint)
{
    auto const failed = all.runs - all.held;
    auto text = paint(tone::strong, "summary") + "\n";
    text += summary_line(paint, "runs",
                         fmt::format("{}: {} held, {} failed", all.runs, all.held, failed));
    text += counts_text(all.counts, paint);
    if (all.load_peak) text += summary_line(paint, "load", spread_text(*all.load_peak, ""));
    if (all.recovery_peak)
        text += summary_line(paint, "recovery",
                             spread_text(*all.recovery_peak, " after the last outage"));
    text += verdict_text(what, all, paint);
    if (what.missing.empty()) text += summary_line(paint, "digest", what.results.digest());
    return text;
}

std::string length_or_none(std::optional<model::duration> length)
{
    return length ? length_phrase(*length) : "-";
}

std::vector<std::string> grid_row(swept const& what, std::size_t point)
{
    auto const of = tally_of_point(what.plan, what.results, point);
    auto const peak = [](std::optional<spread> const& s) {
        return s ? measure_text(s->most) : "-";
    };
    auto row = what.plan.over.values(point);
    auto const& counts = of.counts;
    for (auto const number : {of.runs, of.runs - of.held, counts.attempts.total,
                              counts.deliveries.delivered, counts.deliveries.discarded})
        row.push_back(std::to_string(number));
    row.push_back(length_or_none(counts.latency.p99));
    row.push_back(length_or_none(counts.latency.max));
    row.push_back(peak(of.load_peak));
    row.push_back(peak(of.recovery_peak));
    return row;
}

std::string table_text(std::vector<std::vector<std::string>> const& rows, painter paint)
{
    std::vector<std::size_t> widths(rows.front().size());
    for (auto const& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], display_width(row[i]));
    std::string text;
    for (auto const& row : rows) {
        std::string line = " ";
        for (std::size_t i = 0; i < row.size(); ++i)
            line += ' ' + std::string(widths[i] - display_width(row[i]), ' ') + row[i] + ' ';
        line.pop_back();
        text += (&row == &rows.front() ? paint(tone::dim, line) : line) + '\n';
    }
    return text;
}

std::string results_text(swept const& what, painter paint)
{
    if (what.plan.over.axes.empty()) return {};
    std::vector<std::vector<std::string>> rows(1);
    for (auto const& axis : what.plan.over.axes)
        rows.front().push_back(printable(axis.variable));
    for (auto const* const name : {"runs", "failed", "attempts", "delivered", "discarded",
                                   "latency p99", "max", "load peak", "recovery"})
        rows.front().emplace_back(name);
    for (std::size_t point = 0; point < what.plan.over.points(); ++point)
        rows.push_back(grid_row(what, point));
    return '\n' + paint(tone::strong, "grid") + '\n' + table_text(rows, paint);
}

std::string worst_text(swept const& what, std::string_view path, painter paint)
{
    if (path.empty()) return {};
    auto text = '\n' + paint(tone::strong, fmt::format("worst {}", path)) + '\n';
    auto const found = worst_runs(what.results, path, most_in_text);
    if (found.empty()) text += "  no run has it\n";
    std::size_t width = 0;
    for (auto const& w : found)
        width = std::max(width, measure_text(w.millionths).size());
    for (auto const& w : found)
        text += fmt::format("  {:>{}}  {}\n", measure_text(w.millionths), width,
                            what.plan.repro_line(w.run));
    return text;
}

std::string missing_text(swept const& what, painter paint)
{
    if (what.missing.empty()) return {};
    std::uint64_t count = 0;
    std::string lines;
    for (auto const& missing : what.missing) {
        count += missing.runs.size();
        auto line = what.part == missing.part && missing.part.of == 1 ? "" : to_text(missing.part);
        if (!line.empty()) line += missing.is_whole ? " is missing: " : " is not complete: ";
        auto const shown = std::min(missing.runs.size(), most_in_text);
        for (std::size_t i = 0; i < shown; ++i)
            line += (i == 0 ? "" : ", ") + what.plan.name_of(missing.runs[i]);
        if (missing.runs.size() > shown)
            line += fmt::format(" and {} more", missing.runs.size() - shown);
        lines += wrapped(line, "  ");
    }
    auto const there = what.results.runs().size();
    return '\n' +
           paint(tone::bad,
                 fmt::format("incomplete: {} of {} runs are missing", count, there + count)) +
           '\n' + lines;
}

std::string failures_text(swept const& what, painter paint)
{
    std::uint64_t failed = 0;
    std::string lines;
    for (auto const& [run, record] : what.results.runs())
        if (!record.held() && ++failed <= most_in_text) lines += what.plan.repro_line(run) + '\n';
    if (failed == 0) return {};
    auto const more = failed - std::min<std::uint64_t>(failed, most_in_text);
    auto title = fmt::format("{} failed{}; repeat with:", counted(failed, "run"),
                             more == 0 ? "" : fmt::format(", {} of them not shown", more));
    return '\n' + paint(tone::bad, title) + '\n' + lines;
}

std::string csv_row(std::vector<std::string> const& words)
{
    std::string row;
    for (auto const& word : words)
        row += (&word == &words.front() ? "" : ",") + csv_field(word);
    return row + "\r\n";
}

} // namespace

int swept::exit_code() const
{
    auto const& runs = results.runs();
    if (std::ranges::any_of(runs, [](auto const& run) { return !run.second.held(); }))
        return exit_failed;
    return runs.empty() || !missing.empty() ? exit_bad_input : exit_held;
}

std::optional<missing_runs> missing_of(sweep_plan const& plan, shard const& part,
                                       sweep_results const& results)
{
    missing_runs found{.part = part, .is_whole = true, .runs = {}};
    for (auto run = part.number - 1; run < plan.runs(); run += part.of) {
        if (results.runs().contains(run))
            found.is_whole = false;
        else
            found.runs.push_back(run);
    }
    if (found.runs.empty()) return std::nullopt;
    return found;
}

std::vector<worst_run> worst_runs(sweep_results const& results, std::string_view path,
                                  std::size_t count)
{
    std::vector<worst_run> all;
    for (auto const& [run, record] : results.runs())
        if (auto const value = results.value(record, path)) all.push_back({run, *value});
    std::ranges::stable_sort(all, std::greater<>{}, &worst_run::millionths);
    all.resize(std::min(all.size(), count));
    return all;
}

std::string report_text(swept const& what, std::string_view worst, painter paint)
{
    return heading_text(what, paint) +
           tally_text(what, tally_of_all(what.plan, what.results), paint) +
           results_text(what, paint) + worst_text(what, worst, paint) + missing_text(what, paint) +
           failures_text(what, paint);
}

std::string report_csv(swept const& what)
{
    std::vector<std::string> words;
    for (auto const& axis : what.plan.over.axes)
        words.push_back(axis.variable);
    words.insert(words.end(), {"seed", "digest"});
    for (auto const& [path, column] : what.results.columns())
        words.push_back(path);
    auto text = csv_row(words);
    for (auto const& [run, record] : what.results.runs()) {
        words = what.plan.over.values(what.plan.point_of(run));
        words.push_back(std::to_string(what.plan.seed_of(run)));
        words.push_back(record.digest);
        for (auto const& [path, column] : what.results.columns()) {
            auto const value = what.results.value(record, path);
            words.push_back(value ? measure_text(*value) : "");
        }
        text += csv_row(words);
    }
    return text;
}

} // namespace drydock::tools
