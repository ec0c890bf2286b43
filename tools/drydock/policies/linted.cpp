#include "tools/drydock/policies/linted.hpp"

#include "sim/scenario/load.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/tree/reader.hpp"
#include "tools/drydock/scenario_source.hpp"

#include <fmt/format.h>

namespace drydock::tools {

namespace {

void add(linted_policies& to, std::string const& name,
         std::vector<sim::policy_finding> const& found)
{
    for (auto const& finding : found)
        to.findings.emplace_back(name, finding);
}

/// Loads with one policy in force, and lints it.
bool add_one(linted_policies& to, scenario_source const& source, std::string const& name,
             sim::load_options const& options)
{
    auto const loaded = load(source, options);
    for (auto const& error : loaded.errors)
        to.failure += shown(error, source, painter{false});
    if (!loaded.loaded) return false;
    add(to, name, sim::lint(loaded.loaded->policy));
    return true;
}

/// The policy in force, and those of the file's own.
linted_policies lint_scenario(scenario_source const& source, sim::load_options options)
{
    linted_policies made;
    auto const loaded = load(source, options);
    if (!add_one(made, source, "policy", options)) return made;
    auto const* const own = loaded.loaded->resolved.find("policies");
    if (own == nullptr) return made;
    for (auto const& each : own->members) {
        options.policy = each.name;
        add_one(made, source, "policies/" + each.name, options);
    }
    return made;
}

/// What is about a policy alone lacks the format of a scenario.
bool is_policy(std::string_view text)
{
    std::vector<sim::scenario_error> ignored;
    auto const tree = sim::read_json(text, ignored);
    return tree && tree->is == sim::node::kind::object && tree->find("format") == nullptr;
}

linted_policies unknown(std::string const& name, std::string const& why)
{
    std::vector<std::string_view> known;
    for (auto const& preset : sim::policy_presets())
        known.push_back(preset.name);
    return {{}, fmt::format("drydock: {}{}\n", printable(why), sim::did_you_mean(name, known))};
}

} // namespace

linted_policies lint_named(std::string const& name, environment const& machine)
{
    linted_policies made;
    for (auto const& preset : sim::policy_presets())
        if (name.empty() || name == preset.name)
            add(made, std::string{preset.name}, sim::lint(preset));
    if (name.empty() || sim::find_policy_preset(name) != nullptr) return made;

    auto const source =
        name.starts_with('{') ? scenario_source{name, name, {}} : read_scenario(name);
    if (source.failure) return unknown(name, *source.failure);
    sim::load_options options{.now = machine.now};
    if (!is_policy(source.text)) return lint_scenario(source, options);
    options.policy = source.text;
    add_one(made, {name, R"({"format": 1})", {}}, name, options);
    return made;
}

} // namespace drydock::tools
