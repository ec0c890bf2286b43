// `drydock shrink`: the smallest scenario that fails the same way.
#include "model/property/property.hpp"
#include "sim/outside_call.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/tree/tree_edit.hpp"
#include "sim/shrink/shrinker.hpp"
#include "tools/drydock/command.hpp"
#include "tools/drydock/explore/real_limit.hpp"
#include "tools/drydock/failure_report.hpp"
#include "tools/drydock/json.hpp"
#include "tools/drydock/run_options.hpp"
#include "tools/drydock/scenario_source.hpp"
#include "tools/drydock/shrink/written_out.hpp"
#include "tools/store/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace drydock::tools {

namespace {

constexpr char const* examples =
    "Leaves out parts of the scenario as long as it fails the same way, then makes times and\n"
    "numbers rounder. The same way: the same expectation or property, with none, fewer or more\n"
    "than was expected, as before. What is drawn is written out, if that makes it smaller.\n"
    "\n"
    "Examples:\n"
    "  drydock shrink big.json --seed 7 --out small.json\n"
    "  drydock run small.json                                fails as big.json does\n"
    "  drydock shrink big.json --property status_never_regresses\n"
    "  drydock shrink big.json --time-limit 10s --out small.json\n"
    "  drydock shrink small.json --out small.json            goes on from there\n"
    "\n"
    "Exit codes: 0 it fails, and here is the smallest, 1 it does not fail, 2 bad usage or\n"
    "scenario.\n";

/// What is shrunk: the scenario with the one expectation that fails, and how it does.
struct failing {
    sim::node tree;
    sim::verdict verdict;
};

/// What came of it.
struct shrinking {
    failing const& from;
    sim::shrunk result;
    model::duration wall{};
};

struct shrink_command {
    run_options options;
    std::string file, out;
    std::optional<std::string> property;
    std::string time_limit = "1m";
    bool json = false;

