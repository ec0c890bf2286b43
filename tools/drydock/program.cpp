#include "sim/scenario/nearest.hpp"
#include "tools/drydock/command.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

namespace drydock::tools {

namespace {

/// All commands, in the order in which the help lists them.
struct named_command {
    std::string_view name;
    command (*add)(command_line program);
};
constexpr std::array built{
    named_command{"run", add_run_command},           named_command{"check", add_check_command},
    named_command{"test", add_test_command},         named_command{"replay", add_replay_command},
    named_command{"diff", add_diff_command},         named_command{"export", add_export_command},
    named_command{"why", add_why_command},           named_command{"explore", add_explore_command},
    named_command{"shrink", add_shrink_command},     named_command{"sweep", add_sweep_command},
    named_command{"merge", add_merge_command},       named_command{"compare", add_compare_command},
    named_command{"policies", add_policies_command}, named_command{"serve", add_serve_command},
    named_command{"ctl", add_ctl_command},           named_command{"trigger", add_trigger_command},
    named_command{"list", add_list_command},         named_command{"new", add_new_command},
    named_command{"schema", add_schema_command},     named_command{"sign", add_sign_command},
    named_command{"verify", add_verify_command},
};

constexpr char const* overview =
    "Examples:\n"
    "  drydock run                                   the bundled outage story\n"
    "  drydock run outage.json --seed 7\n"
    "  drydock check outage.json\n"
    "  drydock test scenarios --junit report.xml\n"
    "  drydock sweep outage.json --seeds 1..1000     the same with many seeds\n"
    "  drydock trigger track --endpoint localhost:3000/hooks\n"
    "  drydock list                                  what else is part of the program\n"
    "  drydock new my.json --from @stale_overwrite   start one's own\n"
    "  drydock run outage.json --journal out.db      keep everything that happened\n"
    "  drydock replay out.db --at 2h30m              the state then\n"
    "  drydock compare outage.json --policy svix --policy wix\n"
    "  drydock why outage.json                       by how little it went wrong\n"
    "  drydock explore outage.json                   every way it can go\n"
    "  drydock shrink outage.json --out small.json   the smallest that fails the same way\n"
    "  drydock serve                                 a sandbox of the API with a clock to turn\n"
    "\n"
    "Where a scenario is wanted, @NAME means a bundled one.\n"
    "drydock COMMAND --help shows the options of a command, with examples.\n";

std::vector<std::string_view> all_commands()
{
    std::vector<std::string_view> all;
    std::ranges::transform(built, std::back_inserter(all), &named_command::name);
    return all;
}

// Empty when the first word is a command of ours, or no command at all.
std::string objection_to_command(std::span<std::string const> args)
{
    if (args.empty() || args[0].starts_with('-')) return {};
    std::string_view const word = args[0];
    if (std::ranges::find(built, word, &named_command::name) != built.end()) return {};
    return fmt::format("there is no command \"{}\"{}", word,
                       sim::did_you_mean(word, all_commands()));
}

std::vector<std::string> option_names(CLI::App const& app)
{
    std::vector<std::string> names;
    for (auto const* const option : app.get_options()) {
        for (auto const& name : option->get_lnames())
            names.push_back("--" + name);
        for (auto const& name : option->get_snames())
            names.push_back("-" + name);
    }
    return names;
}

// The library says only that a word was not expected; people want the name that they meant.
std::string objection_to_rest(CLI::App const& app)
{
    auto const rest = app.remaining(true);
    if (rest.empty()) return {};
    auto const word = rest.front().substr(0, rest.front().find('='));
    if (!word.starts_with('-')) return fmt::format("\"{}\" is one argument too many", word);
    auto const names = option_names(app);
    std::vector<std::string_view> const known{names.begin(), names.end()};
    return fmt::format("there is no option {}{}", word, sim::did_you_mean(word, known));
}

int explain_parse_error(CLI::App const& program, CLI::ParseError const& error, console const& to)
{
    if (error.get_exit_code() == 0) return program.exit(error, to.out, to.err);
    auto const chosen = program.get_subcommands();
    CLI::App const& app = chosen.empty() ? program : *chosen.front();
    auto why = objection_to_rest(app);
    if (why.empty()) why = error.what();
    refuse(to, why);
    to.err << fmt::format("try: drydock {}--help\n",
                          chosen.empty() ? "" : chosen.front()->get_name() + " ");
    return exit_bad_input;
}

int act_on(std::span<command const> commands, console const& to)
{
    for (auto const& c : commands) {
        if (!c.options.parsed()) continue;
        auto const code = c.act(to);
        if (to.out.flush()) return code;
        return std::max(code, refuse(to, "cannot write to the standard output"));
    }
    return exit_bad_input;
}

} // namespace

int refuse(console const& to, std::string_view message)
{
    to.err << "drydock: " << printable(message) << '\n';
    return exit_bad_input;
}

std::string_view program_version()
{
    return DRYDOCK_VERSION;
}

int run_program(std::span<std::string const> args, std::ostream& out, std::ostream& err,
                environment const& machine)
{
    console const to{out, err, machine};
    CLI::App program{"A deterministic simulator and test harness for ShipEngine-style webhooks.",
                     "drydock"};
    program.set_version_flag("--version", fmt::format("drydock {}", program_version()));
    program.footer(overview);
    std::vector<command> commands;
    for (auto const& each : built)
        commands.push_back(each.add(command_line{program}));
    if (auto const why = objection_to_command(args); !why.empty()) {
        refuse(to, why);
        err << "try: drydock --help\n";
        return exit_bad_input;
    }
    if (args.empty()) {
        err << program.help();
        return exit_bad_input;
    }
    try {
        program.parse(std::vector<std::string>{args.rbegin(), args.rend()});
    } catch (CLI::ParseError const& error) {
        return explain_parse_error(program, error, to);
    }
    return act_on(commands, to);
}

} // namespace drydock::tools
