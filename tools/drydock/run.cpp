// `drydock run`: one scenario, told as a timeline.
#include "tools/drydock/command.hpp"
#include "tools/drydock/failure_report.hpp"
#include "tools/drydock/live_request.hpp"
#include "tools/drydock/run_options.hpp"
#include "tools/drydock/scenario_run.hpp"
#include "tools/drydock/scenario_source.hpp"
#include "tools/drydock/timeline.hpp"
#include "tools/drydock/watch.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace drydock::tools {

namespace {

struct run_command {
    CLI::App* app = nullptr;
    run_options options;
    std::string file; // empty: the bundled outage story

    int act(console const& to) const;
    int run_once(console const& to) const;
    int play(console const& to, sim::scenario what) const;
    int finish(console const& to, sim::scenario const& what, scenario_run const& run) const;
};

constexpr char const* examples =
    "Examples:\n"
    "  drydock run                                   the bundled outage story\n"
    "  drydock run @stale_overwrite                  another one; drydock list names them\n"
    "  drydock run outage.json --seed 7              another seed\n"
    "  drydock run outage.json --var down_for=5h     override a variable of the file\n"
    "  drydock run outage.json --set /policy/attempts=5\n"
    "  drydock run outage.json --policy svix         the same events under another policy\n"
    "  drydock run outage.json --policy '{\"attempts\": 5, \"delay\": \"30m\"}'\n"
    "  drydock run outage.json --journal out.jsonl -q\n"
    "  drydock run outage.json --series load.csv --bucket 10m\n"
    "  drydock run outage.json --summary json | jq .latency\n"
    "  drydock run outage.json --verify-determinism\n"
    "  drydock run outage.json --watch               once more whenever the file changes\n"
    "\n"
    "Against a receiver of your own:\n"
    "  drydock run outage.json --endpoint localhost:3000/hooks\n"
    "  drydock run outage.json --endpoint track=localhost:3000/t --endpoint rate=localhost:3000/r\n"
    "  drydock run outage.json --endpoint https://shop.test=http://localhost:3000\n"
    "  drydock run outage.json --endpoint :3000 --start 'node app.js' --wait-for :3000\n"
    "\n"
    "Outages and rules of the scenario stand in front of it: what they match is not sent. Virtual\n"
    "time stands still during an attempt. Only this machine is reached, and hosts that "
    "--allow-host\n"
    "names.\n"
    "\n"
    "Exit codes: 0 all held, 1 an expectation failed, 2 bad usage or scenario, 3 a receiver was "
    "not\n"
    "reachable, 4 nondeterminism or a defect.\n";

void print_heading(console const& to, sim::scenario const& what, std::string_view name)
{
    auto const paint = to.paint();
    to.out << paint(tone::strong, wrapped(what.about));
    to.out << paint(tone::dim, fmt::format("{}, seed {}, from {}", printable(name), what.seed,
                                           model::to_text(what.start)))
           << "\n\n";
    if (what.assumptions.empty()) return;
    to.out << paint(tone::strong, "assumptions")
           << paint(tone::dim, " (the file leaves these open)") << '\n';
    for (auto const& text : what.assumptions)
        to.out << "  " << printable(text) << '\n';
    to.out << '\n';
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

std::string verdict_text(std::vector<sim::verdict> const& verdicts, painter paint)
{
    auto const failed = static_cast<std::uint64_t>(
        std::ranges::count_if(verdicts, [](sim::verdict const& v) { return !v.passed; }));
    std::string text = "the file expects nothing";
    if (!verdicts.empty())
        text = failed == 0
                   ? paint(tone::good, fmt::format("{} held", verdicts.size()))
                   : paint(tone::bad, fmt::format("{} of {} failed", failed, verdicts.size()));
    return fmt::format("  {}{}\n", paint(tone::dim, padded("expected", 12)), text);
}

int run_command::act(console const& to) const
{
    if (auto const why = objection(*app, options); !why.empty()) return refuse(to, why);
    if (!options.watch) return run_once(to);
    if (app->count("FILE") == 0 || is_bundled_name(file))
        return refuse(to, "--watch: expected a file; a bundled scenario cannot change");
    return watch(to, file, [&] { return run_once(to); });
}

int run_command::run_once(console const& to) const
{
    auto const request = load_options(options, to.machine);
    if (!request.failure.empty()) return refuse(to, request.failure);

    auto const source = read_scenario(app->count("FILE") == 0 ? std::string{outage_story} : file);
    if (source.failure) return refuse(to, *source.failure);
    auto const loaded = load(source, request.options);
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
    return play(to, *loaded.loaded);
}

int run_command::play(console const& to, sim::scenario what) const
{
    if (options.is_live()) assume_live(what, options);
    if (auto const warning = warning_before(options); !warning.empty())
        to.err << "warning: " << warning << '\n';
    std::unique_ptr<timeline> told;
    std::vector<sim::subscriber*> extra;
    if (!options.summary_is_json() && !options.quiet) {
        print_heading(to, what, file.empty() ? "the bundled outage story" : what.path);
        if (options.is_live()) print_routes(to, what, options);
        told = std::make_unique<timeline>(
            what, to.out, to.paint(),
            timeline_limits{.all = options.verbose, .whole_seconds = options.is_live()});
        extra.push_back(told.get());
    }
    auto const run = run_scenario(what, options, std::move(extra));
    if (!run.finished) {
        refuse(to, run.failure);
        return exit_code_of(run);
    }
    if (told) {
        told->finish();
        to.out << '\n';
    }
    return finish(to, what, run);
}

// With --summary json the output is for a machine: what is for people goes to the error stream.
int run_command::finish(console const& to, sim::scenario const& what, scenario_run const& run) const
{
    auto const& result = run.finished->result;
    bool const for_machine = options.summary_is_json();
    auto& report = for_machine ? to.err : to.out;
    auto const paint = for_machine ? painter{false} : to.paint();
    if (for_machine) {
        to.out << summary_json(what, *run.finished) << '\n';
    } else {
        to.out << summary_text(what, *run.finished, paint) << verdict_text(result.verdicts, paint)
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
    report << "repeat with: " << repro_line(file, what, options) << '\n';
    return code;
}

} // namespace

command add_run_command(CLI::App& program)
{
    auto state = std::make_shared<run_command>();
    state->app = program.add_subcommand("run", "run one scenario and print its timeline");
    state->app->add_option("FILE", state->file,
                           "a scenario or @NAME; without it, the bundled outage story");
    add_run_options(*state->app, state->options);
    state->app->footer(examples);
    return {state->app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