    int act(console const& to) const;
    std::string objection_to(sim::scenario const& what) const;
    int shrink(console const& to, sim::scenario const& what, failing const& found) const;
};

sim::node only_expectation(sim::node tree, std::optional<sim::node> wanted)
{
    for (auto const* const name : {"expect", "vars", "lesson", "about"})
        sim::remove_member(tree, name);
    if (!wanted) return tree;
    auto list = json_array();
    list.items.push_back(std::move(*wanted));
    append_member(tree, "expect", std::move(list));
    return tree;
}

/// Its first expectation that fails, or a property; none when nothing fails.
std::optional<failing> failure_of(sim::scenario const& what,
                                  std::optional<std::string> const& property)
{
    auto const first_failed = [](sim::run_result const& result) {
        return std::ranges::find_if_not(result.verdicts, &sim::verdict::passed);
    };
    if (property) {
        auto tree =
            only_expectation(what.resolved, json_object({{"property", json_string(*property)}}));
        auto const loaded = sim::load_scenario(sim::to_json(tree), what.path);
        if (!loaded.loaded) return std::nullopt;
        auto const result = sim::run(*loaded.loaded);
        auto const found = first_failed(result);
        if (found == result.verdicts.end() || found->pointer.empty()) return std::nullopt;
        auto verdict = *found;
        verdict.where.line = 0; // it is no place in the file
        return failing{std::move(tree), std::move(verdict)};
    }
    auto const result = sim::run(what);
    auto const failed = first_failed(result);
    if (failed == result.verdicts.end()) return std::nullopt;
    auto const place = static_cast<std::size_t>(failed - result.verdicts.begin());
    std::optional<sim::node> wanted;
    if (place < what.expect.size()) wanted = what.resolved.find("expect")->items[place];
    return failing{only_expectation(what.resolved, std::move(wanted)), *failed};
}

/// How much there is of what matters most.
struct amounts {
    std::size_t entries = 0, shipments = 0, faults = 0;
};
amounts amounts_of(sim::node const& tree)
{
    amounts found;
    if (auto const* const timeline = tree.find("timeline")) found.entries = timeline->items.size();
    auto const count = [&](sim::node const& population) {
        auto const* const n = population.find("shipments");
        if (n != nullptr) found.shipments += std::strtoull(n->text.c_str(), nullptr, 10);
    };
    if (auto const* const given = tree.find("population")) {
        count(*given);
        std::ranges::for_each(given->items, count);
    }
    if (auto const* const endpoints = tree.find("endpoints"))
        for (auto const& end : endpoints->members)
            for (auto const* const name : {"outages", "rules"})
                if (auto const* const list = end.value.find(name))
                    found.faults += list->items.size();
    return found;
}

std::string amounts_text(amounts const& a)
{
    auto text = counted(a.entries, "entry");
    if (a.shipments != 0) text += ", " + counted(a.shipments, "generated shipment");
    return fmt::format("{}, rules and outages: {}", text, a.faults);
}

sim::node to_json(amounts const& a)
{
    return json_object({{"entries", json_number(a.entries)},
                        {"shipments", json_number(a.shipments)},
                        {"rules_and_outages", json_number(a.faults)}});
}

/// What comes of it, for a file.
std::string titled(sim::node tree, sim::scenario const& from, sim::verdict const& failed)
{
    auto const line = failed.message.substr(0, failed.message.find('\n'));
    sim::set_member(
        tree, "about",
        json_string(fmt::format("Shrunk from {}, seed {}; it fails the same way: {}", from.path,
                                from.seed, line.substr(0, line.find("; found")))));
    return sim::scenario_text(std::move(tree));
}

void tell(console const& to, shrinking const& done, bool json)
{
    auto const before = amounts_of(done.from.tree);
    auto const after = amounts_of(done.result.tree);
    if (json) {
        to.out << sim::to_json(json_object({{"failed", json_string(done.from.verdict.name)},
                                            {"message", json_string(done.from.verdict.message)},
                                            {"before", to_json(before)},
                                            {"after", to_json(after)},
                                            {"tries", json_number(done.result.tries)},
                                            {"finished", json_boolean(done.result.is_finished)},
                                            {"wall_seconds", json_seconds(done.wall)},
                                            {"scenario", done.result.tree}}))
               << '\n';
        return;
    }
    to.out << fmt::format("{}: {}\n  before  {}\n  after   {}\n  {} in {} of real time\n",
                          to.paint()(tone::strong, "shrunk"),
                          done.result.is_finished ? "nothing smaller fails so"
                                                  : "time ran out; it can be shrunk further",
                          amounts_text(before), amounts_text(after),
                          counted(done.result.tries, "try"), length_phrase(done.wall));
}

// The original failure comes first, so that it is there whatever happens next.
int shrink_command::shrink(console const& to, sim::scenario const& what, failing const& found) const
{
    real_limit const limit{time_limit};
    auto& report = json ? to.err : to.out;
    auto const paint = json ? painter{false} : to.paint();
    report << failure_report(what, {found.verdict}, paint)
           << "repeat with: " << repro_line(what.path, what, options) << "\n\n";

    std::optional<std::string> problem;
    auto const keep = [&](sim::node const& tree) {
        if (!out.empty()) problem = write_file(out, titled(tree, what, found.verdict));
    };
    shrinking done{.from = found, .result = {}};
    done.result = sim::shrink(found.tree, sim::mark_of(found.verdict),
                              {.is_out_of_time = [&] { return limit.is_over(); },
                               .on_progress = keep,
                               .write_out = written_out});
    done.wall = limit.elapsed();
    keep(done.result.tree);
    if (problem) return refuse(to, *problem);
    tell(to, done, json);
    if (!json && out.empty())
        to.out << '\n' << titled(done.result.tree, what, found.verdict);
    else if (!json)
        to.out << fmt::format("\nrun it with: drydock run {}\n", shell_word(out));
    return exit_held;
}

std::string shrink_command::objection_to(sim::scenario const& what) const
{
    if (auto why = sim::live_only(what); !why.empty()) return why;
    if (property && !model::parse_property(*property))
        return fmt::format("--property: there is none called \"{}\"{}", *property,
                           sim::did_you_mean(*property, sim::property_names));
    if (!out.empty() && is_same_file(out, what.path) && options.change_scenario())
        return fmt::format("cannot write {}: it is the scenario", out);
    return real_limit{time_limit}.failure();
}

int shrink_command::act(console const& to) const
{
    auto const request = load_options(options, to.machine);
    if (!request.failure.empty()) return refuse(to, request.failure);
    auto const source = read_scenario(file);
    if (source.failure) return refuse(to, *source.failure);
    auto const loaded = load(source, request.options);
    for (auto const& error : loaded.errors)
        to.err << shown(error, source, painter{false});
    if (!loaded.loaded) return exit_bad_input;
    auto const& what = *loaded.loaded;
    if (auto const why = objection_to(what); !why.empty()) return refuse(to, why);
    if (auto const found = failure_of(what, property)) return shrink(to, what, *found);
    to.err << fmt::format("drydock: {} does not fail{}\n", printable(source.name),
                          property ? ": " + *property + " holds" : "");
    return exit_failed;
}

} // namespace

command add_shrink_command(command_line program)
{
    auto state = std::make_shared<shrink_command>();
    auto app = program.add_subcommand("shrink", "the smallest scenario that fails the same way");
    app.add_option("FILE", state->file, "a scenario that fails, or @NAME").required();
    app.add_option("--property", state->property,
                   "the failure that is meant (default: the first expectation that fails)")
        .type_name("NAME");
    app.add_option("--out", state->out, "write the smallest there (default: print it)")
        .type_name("FILE");
    app.add_option("--time-limit", state->time_limit, "of real time; then it tells what it has")
        .type_name("DURATION")
        .show_default();
    app.add_flag("--json", state->json, "print one object");
    add_scenario_options(app, state->options);
    app.footer(examples);
    return {app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
