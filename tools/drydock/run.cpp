// `drydock run`: one scenario, told as a timeline.
#include "tools/drydock/command.hpp"
#include "tools/drydock/run_options.hpp"
#include "tools/drydock/scenario_source.hpp"
#include "tools/drydock/told_run.hpp"
#include "tools/drydock/watch.hpp"
#include "tools/store/file.hpp"

#include <memory>

namespace drydock::tools {

namespace {

struct run_command {
    command_line app;
    run_options options;
    std::string file; // empty: the bundled outage story

    int act(console const& to) const;
    int run_once(console const& to) const;
};

constexpr char const* run_examples =
    "Examples:\n"
    "  drydock run                                   the bundled outage story\n"
    "  drydock run @stale_overwrite                  another one; drydock list names them\n"
    "  drydock run outage.json --seed 7              another seed\n"
    "  drydock run outage.json --var down_for=5h     override a variable of the file\n"
    "  drydock run outage.json --set /policy/attempts=5\n"
    "  drydock run outage.json --policy svix         the same events under another policy\n"
    "  drydock run outage.json --policy '{\"attempts\": 5, \"delay\": \"30m\"}'\n"
    "  drydock run outage.json --journal out.jsonl -q\n"
    "  drydock run outage.json --html run.html       a page to look at, send on or print\n"
    "  drydock run outage.json --series load.csv --bucket 10m\n"
    "  drydock run outage.json --summary json | jq .latency\n"
    "  drydock run outage.json --verify-determinism\n"
    "  drydock run outage.json --pace 3600x          as it happens: an hour takes a second\n"
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

int run_command::act(console const& to) const
{
    if (auto const why = objection(app, options); !why.empty()) return refuse(to, why);
    if (!options.watch) return run_once(to);
    if (app.count("FILE") == 0 || is_bundled_name(file))
        return refuse(to, "--watch: expected a file; a bundled scenario cannot change");
    if (auto const found = read_file(file); found.failure) return refuse(to, *found.failure);
    return watch(
        to, file, [&] { return text_of_all({file}); }, [&] { return run_once(to); });
}

int run_command::run_once(console const& to) const
{
    auto const request = load_options(options, to.machine);
    if (!request.failure.empty()) return refuse(to, request.failure);
    auto const source = read_scenario(app.count("FILE") == 0 ? std::string{outage_story} : file);
    if (source.failure) return refuse(to, *source.failure);
    auto command = std::string{"drydock run"};
    if (!file.empty()) command += ' ' + shell_word(file);
    return tell_run(to, source, request.options, options,
                    {.name = file.empty() ? "the bundled outage story" : file,
                     .command = std::move(command),
                     .expects_nothing = "the file expects nothing"});
}

} // namespace

command add_run_command(command_line program)
{
    auto state = std::make_shared<run_command>();
    state->app = program.add_subcommand("run", "run one scenario and print its timeline");
    state->app.add_option("FILE", state->file,
                          "a scenario or @NAME; without it, the bundled outage story");
    add_run_options(state->app, state->options);
    state->app.footer(run_examples);
    return {state->app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
