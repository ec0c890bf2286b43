// `drydock explore`: every way in which a scenario can go.
#include "sim/outside_call.hpp"
#include "sim/scenario/nearest.hpp"
#include "tools/drydock/command.hpp"
#include "tools/drydock/explore/explore_report.hpp"
#include "tools/drydock/explore/path_scenario.hpp"
#include "tools/drydock/explore/real_limit.hpp"
#include "tools/drydock/run_options.hpp"
#include "tools/drydock/scenario_source.hpp"
#include "tools/store/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace drydock::tools {

namespace {

constexpr char const* examples =
    "Every attempt ends in each of the outcomes in turn, whatever the file's outages and rules "
    "say;\n"
    "works of one instant go in every order that can matter. What is judged are the properties, "
    "in\n"
    "each run; the file's other expectations are about one run and are left out.\n"
    "\n"
    "Examples:\n"
    "  drydock explore two_scans.json\n"
    "  drydock explore two_scans.json --outcomes ok,fail,lost_ack --out found\n"
    "  drydock run found/status_never_regresses.json      the shortest way to break it\n"
    "  drydock explore @stale_overwrite --policy '{\"attempts\":2}' --outcomes 200,410,timeout\n"
    "  drydock explore many.json --events 4 --attempts 2 --time-limit 10s\n"
    "  drydock explore two_scans.json --property at_most_one_effect --json\n"
    "\n"
    "Outcomes: ok (a success), fail (refused), lost_ack, timeout, reset, dns, tls, malformed, or "
    "a\n"
    "status such as 503. It says \"exhaustive\" only when nothing was left out.\n"
    "\n"
    "Exit codes: 0 no run breaks a property, 1 one does, 2 bad usage or scenario.\n";

struct explore_command {
    command_line app;
    run_options options;
    std::string file;
    std::string outcomes = "ok,fail,lost_ack";
    std::vector<std::string> properties;
    std::optional<std::uint16_t> attempts;
    std::optional<unsigned> events;
    std::string time_limit = "1m";
    std::string out;
    bool json = false;

