// `drydock check`: parse and validate, run nothing.
#include "sim/outside_call.hpp"
#include "sim/scenario/load.hpp"
#include "tools/drydock/command.hpp"
#include "tools/drydock/json.hpp"
#include "tools/drydock/run_options.hpp"
#include "tools/drydock/scenario_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace drydock::tools {

namespace {

struct check_command {
    run_options options;
    std::vector<std::string> paths;
    bool print = false;
    bool as_json = false;
    bool quiet = false;

    int act(console const& to) const;
    bool check(console const& to, std::string const& path, sim::load_options const& asked) const;
    void tell(console const& to, scenario_source const& source,
              sim::load_result const& result) const;
};

constexpr char const* check_examples =
    "Examples:\n"
    "  drydock check outage.json\n"
    "  drydock check scenarios                   a whole folder\n"
    "  drydock check --print outage.json         variables filled in\n"
    "  drydock check --print outage.json --var down_for=5h\n"
    "  drydock check --json scenarios | jq .errors\n"
    "  drydock check --print @stale_overwrite    a bundled one\n"
    "\n"
    "Exit codes: 0 all are valid, 2 one is not.\n";

std::string_view kind_name(enum sim::scenario_error::kind is)
{
    switch (is) {
    case sim::scenario_error::kind::text: return "text";
    case sim::scenario_error::kind::shape: return "shape";
    case sim::scenario_error::kind::meaning: return "meaning";
    }
    return "";
}

sim::node error_json(sim::scenario_error const& error)
{
    return json_object({{"kind", json_string(kind_name(error.is))},
                        {"line", json_number(error.where.line)},
                        {"column", json_number(error.where.column)},
                        {"pointer", json_string(error.pointer)},
                        {"message", json_string(error.message)}});
}

std::string result_json(scenario_source const& source, sim::load_result const& result)
{
    auto errors = json_array();
    for (auto const& error : result.errors)
        errors.items.push_back(error_json(error));
    auto hints = json_array();
    for (auto const& hint : result.hints)
        hints.items.push_back(json_string(hint));
    return sim::to_json(json_object({{"file", json_string(source.name)},
                                     {"ok", json_boolean(result.loaded.has_value())},
                                     {"errors", errors},
                                     {"hints", hints}}));
}

std::string unreadable_json(scenario_source const& source)
{
    sim::load_result result;
    result.errors.push_back({sim::scenario_error::kind::text, {0, 0}, {}, *source.failure});
    return result_json(source, result);
}

int check_command::act(console const& to) const
{
    if (print && as_json) return refuse(to, "--print and --json exclude each other");
    auto const found = find_scenarios(paths);
    if (found.failure) return refuse(to, *found.failure);
    auto const request = load_options(options, to.machine);
    if (!request.failure.empty()) return refuse(to, request.failure);
    bool all_valid = true;
    for (auto const& file : found.files)
        all_valid = check(to, file.path, request.options) && all_valid;
    return all_valid ? exit_held : exit_bad_input;
}

bool check_command::check(console const& to, std::string const& path,
                          sim::load_options const& asked) const
{
    auto const source = read_scenario(path);
    if (source.failure) {
        if (as_json)
            to.out << unreadable_json(source) << '\n';
        else
            refuse(to, *source.failure);
        return false;
    }
    auto result = load(source, asked);
    if (result.loaded)
        if (auto why = sim::live_only(*result.loaded); !why.empty())
            result.hints.push_back(std::move(why));
    if (as_json)
        to.out << result_json(source, result) << '\n';
    else
        tell(to, source, result);
    return result.loaded.has_value();
}

void check_command::tell(console const& to, scenario_source const& source,
                         sim::load_result const& result) const
{
    for (auto const& error : result.errors)
        to.err << shown(error, source, painter{false});
    for (auto const& hint : result.hints)
        if (!quiet) to.err << "hint: " << printable(hint) << '\n';
    if (!result.loaded) return;
    if (print)
        to.out << sim::to_pretty_json(result.loaded->resolved) << '\n';
    else if (!quiet)
        to.out << fmt::format("{}: ok, {} and {}\n", printable(source.name),
                              counted(result.loaded->timeline.size(), "timeline entry"),
                              counted(result.loaded->expect.size(), "expectation"));
}

} // namespace

command add_check_command(command_line program)
{
    auto state = std::make_shared<check_command>();
    auto app = program.add_subcommand("check", "validate scenarios without running them");
    app.add_option("FILE", state->paths, "scenario files, folders of them, or @NAME").required();
    app.add_flag("--print", state->print, "print the file as variables and options resolve it");
    app.add_flag("--json", state->as_json, "one JSON object a file, errors included");
    app.add_flag("-q,--quiet", state->quiet, "print errors only");
    add_scenario_options(app, state->options);
    app.footer(check_examples);
    return {app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
