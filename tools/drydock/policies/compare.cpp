// `drydock compare`: one scenario under several policies.
#include "sim/scenario/policy/presets.hpp"
#include "tools/drydock/command.hpp"
#include "tools/drydock/policies/comparison.hpp"
#include "tools/drydock/run_options.hpp"
#include "tools/drydock/scenario_source.hpp"

#include <fmt/format.h>

#include <memory>

namespace drydock::tools {

namespace {

struct compare_command {
    command_line app;
    run_options options;
    std::string file;
    std::vector<std::string> policies;
    bool as_json = false;

    int act(console const& to) const;
    std::vector<std::optional<std::string>> asked() const;
    std::optional<compared_policy> play(console const& to, scenario_source const& source,
                                        std::optional<std::string> const& policy,
                                        std::optional<sim::scenario>& first) const;
    void tell(console const& to, sim::scenario const& what,
              std::vector<compared_policy> const& rows) const;
};

constexpr char const* compare_examples =
    "Examples:\n"
    "  drydock compare @six_hours_down --policy seed-2019 --policy svix\n"
    "  drydock compare outage.json                   its own policy and the whole library\n"
    "  drydock compare outage.json --policy svix --policy '{\"attempts\": 5, \"delay\": \"30m\"}'\n"
    "  drydock compare outage.json --policy mine.json --policy wix --var down_for=8h\n"
    "  drydock compare outage.json --json | jq '.policies[] | {name, lost, attempts}'\n"
    "\n"
    "All see the same events, and what is drawn for one is drawn for all. The columns:\n"
    "  survives    the longest outage that the policy gets through without a loss\n"
    "  wasted      attempts that delivered nothing\n"
    "  unsent      events that came when the policy had turned the webhook off\n"
    "  worst, p50, p99   from the event to its delivery\n"
    "  in outages  attempts while one lasts, and the most of them in a minute\n"
    "  afterwards  the most in a minute after the last outage, and until when there are more than\n"
    "              without retries\n"
    "Expectations of the file are not judged.\n"
    "\n"
    "Exit codes: 0 compared, 2 bad usage, scenario or policy.\n";

// Without a name: what the file has, and the library.
std::vector<std::optional<std::string>> compare_command::asked() const
{
    std::vector<std::optional<std::string>> all{policies.begin(), policies.end()};
    if (!all.empty()) return all;
    all.emplace_back(std::nullopt);
    for (auto const& preset : sim::policy_presets())
        all.emplace_back(std::string{preset.name});
    return all;
}

std::optional<compared_policy> compare_command::play(console const& to,
                                                     scenario_source const& source,
                                                     std::optional<std::string> const& policy,
                                                     std::optional<sim::scenario>& first) const
{
    auto chosen = options;
    chosen.policy = policy;
    auto request = load_options(chosen, to.machine);
    request.options.any_attempt = true;
    if (!request.failure.empty()) {
        refuse(to, request.failure);
        return std::nullopt;
    }
    auto const loaded = load(source, request.options);
    for (auto const& error : loaded.errors)
        to.err << shown(error, source, to.paint());
    if (!loaded.loaded) return std::nullopt;
    if (!first) first = *loaded.loaded;
    auto row = run_for_comparison(*loaded.loaded, policy.value_or("the file's"));
    if (row.run.failure.empty()) return row;
    refuse(to, row.run.failure);
    return std::nullopt;
}

void compare_command::tell(console const& to, sim::scenario const& what,
                           std::vector<compared_policy> const& rows) const
{
    if (as_json) {
        to.out << comparison_json(what, rows) << '\n';
        return;
    }
    auto const& s = rows.front().run.summary;
    if (!what.about.empty()) to.out << wrapped(what.about);
    to.out << fmt::format("{}, seed {}: {}, normally {} in 1m\n\n", printable(what.path), what.seed,
                          counted(s.webhook_events, "event"),
                          counted(s.load.normal, "first attempt"))
           << comparison_text(rows, to.paint());
}

int compare_command::act(console const& to) const
{
    auto const source = read_scenario(file);
    if (source.failure) return refuse(to, *source.failure);
    std::vector<compared_policy> rows;
    std::optional<sim::scenario> first;
    for (auto const& policy : asked()) {
        auto row = play(to, source, policy, first);
        if (!row) return exit_bad_input;
        rows.push_back(std::move(*row));
    }
    tell(to, *first, rows);
    return exit_held;
}

} // namespace

command add_compare_command(command_line program)
{
    auto state = std::make_shared<compare_command>();
    auto app = program.add_subcommand("compare", "one scenario under several policies");
    state->app = app;
    app.add_option("FILE", state->file, "a scenario or @NAME").required();
    add_scenario_options(app, state->options);
    app.remove_option("--policy");
    app.add_option("--policy", state->policies,
                   "a policy's name, a JSON file, or inline JSON; one row each time it is given")
        .type_name("POLICY")
        .one_value();
    app.add_flag("--json", state->as_json, "one JSON object");
    app.footer(compare_examples);
    return {app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
