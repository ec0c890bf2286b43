#include "tools/drydock/run_options.hpp"

#include "sim/scenario/nearest.hpp"
#include "tools/live/target_map.hpp"
#include "tools/net/clock_mode.hpp"
#include "tools/page/page.hpp"
#include "tools/sign/sign_time.hpp"
#include "tools/store/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace drydock::tools {

namespace {

// What only a live run knows of.
constexpr std::array live_options_names{
    "--allow-host",   "--cacert",       "--insecure",  "--plain",    "--in-flight", "--api-port",
    "--live-latency", "--no-preflight", "--sign-time", "--sign-key", "--start",     "--wait-for",
};
constexpr unsigned most_in_flight = 1024;

// Each occurrence takes one value: a file that follows must not be swallowed.
void add_repeatable(command_line command, char const* name, std::vector<std::string>& values,
                    char const* shape, char const* what)
{
    command.add_option(name, values, what).type_name(shape).one_value();
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

void add_scenario_options(command_line command, run_options& options)
{
    command.add_option("--seed", options.seed, "seed of all chance (default: the file's, or 1)")
        .type_name("N");
    add_repeatable(command, "--var", options.vars, "NAME=VALUE", "override a variable of the file");
    add_repeatable(command, "--set", options.sets, "POINTER=VALUE",
                   "set any value of the file, by JSON pointer");
    command.add_option("--policy", options.policy, "a policy's name, a JSON file, or inline JSON")
        .type_name("POLICY");
    command.add_option("--profile", options.profile, "seed-2019 or openapi-2026").type_name("NAME");
    command.add_option("--until", options.until, "stop after all work due at or before this time")
        .type_name("TIME");
}

static void add_live_options(command_line command, run_options& options)
{
    add_repeatable(
        command, "--endpoint", options.endpoints, "URL",
        "a real receiver, for all webhooks; track=URL or https://shop.test=URL for some");
    add_repeatable(command, "--allow-host", options.allowed_hosts, "HOST",
                   "a host that is not this machine, and may be reached");
    command
        .add_option("--start", options.start, "a command that starts the receiver; stopped after")
        .type_name("CMD");
    command.add_option("--wait-for", options.wait_for, "begin when something answers there")
        .type_name("URL");
    command.add_flag("--no-preflight", options.no_preflight, "do not connect before the run");
    command
        .add_option("--live-latency", options.live_latency,
                    "measured: an attempt takes what it took; zero: no time")
        .type_name("FORM");
    command.add_option("--in-flight", options.in_flight, "attempts at the same time (default: 1)")
        .type_name("N");
    command
        .add_option("--api-port", options.api_port,
                    "serve the API there meanwhile; 0 takes a free port")
        .type_name("PORT");
    command.add_option("--cacert", options.ca_file, "certificates to believe, PEM")
        .type_name("FILE");
    command.add_flag("--insecure", options.insecure, "believe any certificate");
    command.add_flag("--plain", options.plain, "send no Drydock headers");
    command
        .add_option("--sign-key", options.sign_key,
                    "sign with this key (PEM; made if there is none)")
        .type_name("FILE");
    command.add_option("--sign-time", options.sign_time, "stamp with wall or virtual time, or -10m")
        .type_name("TIME");
}

static std::string objection_to_transport(command_line const& command, run_options const& options)
{
    static constexpr std::string_view transports[] = {"direct", "wire", "live"};
    static constexpr std::string_view latencies[] = {"measured", "zero"};
    if (!options.transport.empty() &&
        std::ranges::find(transports, options.transport) == std::end(transports))
        return unknown_value("--transport", options.transport, transports);
    if (!options.is_live()) {
        if (!options.endpoints.empty()) return "--endpoint: expected --transport live, or none";
        for (auto const* const name : live_options_names)
            if (command.count(name) > 0)
                return fmt::format("{} is about a live run; expected --endpoint URL or "
                                   "--transport live beside it",
                                   name);
        return {};
    }
    if (options.live_latency != "measured" && options.live_latency != "zero")
        return unknown_value("--live-latency", options.live_latency, latencies);
    if (options.in_flight < 1 || options.in_flight > most_in_flight)
        return fmt::format("--in-flight: expected 1 to {}, found {}", most_in_flight,
                           options.in_flight);
    if (auto const why = target_map::parse(options.endpoints).failure; !why.empty())
        return "--endpoint: " + why;
    if (options.sign_time)
        if (auto const why = parse_sign_time(*options.sign_time).failure; !why.empty())
            return "--sign-time: " + why;
    if (options.start && !options.wait_for)
        return "--start: expected --wait-for URL beside it, to know when the receiver is ready";
    return {};
}

static std::string objection_to_pace(run_options const& options)
{
    if (!options.is_paced()) return {};
    auto const mode = parse_clock_mode(options.pace);
    if (!mode || mode->is != clock_mode::kind::paced)
        return fmt::format("--pace: expected max, or a speed such as 60x, found \"{}\"",
                           options.pace);
    // While a paced run waits it hears nobody.
    if (options.api_port)
        return "--pace: expected no --api-port beside it; drydock serve --clock 60x is a service "
               "that keeps to real time";
    return {};
}

void add_run_options(command_line command, run_options& options)
{
    add_scenario_options(command, options);
    command
        .add_option("--journal", options.journal,
                    "write every event to a file: JSON lines, or SQLite")
        .type_name("OUT.jsonl|OUT.db");
    command.add_option("--html", options.html, "write the run as a page that opens in any browser")
        .type_name("OUT.html");
    command.add_option("--series", options.series, "write the load over time to a table")
        .type_name("OUT.csv");
    command.add_option("--bucket", options.bucket, "time of one row of --series (default: 1m)")
        .type_name("DURATION");
    command.add_option("--summary", options.summary, "text or json (then nothing else is printed)")
        .type_name("FORM");
    command
        .add_option("--transport", options.transport,
                    "direct; wire: HTTP over a simulated network; live: real sockets")
        .type_name("NAME");
    add_live_options(command, options);
    command
        .add_option("--pace", options.pace,
                    "max; 60x: a virtual minute takes a real second; 1x: as long as it would take")
        .type_name("SPEED");
    command.add_flag("--verify-determinism", options.verify_determinism,
                     "run twice and compare event by event");
    command.add_flag("--watch", options.watch, "run again whenever a file changes");
    command.add_flag("-q,--quiet", options.quiet, "print only the summary and what failed");
    command.add_flag("-v,--verbose", options.verbose, "print everything, however long");
}

std::string objection(command_line const& command, run_options const& options)
{
    static constexpr std::string_view forms[] = {"text", "json"};
    if (options.quiet && options.verbose) return "--quiet and --verbose exclude each other";
    if (auto why = objection_to_transport(command, options); !why.empty()) return why;
    if (auto why = objection_to_pace(options); !why.empty()) return why;
    if (options.summary != "text" && options.summary != "json")
        return unknown_value("--summary", options.summary, forms);
    if (command.count("--journal") > 0 && options.journal.empty())
        return "--journal: expected the name of a file, found nothing";
    auto const bucket = model::parse_duration(options.bucket);
    if (!bucket || *bucket <= model::duration::zero())
        return fmt::format("--bucket: expected a duration above 0 such as \"1m\", found \"{}\"",
                           options.bucket);
    if (command.count("--html") > 0 && options.html.empty())
        return "--html: expected the name of a file, found nothing";
    if (!options.html.empty() && !web_page().is_there()) return fmt::format("--html: {}", no_page);
    if (command.count("--series") > 0 && options.series.empty())
        return "--series: expected the name of a file, found nothing";
    if (command.count("--bucket") > 0 && options.series.empty())
        return "--bucket: expected --series beside it";
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

std::string_view transport_name(run_options const& options, sim::scenario const& what)
{
    if (options.is_live()) return "live";
    if (!options.transport.empty()) return options.transport;
    return what.needs_wire() ? "wire" : "direct";
}

std::string repro_line(std::string_view file, sim::scenario const& what, run_options const& options)
{
    return "drydock run " + shell_word(file) + repro_options(what, options);
}

std::string repro_options(sim::scenario const& what, run_options const& options)
{
    auto line = fmt::format(" --seed {}", what.seed);
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
    for (auto const& text : options.endpoints)
        line += " --endpoint " + shell_word(text);
    for (auto const& text : options.allowed_hosts)
        line += " --allow-host " + shell_word(text);
    append_option(line, "--start", options.start);
    append_option(line, "--wait-for", options.wait_for);
    append_option(line, "--sign-key", options.sign_key);
    append_option(line, "--sign-time", options.sign_time);
    if (options.live_latency != "measured") line += " --live-latency " + options.live_latency;
    if (options.in_flight != 1) line += fmt::format(" --in-flight {}", options.in_flight);
    if (options.api_port) line += fmt::format(" --api-port {}", *options.api_port);
    if (!options.ca_file.empty()) line += " --cacert " + shell_word(options.ca_file);
    if (options.insecure) line += " --insecure";
    if (options.plain) line += " --plain";
    if (options.no_preflight) line += " --no-preflight";
    if (!options.transport.empty()) line += " --transport " + options.transport;
    if (options.verify_determinism) line += " --verify-determinism";
    return line;
}

} // namespace drydock::tools
