#include "tools/drydock/told_run.hpp"

#include "tools/drydock/failure_report.hpp"
#include "tools/drydock/live_request.hpp"
#include "tools/drydock/scenario_run.hpp"
#include "tools/drydock/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace drydock::tools {

namespace {

struct telling {
    console const& to;
    run_options const& options;
    run_title const& title;

    int play(sim::scenario what) const;
    int finish(sim::scenario const& what, scenario_run const& run) const;
    std::string command(sim::scenario const& what) const
    {
        return title.command + repro_options(what, options);
    }
};

void print_heading(console const& to, sim::scenario const& what, std::string_view name)
{
    auto const paint = to.paint();
    to.out << paint(tone::strong, wrapped(what.about));
    to.out << paint(tone::dim, fmt::format("{}, seed {}, from {}", printable(name), what.seed,
                                           model::to_text(what.start)))
           << "\n\n"
           << assumptions_text(what.assumptions, paint);
}

void print_routes(console const& to, sim::scenario const& what, run_options const& options)
{
    auto const text = routes_text(what, options);
    if (text.empty()) return;
    auto const paint = to.paint();
    to.out << paint(tone::strong, "webhooks")
           << paint(tone::dim, " (outages and rules stand in front)") << '\n'
           << text << '\n';
}

std::string verdict_text(std::vector<sim::verdict> const& verdicts, painter paint,
                         run_title const& title)
{
    auto const failed = static_cast<std::uint64_t>(
        std::ranges::count_if(verdicts, [](sim::verdict const& v) { return !v.passed; }));
    std::string text{title.expects_nothing};
    if (!verdicts.empty())
        text = failed == 0
                   ? paint(tone::good, fmt::format("{} held", verdicts.size()))
                   : paint(tone::bad, fmt::format("{} of {} failed", failed, verdicts.size()));
    return fmt::format("  {}{}\n", paint(tone::dim, padded("expected", 12)), text);
}

int telling::play(sim::scenario what) const
{
    if (options.is_live()) assume_live(what, options);
    if (auto const warning = warning_before(options); !warning.empty())
        to.err << "warning: " << warning << '\n';
    std::unique_ptr<timeline> told;
    std::vector<sim::subscriber*> extra;
    if (!options.summary_is_json() && !options.quiet) {
        print_heading(to, what, title.name);
        if (options.is_live()) print_routes(to, what, options);
        told = std::make_unique<timeline>(what, to.out, to.paint(),
                                          timeline_limits{.all = options.verbose,
                                                          .at_once = options.is_paced(),
                                                          .whole_seconds = options.is_live()});
        extra.push_back(told.get());
    }
    auto run = run_scenario(what, options, std::move(extra));
    if (run.finished)
        if (auto failure = finish_page(run, what, {title.name, command(what)}))
            run.failure = std::move(*failure);
    if (!run.finished) {
        refuse(to, run.failure);
        return exit_code_of(run);
    }
    if (told) {
        told->finish();
        to.out << '\n';
    }
    return finish(what, run);
}

// With --summary json the output is for a machine: what is for people goes to the error stream.
int telling::finish(sim::scenario const& what, scenario_run const& run) const
{
    auto const& result = run.finished->result;
    bool const for_machine = options.summary_is_json();
    auto& report = for_machine ? to.err : to.out;
    auto const paint = for_machine ? painter{false} : to.paint();
    if (for_machine) {
        to.out << summary_json(what, *run.finished) << '\n';
    } else {
        to.out << summary_text(what, *run.finished, paint)
               << verdict_text(result.verdicts, paint, title)
               << fmt::format("  {}{}\n", paint(tone::dim, padded("digest", 12)), result.digest);
    }
    if (!run.api_url.empty() && !for_machine)
        to.out << fmt::format("  {}was served at {}\n", paint(tone::dim, padded("api", 12)),
                              run.api_url);
    if (!run.warning.empty()) to.err << "warning: " << run.warning << '\n';
    auto const code = exit_code_of(run);
    if (options.verify_determinism && !run.diverged && !for_machine)
        to.out << fmt::format("  {}two runs were the same\n",
                              paint(tone::dim, padded("repeated", 12)));
    if (code == exit_held) return code;
    report << '\n';
    if (!result.failure.empty()) refuse(to, result.failure);
    if (!result.held()) report << failure_report(what, result.verdicts, paint, run.again);
    if (run.diverged) report << to_text(*run.diverged);
    if (!run.failure.empty()) refuse(to, run.failure);
    report << "repeat with: " << command(what) << '\n';
    return code;
}

} // namespace

std::string assumptions_text(std::vector<std::string> const& assumptions, painter paint)
{
    if (assumptions.empty()) return {};
    auto text = paint(tone::strong, "assumptions") +
                paint(tone::dim, " (the file leaves these open)") + '\n';
    for (auto const& assumption : assumptions)
        text += "  " + printable(assumption) + '\n';
    return text + '\n';
}

int tell_run(console const& to, scenario_source const& source, sim::load_options const& asked,
             run_options const& options, run_title const& title)
{
    auto const loaded = load(source, asked);
    for (auto const& error : loaded.errors)
        to.err << shown(error, source, painter{false});
    if (!loaded.loaded) return exit_bad_input;
    if (!options.quiet)
        for (auto const& hint : loaded.hints)
            to.err << "hint: " << printable(hint) << '\n';
    receiver_process receiver;
    if (auto const why = await_receiver(receiver, options); !why.empty()) {
        refuse(to, why);
        return exit_unreachable;
    }
    return telling{to, options, title}.play(*loaded.loaded);
}

} // namespace drydock::tools
