#include "tools/drydock/run_options.hpp"

#include "sim/scenario/nearest.hpp"
#include "tools/store/file.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <string_view>

namespace drydock::tools {

namespace {

struct unbuilt_option {
    char const* name;
    bool takes_value;
};
constexpr std::array unbuilt_options{
    unbuilt_option{"--html", true},          unbuilt_option{"--series", true},
    unbuilt_option{"--bucket", true},        unbuilt_option{"--endpoint", true},
    unbuilt_option{"--allow-host", true},    unbuilt_option{"--cacert", true},
    unbuilt_option{"--insecure", false},     unbuilt_option{"--plain", false},
    unbuilt_option{"--in-flight", true},     unbuilt_option{"--sign-time", true},
    unbuilt_option{"--api-port", true},      unbuilt_option{"--live-latency", true},
    unbuilt_option{"--no-preflight", false}, unbuilt_option{"--start", true},
    unbuilt_option{"--wait-for", true},
};

// Each occurrence takes one value: a file that follows must not be swallowed.
void add_repeatable(CLI::App& command, char const* name, std::vector<std::string>& values,
                    char const* shape, char const* what)
{
    command.add_option(name, values, what)->type_name(shape)->allow_extra_args(false);
}

std::string unknown_value(std::string_view option, std::string_view value,
                          std::span<std::string_view const> known)
{
    return fmt::format("{}: expected {}, found \"{}\"{}", option, fmt::join(known, " or "), value,
                       sim::did_you_mean(value, known));
}

std::optional<std::uint64_t> parse_seed(std::string_view text)
{
    std::uint64_t value = 0;
    auto const [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
    return value;
}

/// Splits "name=value"; empty when there is no name or no "=".
std::optional<std::pair<std::string, std::string>> parse_assignment(std::string_view text)
{
    auto const equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) return std::nullopt;
    return std::pair{std::string{text.substr(0, equals)}, std::string{text.substr(equals + 1)}};
}

bool names_a_file(std::string_view policy)
{
    return !policy.starts_with('{') &&
           (policy.find('/') != std::string_view::npos || policy.ends_with(".json"));
}

void append_option(std::string& line, std::string_view name,
                   std::optional<std::string> const& value)
{
    if (value) line += fmt::format(" {} {}", name, shell_word(*value));
}

} // namespace

void add_scenario_options(CLI::App& command, run_options& options)
{
    command.add_option("--seed", options.seed, "seed of all chance (default: the file's, or 1)")
        ->type_name("N");
    add_repeatable(command, "--var", options.vars, "NAME=VALUE", "override a variable of the file");
    add_repeatable(command, "--set", options.sets, "POINTER=VALUE",
                   "set any value of the file, by JSON pointer");
    command.add_option("--policy", options.policy, "a policy's name, a JSON file, or inline JSON")
        ->type_name("POLICY");
    command.add_option("--profile", options.profile, "seed-2019 or openapi-2026")
        ->type_name("NAME");
    command.add_option("--until", options.until, "stop after all work due at or before this time")
        ->type_name("TIME");
}

void add_run_options(CLI::App& command, run_options& options)
{
    add_scenario_options(command, options);
    command
        .add_option("--journal", options.journal,
                    "write every event to a file: JSON lines, or SQLite")
        ->type_name("OUT.jsonl|OUT.db");
    command.add_option("--summary", options.summary, "text or json (then nothing else is printed)")
        ->type_name("FORM");
    command
        .add_option("--transport", options.transport, "direct (wire and live are not built yet)")
        ->type_name("NAME");
    command.add_option("--pace", options.pace, "max (others are not built yet)")
        ->type_name("SPEED");
    command.add_flag("--verify-determinism", options.verify_determinism,
                     "run twice and compare event by event");
    command.add_flag("--watch", options.watch, "run again whenever the file changes");
    command.add_flag("-q,--quiet", options.quiet, "print only the summary and what failed");
    command.add_flag("-v,--verbose", options.verbose, "print everything, however long");
    for (auto const& option : unbuilt_options) {
        auto* const added = command.add_option(option.name)->group("");
        if (option.takes_value)
            added->type_size(1)->expected(1)->allow_extra_args(false);
        else
            added->type_size(0)->expected(0);
    }
}

std::string objection(CLI::App const& command, run_options const& options)
{
    static constexpr std::string_view forms[] = {"text", "json"};
    static constexpr std::string_view transports[] = {"direct", "wire", "live"};
    for (auto const& option : unbuilt_options)
        if (command.count(option.name) > 0) return fmt::format("{} is not built yet", option.name);
    if (options.quiet && options.verbose) return "--quiet and --verbose exclude each other";
    if (options.transport == "wire" || options.transport == "live")
        return fmt::format("--transport {} is not built yet", options.transport);
    if (options.transport != "direct")
        return unknown_value("--transport", options.transport, transports);
    if (options.pace != "max") return fmt::format("--pace {} is not built yet", options.pace);
    if (options.summary != "text" && options.summary != "json")
        return unknown_value("--summary", options.summary, forms);
    if (command.count("--journal") > 0 && options.journal.empty())
        return "--journal: expected the name of a file, found nothing";
    return {};
}

loader_request load_options(run_options const& given, environment const& machine)
{
    loader_request request;
    auto& asked = request.options;
    asked.now = machine.now;
    asked.until = given.until;
    asked.profile = given.profile;
    asked.policy = given.policy;
    if (given.seed) {
        asked.seed = parse_seed(*given.seed);
        if (!asked.seed)
            request.failure = fmt::format(
                "--seed: expected a whole number from 0 to 2^64-1, found \"{}\"", *given.seed);
    }
    for (auto const& text : given.vars) {
        auto const pair = parse_assignment(text);
        if (pair)
            asked.vars.push_back(*pair);
        else
            request.failure = fmt::format("--var: expected name=value, found \"{}\"", text);
    }
    for (auto const& text : given.sets) {
        auto const pair = parse_assignment(text);
        if (pair)
            asked.sets.push_back(*pair);
        else
            request.failure = fmt::format("--set: expected POINTER=VALUE, found \"{}\"", text);
    }
    if (given.policy && names_a_file(*given.policy)) {
        auto const file = read_file(*given.policy);
        if (file.failure)
            request.failure = "--policy: " + *file.failure;
        else
            asked.policy = file.text;
    }
    return request;
}

std::string repro_line(std::string_view file, sim::scenario const& what, run_options const& options)
{
    std::string line = "drydock run";
    if (!file.empty()) line += " " + shell_word(file);
    line += fmt::format(" --seed {}", what.seed);
    for (auto const& text : options.vars)
        line += " --var " + shell_word(text);
    for (auto const& text : options.sets)
        line += " --set " + shell_word(text);
    auto const* const start = what.resolved.find("start");
    if (start != nullptr && start->text == "now")
        line += " --set " + shell_word("/start=" + model::to_text(what.start));
    append_option(line, "--policy", options.policy);
    append_option(line, "--profile", options.profile);
    append_option(line, "--until", options.until);
    if (options.verify_determinism) line += " --verify-determinism";
    return line;
}

} // namespace drydock::tools
