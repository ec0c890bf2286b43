// `drydock trigger`: one webhook event, without a file.
#include "tools/drydock/command.hpp"
#include "tools/drydock/run_options.hpp"
#include "tools/drydock/told_run.hpp"
#include "tools/drydock/trigger/trigger_scenario.hpp"

#include <fmt/format.h>

#include <array>
#include <memory>

namespace drydock::tools {

namespace {

struct trigger_command {
    command_line app;
    trigger_options what;
    run_options options;
    bool print = false;

    int act(console const& to) const;
    std::string objection_to_options() const;
    std::string words() const;
};

constexpr char const* examples =
    "Events: batch, rate, track, carrier_connected, sales_orders_imported,\n"
    "order_source_refresh_complete, report_complete.\n"
    "\n"
    "Examples:\n"
    "  drydock trigger track --endpoint localhost:3000/hooks\n"
    "  drydock trigger track --status DE --tracking-number 1Z999AA10123456784 --endpoint :3000\n"
    "  drydock trigger track --endpoint localhost:3000/hooks --down 0h..3h --lost-ack\n"
    "  drydock trigger batch --respond 500 --times 2       two answers 500, then it works\n"
    "  drydock trigger track --count 100 --every 1m --down 10m..40m --as 503\n"
    "  drydock trigger rate --fail timeout --policy svix   without a receiver: look at it\n"
    "  drydock trigger track --down 0h..3h --print > outage.json\n"
    "  drydock run outage.json\n"
    "\n"
    "Faults stand in front of a real receiver: what they match is not sent, save that --lost-ack\n"
    "sends and then loses the answer. An outage comes first, then --fail or --respond for the\n"
    "first attempts, then --lost-ack for the next one. Without --endpoint the receiver is one "
    "that\n"
    "answers 200. --print writes the scenario, and nothing runs.\n"
    "\n"
    "Exit codes: 0 it ran, 2 bad usage, 3 a receiver was not reachable, 4 nondeterminism or a "
    "defect.\n";

// What takes a value and is not an option of a run.
constexpr std::array own_options{
    "--subject", "--status", "--tracking-number", "--count", "--every", "--down",
    "--as",      "--fail",   "--respond",         "--times"};

std::string trigger_command::objection_to_options() const
{
    if (auto why = objection(app, options); !why.empty()) return why;
    if (app.count("--as") > 0 && what.down.empty())
        return "--as is about an outage; expected --down FROM..UNTIL beside it";
    if (app.count("--times") > 0 && !what.fail && !what.respond)
        return "--times is about first attempts; expected --fail or --respond beside it";
    if (app.count("--every") > 0 && what.count < 2)
        return "--every is about many events; expected --count above 1 beside it";
    return {};
}

/// The command itself as it was given, without the options of a run.
std::string trigger_command::words() const
{
    auto text = "drydock trigger " + shell_word(what.event);
    for (auto const* const name : own_options)
        for (auto const& value : app.values(name))
            text += fmt::format(" {} {}", name, shell_word(value));
    return what.loses_ack ? text + " --lost-ack" : text;
}

// What options change is written into the text, so that what is printed is what is run.
int trigger_command::act(console const& to) const
{
    if (auto const why = objection_to_options(); !why.empty()) return refuse(to, why);
    auto made = make_trigger_scenario(what);
    if (!made.failure.empty()) return refuse(to, made.failure);
    auto const request = load_options(options, to.machine);
    if (!request.failure.empty()) return refuse(to, request.failure);

    scenario_source source{"trigger " + what.event, std::move(made.text), std::nullopt};
    auto const changed = load(source, request.options);
    for (auto const& error : changed.errors)
        to.err << shown(error, source, painter{false});
    if (!changed.loaded) return exit_bad_input;
    source.text = sim::to_pretty_json(changed.loaded->resolved) + '\n';
    if (print) {
        to.out << source.text;
        return exit_held;
    }
    sim::load_options asked;
    asked.now = to.machine.now;
    return tell_run(to, source, asked, options,
                    {.name = source.name,
                     .command = words(),
                     .expects_nothing = "nothing; --print writes a scenario that may"});
}

void add_what_happens(command_line app, trigger_options& what)
{
    app.add_option("EVENT", what.event, "the webhook event, such as track").required();
    app.add_option("--subject", what.subject, "id of what the event is about; {n} counts events")
        .type_name("ID");
    app.add_option("--status", what.status,
                   "of a track (default: IT) or a batch (default: completed)")
        .type_name("STATUS");
    app.add_option("--tracking-number", what.tracking_number, "of the shipment that is tracked")
        .type_name("NUMBER");
    app.add_option("--count", what.count, "how many events (default: 1)").type_name("N");
    app.add_option("--every", what.every, "between two of them (default: 1s)")
        .type_name("DURATION");
}

void add_faults(command_line app, trigger_options& what)
{
    app.add_option("--down", what.down, "an outage: attempts that start in it fail")
        .type_name("FROM..UNTIL")
        .one_value();
    app.add_option("--as", what.down_as, "how: a status or a failure (default: refused)")
        .type_name("FATE");
    app.add_option("--fail", what.fail, "a failure of the first attempts, such as timeout")
        .type_name("KIND");
    app.add_option("--respond", what.respond, "an answer to the first attempts, such as 500")
        .type_name("STATUS");
    app.add_option("--times", what.times, "how many first attempts (default: 1)").type_name("N");
    app.add_flag("--lost-ack", what.loses_ack,
                 "the receiver does its work, and its answer is lost, once");
}

} // namespace

command add_trigger_command(command_line program)
{
    auto state = std::make_shared<trigger_command>();
    auto app = program.add_subcommand("trigger", "one webhook event, without a file");
    state->app = app;
    add_what_happens(app, state->what);
    add_faults(app, state->what);
    app.add_flag("--print", state->print, "print the scenario instead of running it");
    add_run_options(app, state->options);
    // There is no file whose variables could be set, or that could change.
    for (auto const* const name : {"--var", "--watch"})
        app.remove_option(name);
    app.footer(examples);
    return {app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