    int act(console const& to) const;
    int search(console const& to, sim::scenario const& what) const;
    void write_paths(exploration& done) const;
    std::string own_words() const;
};

std::vector<std::string> words_of(std::string_view list)
{
    std::vector<std::string> words;
    while (true) {
        auto const comma = list.find(',');
        words.emplace_back(list.substr(0, comma));
        if (comma == std::string_view::npos) return words;
        list.remove_prefix(comma + 1);
    }
}

/// What was asked for, or why it cannot be done.
struct read_outcomes {
    std::vector<sim::possible_outcome> outcomes;
    std::string failure;
};
read_outcomes outcomes_of(std::string_view list, model::retry_policy const& policy)
{
    read_outcomes read;
    for (auto const& word : words_of(list)) {
        auto const known = sim::possible_outcome_words();
        auto const one = sim::parse_possible_outcome(word, policy);
        if (!one) {
            read.failure =
                fmt::format("--outcomes: expected {} or a status such as 503, found "
                            "\"{}\"{}",
                            fmt::join(known, ", "), word, sim::did_you_mean(word, known));
            return read;
        }
        auto const same = [&](sim::possible_outcome const& o) { return o.name == one->name; };
        if (std::ranges::none_of(read.outcomes, same)) read.outcomes.push_back(*one);
    }
    return read;
}

/// The properties that are judged: those that were named, else all.
struct read_properties {
    std::vector<model::property> judged;
    std::string failure;
};
read_properties properties_of(std::vector<std::string> const& names)
{
    read_properties read;
    for (auto const& name : names) {
        auto const which = model::parse_property(name);
        if (!which)
            read.failure = fmt::format("--property: there is none called \"{}\"{}", name,
                                       sim::did_you_mean(name, sim::property_names));
        else
            read.judged.push_back(*which);
    }
    for (auto const& name : sim::property_names)
        if (names.empty()) read.judged.push_back(*model::parse_property(name));
    return read;
}

std::string why_not(sim::scenario const& what)
{
    if (what.needs_wire())
        return "the scenario has links; explore decides itself how each attempt ends, and expects "
               "none";
    return sim::live_only(what);
}

void explore_command::write_paths(exploration& done) const
{
    for (auto const which : done.judged) {
        auto const index = static_cast<std::size_t>(which);
        auto const& length = done.found.shortest[index];
        if (!length) continue;
        auto const about = fmt::format(
            "Found by exploring {}: {} breaks with {} in {}.", done.what->path, name(which),
            counted(length->faults, "fault"), counted(length->attempts, "attempt"));
        auto made = path_scenario(*done.what, done.outcomes, done.found.paths[index], which, about);
        auto& written = done.files[index];
        written.problem = std::move(made.failure);
        if (!written.problem.empty()) continue;
        written.path = (std::filesystem::path{out} / (std::string{name(which)} + ".json")).string();
        if (auto const failed = write_file(written.path, made.text)) {
            written.problem = *failed;
            done.failed_to_write = true;
        }
    }
}

/// The options of the search as they were given.
std::string explore_command::own_words() const
{
    auto text = " --outcomes " + shell_word(outcomes);
    for (auto const& name : properties)
        text += " --property " + shell_word(name);
    if (attempts) text += fmt::format(" --attempts {}", *attempts);
    if (events) text += fmt::format(" --events {}", *events);
    return text;
}

int explore_command::search(console const& to, sim::scenario const& what) const
{
    if (auto const why = why_not(what); !why.empty()) return refuse(to, why);
    auto const asked = outcomes_of(outcomes, what.policy);
    if (!asked.failure.empty()) return refuse(to, asked.failure);
    auto const wanted = properties_of(properties);
    if (!wanted.failure.empty()) return refuse(to, wanted.failure);
    real_limit const limit{time_limit};
    if (!limit.failure().empty()) return refuse(to, limit.failure());
    if (!out.empty()) {
        std::error_code why;
        std::filesystem::create_directories(out, why);
        if (why) return refuse(to, fmt::format("cannot write {}: {}", out, why.message()));
    }

    sim::explore_bounds bounds;
    bounds.attempts = attempts.value_or(bounds.attempts);
    bounds.deliveries = events.value_or(bounds.deliveries);
    bounds.is_out_of_time = [&] { return limit.is_over(); };
    exploration done{.what = &what,
                     .outcomes = asked.outcomes,
                     .judged = wanted.judged,
                     .bounds = bounds,
                     .found = sim::explore(what, asked.outcomes, bounds)};
    done.wall = limit.elapsed();
    if (!out.empty()) write_paths(done);
    to.out << (json ? exploration_json(done) : exploration_text(done, to.paint()));
    if (!json && done.is_broken())
        to.out << "\nrepeat with: drydock explore " << shell_word(file)
               << repro_options(what, options) << own_words() << '\n';
    if (done.failed_to_write) return exit_bad_input;
    return done.is_broken() ? exit_failed : exit_held;
}

int explore_command::act(console const& to) const
{
    auto const request = load_options(options, to.machine);
    if (!request.failure.empty()) return refuse(to, request.failure);
    auto const source = read_scenario(file);
    if (source.failure) return refuse(to, *source.failure);
    auto const loaded = load(source, request.options);
    for (auto const& error : loaded.errors)
        to.err << shown(error, source, painter{false});
    if (!loaded.loaded) return exit_bad_input;
    return search(to, *loaded.loaded);
}

} // namespace

command add_explore_command(command_line program)
{
    auto state = std::make_shared<explore_command>();
    auto app = program.add_subcommand("explore", "every way in which a scenario can go");
    state->app = app;
    app.add_option("FILE", state->file, "a scenario, or @NAME").required();
    app.add_option("--outcomes", state->outcomes, "how an attempt may end")
        .type_name("LIST")
        .show_default();
    app.add_option("--property", state->properties, "judge this one only; repeatable")
        .type_name("NAME")
        .one_value();
    app.add_option("--attempts", state->attempts,
                   "vary so many attempts of a delivery; later ones end in the first outcome")
        .type_name("N");
    app.add_option("--events", state->events,
                   "vary the deliveries of so many webhook events; later ones likewise")
        .type_name("N");
    app.add_option("--time-limit", state->time_limit, "of real time; then it tells what it has")
        .type_name("DURATION")
        .show_default();
    app.add_option("--out", state->out,
                   "write the shortest way to each broken property as a scenario")
        .type_name("DIR");
    app.add_flag("--json", state->json, "print one object");
    add_scenario_options(app, state->options);
    app.footer(examples);
    return {app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
