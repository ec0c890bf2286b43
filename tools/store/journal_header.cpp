#include "tools/store/journal_header.hpp"

#include "sim/scenario/tree/reader.hpp"
#include "tools/drydock/command.hpp"
#include "tools/drydock/json.hpp"

#include <fmt/format.h>

namespace drydock::tools {

namespace {

constexpr std::string_view format = "1";

} // namespace

sim::node as_played(sim::scenario const& what)
{
    auto scenario = what.resolved;
    for (auto& m : scenario.members)
        if (m.name == "start" && m.value.text == "now") m.value.text = model::to_text(what.start);
    // A live run may serve its API at a place of its own.
    auto const* const given = scenario.find("base_url");
    if (what.base_url == sim::scenario{}.base_url && given == nullptr) return scenario;
    std::erase_if(scenario.members, [](auto const& m) { return m.name == "base_url"; });
    append_member(scenario, "base_url", json_string(what.base_url));
    return scenario;
}

namespace {

std::string header_of(sim::scenario const& what, header_form form, std::string_view transport,
                      std::string_view id = {})
{
    auto header = json_object({{"drydock_journal", json_number(1)}});
    if (form == header_form::full) {
        append_member(header, "program", json_string(program_version()));
        append_member(header, "scenario", as_played(what));
    }
    append_member(header, "seed", json_number(what.seed));
    append_member(header, "profile", json_string(name(what.profile)));
    append_member(header, "policy", what.policy_as_given);
    append_member(header, "base_url", json_string(what.base_url));
    if (!transport.empty()) append_member(header, "transport", json_string(transport));
    if (!id.empty()) append_member(header, "id", json_string(id));
    return sim::to_json(header);
}

} // namespace

std::string journal_header(sim::scenario const& what, header_form form, bool is_live)
{
    return header_of(what, form, is_live ? "live" : "");
}

std::string served_journal_header(sim::scenario const& what, std::string_view id)
{
    return header_of(what, header_form::full, "serve", id);
}

std::string header_fields::scenario() const
{
    auto const* const found = all.find("scenario");
    return found == nullptr ? std::string{} : sim::to_json(*found);
}

bool header_fields::is_live() const
{
    auto const* const found = all.find("transport");
    return found != nullptr && found->text == "live";
}

bool header_fields::is_served() const
{
    auto const* const found = all.find("transport");
    return found != nullptr && found->text == "serve";
}

std::string header_fields::id() const
{
    auto const* const found = all.find("id");
    return found == nullptr ? std::string{} : found->text;
}

header_fields parse_header(std::string_view line)
{
    std::vector<sim::scenario_error> errors;
    auto tree = sim::read_json(line, errors);
    auto const* const version = tree && errors.empty() ? tree->find("drydock_journal") : nullptr;
    if (version == nullptr)
        return {{}, "expected a drydock journal, found a first line that is no header"};
    if (version->text != format)
        return {{},
                fmt::format("expected journal format {}, found format {}", format,
                            sim::to_json(*version))};
    return {std::move(*tree), {}};
}

recorded_scenario load_recorded(header_fields const& header, std::string const& journal,
                                sim::load_options const& options)
{
    auto const text = header.scenario();
    if (text.empty())
        return {{},
                fmt::format("{}: its header has no scenario, as that of a golden has none: it "
                            "cannot be run again",
                            journal)};
    auto result = sim::load_scenario(text, journal, options);
    if (result.loaded) return {std::move(result.loaded), {}};
    std::string failure;
    for (auto e : result.errors) {
        e.where.line = 0; // the scenario is one line of the journal
        failure += (failure.empty() ? "" : "\n") + sim::to_text(e, journal);
    }
    return {{}, failure};
}

namespace {

std::string value_text(sim::node const* value)
{
    return value == nullptr ? "none" : sim::to_json(*value);
}

using lines = std::vector<std::string>;

void tell_member(lines& told, std::string_view name, sim::node const* a, sim::node const* b)
{
    bool const is_same = a == nullptr || b == nullptr ? a == b : sim::same_value(*a, *b);
    if (!is_same)
        told.push_back(fmt::format("{}: {} against {}", name, value_text(a), value_text(b)));
}

sim::node const* member(sim::node const* of, std::string_view name)
{
    return of == nullptr ? nullptr : of->find(name);
}

} // namespace

lines header_differences(header_fields const& a, header_fields const& b)
{
    lines told;
    for (auto const* const name : {"program", "seed", "profile", "policy", "base_url"})
        tell_member(told, name, a.all.find(name), b.all.find(name));
    auto const* const one = a.all.find("scenario");
    auto const* const other = b.all.find("scenario");
    tell_member(told, "vars", member(one, "vars"), member(other, "vars"));
    if (one == nullptr || other == nullptr) return told;
    auto const is_told = [&](std::string_view name) { return name == "vars" || a.all.find(name); };
    for (auto const& m : one->members) {
        auto const* const found = other->find(m.name);
        if (!is_told(m.name) && (found == nullptr || !sim::same_value(m.value, *found)))
            told.push_back(fmt::format("scenario: /{} differs", m.name));
    }
    for (auto const& m : other->members)
        if (!is_told(m.name) && one->find(m.name) == nullptr)
            told.push_back(fmt::format("scenario: /{} only in the second", m.name));
    return told;
}

} // namespace drydock::tools
