// `drydock policies`: the library of published policies, and what is questionable in one.
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/policy/ladder.hpp"
#include "sim/scenario/policy/lint.hpp"
#include "sim/scenario/policy/policy_node.hpp"
#include "sim/scenario/tree/reader.hpp"
#include "tools/drydock/command.hpp"
#include "tools/drydock/json.hpp"
#include "tools/drydock/policies/linted.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace drydock::tools {

namespace {

struct policies_command {
    std::string name; // of a preset; for --lint also a file
    bool lint = false;
    bool as_json = false;

    int act(console const& to) const;
    int tell_one(console const& to) const;
    int tell_findings(console const& to) const;
};

constexpr char const* policies_examples =
    "Examples:\n"
    "  drydock policies                        all that the library has, with their sources\n"
    "  drydock policies svix                   one of them: every delay, and how it was read\n"
    "  drydock policies --json | jq -r .source\n"
    "  drydock policies --lint                 what is questionable in them\n"
    "  drydock policies --lint outage.json     in the policies of a scenario\n"
    "  drydock policies --lint mine.json       in a policy, as --policy takes it\n"
    "  drydock run outage.json --policy svix   use one\n"
    "  drydock compare outage.json             compare them all\n"
    "\n"
    "--lint finds a max_age shorter than the ladder, a timeout longer than a delay, a webhook that "
    "is\n"
    "turned off before the ladder ends, jitter that reorders, retries in step, retry storms, and "
    "pages\n"
    "that describe their delays in two ways.\n"
    "\n"
    "Exit codes: 0 told, and nothing found; 1 --lint found something; 2 bad usage, or no such "
    "policy.\n";

std::string delay_cell(sim::attempt_start delay)
{
    if (delay.least == delay.most) return length_phrase(delay.least);
    return fmt::format("{} to {}", length_phrase(delay.least), length_phrase(delay.most));
}

/// Every attempt: the delay before it, and when it starts after the first. Those that only repeat
/// the delay before them are left out, save the last.
std::string ladder_text(model::retry_policy const& policy)
{
    auto const starts = sim::attempt_starts(policy);
    std::string text = "  attempt  delay before it     after the first\n";
    for (std::size_t n = 1; n <= starts.size(); ++n) {
        if (n > policy.delay_count + 2u && n < starts.size()) {
            if (n == policy.delay_count + 3u) text += "  ...\n";
            continue;
        }
        auto const delay = n == 1 ? std::string{"-"}
                                  : delay_cell(policy.jittered(
                                        policy.delay_after({static_cast<std::uint16_t>(n - 1)})));
        text += fmt::format("  {:<7}  {}  {}\n", n, padded(delay, 18), delay_cell(starts[n - 1]));
    }
    return text;
}

std::string labelled(std::string_view label, std::string_view text)
{
    if (text.empty()) return {};
    auto const lines = wrapped(text, std::string(11, ' '));
    return fmt::format("  {}{}", padded(label, 9), lines.substr(11));
}

/// As a scenario would have it, on one line.
std::string written(sim::policy_preset const& preset)
{
    std::vector<sim::scenario_error> none;
    return sim::to_json(*sim::read_json(preset.policy, none));
}

std::string details(sim::policy_preset const& preset)
{
    auto const policy = sim::read_preset(preset.policy).policy;
    return fmt::format("{}: {}\n", preset.name, preset.sender) + labelled("source", preset.source) +
           labelled("read", preset.read) + labelled("reading", preset.reading) +
           labelled("others", preset.others) + labelled("policy", written(preset)) +
           labelled("survives", length_phrase(sim::survivable_outage(policy))) + '\n' +
           ladder_text(policy);
}

std::string row(sim::policy_preset const& preset, std::size_t width, painter paint)
{
    auto const policy = sim::read_preset(preset.policy).policy;
    auto const beside = std::string(width + 2, ' ');
    auto const what =
        fmt::format("{}, survives {} of outage; {}", counted(policy.attempts, "attempt"),
                    length_phrase(sim::survivable_outage(policy)), preset.sender);
    return paint(tone::strong, padded(preset.name, beside.size())) + what + '\n' + beside +
           paint(tone::dim, fmt::format("{}, read {}", preset.source, preset.read)) + '\n';
}

std::string to_json(sim::policy_preset const& preset)
{
    auto const policy = sim::read_preset(preset.policy).policy;
    return sim::to_json(
        json_object({{"name", json_string(preset.name)},
                     {"sender", json_string(preset.sender)},
                     {"source", json_string(preset.source)},
                     {"read", json_string(preset.read)},
                     {"reading", json_string(preset.reading)},
                     {"others", json_string(preset.others)},
                     {"policy", sim::policy_node(policy)},
                     {"survivable_outage", json_seconds(sim::survivable_outage(policy))}}));
}

int unknown_policy(console const& to, std::string_view name)
{
    std::vector<std::string_view> known;
    for (auto const& preset : sim::policy_presets())
        known.push_back(preset.name);
    return refuse(to, fmt::format("the library has no policy \"{}\"{}", name,
                                  sim::did_you_mean(name, known)));
}

int policies_command::tell_one(console const& to) const
{
    auto const* const preset = sim::find_policy_preset(name);
    if (preset == nullptr) return unknown_policy(to, name);
    to.out << (as_json ? to_json(*preset) + '\n' : details(*preset));
    return exit_held;
}

int policies_command::tell_findings(console const& to) const
{
    auto const linted = lint_named(name, to.machine);
    if (!linted.failure.empty()) {
        to.err << linted.failure;
        return exit_bad_input;
    }
    for (auto const& [policy, found] : linted.findings) {
        if (as_json)
            to.out << sim::to_json(json_object({{"policy", json_string(policy)},
                                                {"rule", json_string(found.rule)},
                                                {"message", json_string(found.message)}}))
                   << '\n';
        else
            to.out << fmt::format("{}: {}: {}\n", printable(policy), found.rule, found.message);
    }
    if (linted.findings.empty() && !as_json) to.out << "nothing found\n";
    return linted.findings.empty() ? exit_held : exit_failed;
}

int policies_command::act(console const& to) const
{
    if (lint) return tell_findings(to);
    if (!name.empty()) return tell_one(to);
    auto const width = std::ranges::max(sim::policy_presets(), {}, [](auto const& p) {
                           return p.name.size();
                       }).name.size();
    for (auto const& preset : sim::policy_presets())
        to.out << (as_json ? to_json(preset) + '\n' : row(preset, width, to.paint()));
    return exit_held;
}

} // namespace

command add_policies_command(command_line program)
{
    auto state = std::make_shared<policies_command>();
    auto app = program.add_subcommand("policies", "the library of published delivery policies");
    app.add_option("NAME", state->name, "one policy; with --lint also a scenario or a policy file");
    app.add_flag("--lint", state->lint, "tell what is questionable");
    app.add_flag("--json", state->as_json, "one JSON object a line");
    app.footer(policies_examples);
    return {app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
