#include "tools/drydock/scenario_run.hpp"

#include "sim/recorded.hpp"
#include "sim/wire/wire.hpp"
#include "tools/drydock/live_request.hpp"
#include "tools/live/live_transport.hpp"
#include "tools/net/clock_mode.hpp"
#include "tools/store/file.hpp"
#include "tools/store/journal_header.hpp"
#include "tools/store/journal_sink.hpp"
#include "tools/store/series_file.hpp"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <string_view>
#include <thread>

namespace drydock::tools {

namespace {

std::string_view or_end(std::string const& line)
{
    return line.empty() ? std::string_view{"(the run had ended)"} : line;
}

std::chrono::microseconds elapsed_since(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                                 begin);
}

/// How a run reaches its endpoints, and how a second one repeats it.
struct transports {
    sim::transport_maker first, second;
    std::string_view name;
};

/// Waits until real time has come as far as virtual time, at the speed that was asked for.
sim::pacer pacer_of(sim::scenario const& what, run_options const& options)
{
    if (!options.is_paced()) return {};
    auto const speed = parse_clock_mode(options.pace)->pace;
    auto const begin = std::chrono::steady_clock::now();
    return [begin, start = what.start, speed](sim::instant to) {
        std::this_thread::sleep_until(begin + (to - start) / speed);
    };
}

scenario_run run_over(sim::scenario const& what, run_options const& options,
                      std::vector<sim::subscriber*> extra, transports const& by)
{
    std::unique_ptr<journal_sink> file;
    recorded_run record;
    if (!options.journal.empty()) {
        // Writing over the scenario itself would destroy what the journal is of.
        if (is_same_file(options.journal, what.path))
            return {.failure = fmt::format("cannot write {}: it is the scenario", options.journal)};
        file = open_journal_sink(options.journal,
                                 journal_header(what, header_form::full, options.is_live()));
        if (!file->good()) return {.failure = *file->finish()};
        extra.push_back(file.get());
    }
    std::unique_ptr<series_file> series;
    if (!options.series.empty()) {
        if (is_same_file(options.series, what.path))
            return {.failure = fmt::format("cannot write {}: it is the scenario", options.series)};
        series = std::make_unique<series_file>(options.series, what.start,
                                               *model::parse_duration(options.bucket));
        if (!series->good()) return {.failure = *series->finish()};
        extra.push_back(series.get());
    }
    std::unique_ptr<html_file> page;
    if (!options.html.empty()) {
        if (is_same_file(options.html, what.path))
            return {.failure = fmt::format("cannot write {}: it is the scenario", options.html)};
        page = std::make_unique<html_file>(
            options.html, journal_header(what, header_form::full, options.is_live()), &what);
        if (!page->good()) return {.failure = *page->abandon()};
        extra.push_back(page.get());
    }
    if (options.verify_determinism) extra.push_back(&record);

    auto const begin = std::chrono::steady_clock::now();
    auto result = sim::run(what, std::move(extra), by.first, pacer_of(what, options));
    scenario_run run{.finished = measured_run{.result = std::move(result),
                                              .wall = elapsed_since(begin),
                                              .transport = by.name},
                     .again = by.second,
                     .page = std::move(page)};
    if (file)
        if (auto failure = file->finish()) run.failure = std::move(*failure);
    if (series)
        if (auto failure = series->finish()) run.failure = std::move(*failure);
    if (options.verify_determinism) run.diverged = compare_with_second_run(what, record, by.second);
    return run;
}

std::string joined(std::vector<std::string> const& lines)
{
    return fmt::format("{}\n(--no-preflight begins all the same)", fmt::join(lines, "\n"));
}

// The second run of a live one hears what the first one heard.
scenario_run run_live(sim::scenario what, run_options const& options,
                      std::vector<sim::subscriber*> extra)
{
    auto const asked = live_options_of(options, what);
    if (!asked.failure.empty()) return {.failure = asked.failure};
    live_machine machine{asked.options};
    if (auto const problem = machine.prepare(); !problem.empty()) return {.failure = problem};
    if (auto const url = machine.api_url(); !url.empty()) what.base_url = url;
    if (!options.no_preflight)
        if (auto const problems = machine.preflight(what); !problems.empty())
            return {.failure = joined(problems), .failure_code = exit_unreachable};

    auto const heard = std::make_shared<sim::recorded_inputs>();
    extra.push_back(heard.get());
    auto const repeat = [heard](sim::scenario const&, sim::event_queue& queue) {
        return make_recorded(queue, *heard, sim::replay_of::same_policy);
    };
    auto run = run_over(what, options, std::move(extra), {machine.transport(), repeat, "live"});
    run.api_url = machine.api_url();
    run.warning = machine.warning();
    return run;
}

} // namespace

scenario_run run_scenario(sim::scenario const& what, run_options const& options,
                          std::vector<sim::subscriber*> extra)
{
    auto const name = transport_name(options, what);
    if (what.needs_wire() && name != "wire")
        return {.failure = fmt::format("--transport {}: expected wire, or none: the scenario has "
                                       "links, which only a simulated network has",
                                       name)};
    if (name == "live") return run_live(what, options, std::move(extra));
    if (auto why = sim::live_only(what); !why.empty()) return {.failure = std::move(why)};
    if (name == "wire")
        return run_over(what, options, std::move(extra),
                        {sim::over_wire(), sim::over_wire(), name});
    return run_over(what, options, std::move(extra), {{}, {}, name});
}

std::optional<std::string> finish_page(scenario_run const& run, sim::scenario const& what,
                                       page_title const& title)
{
    if (!run.page) return std::nullopt;
    return run.page->finish(page_facts(title, run.page->extent(), what, *run.finished));
}

std::string to_text(divergence const& found)
{
    return fmt::format("not deterministic: two runs differ from event {} on\n"
                       "  first run:  {}\n  second run: {}\n",
                       found.at.value, or_end(found.first), or_end(found.second));
}

int exit_code_of(scenario_run const& run)
{
    if (run.diverged) return exit_defect;
    if (!run.failure.empty()) return run.failure_code;
    // Only what is outside can end a run of the program's own.
    if (!run.finished->result.failure.empty()) return exit_unreachable;
    return run.finished->result.held() ? exit_held : exit_failed;
}

} // namespace drydock::tools
