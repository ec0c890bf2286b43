// `drydock why`: the cause chain of a delivery, and what would have changed it.
#include "sim/outside_call.hpp"
#include "sim/recorded.hpp"
#include "tools/drydock/command.hpp"
#include "tools/drydock/json.hpp"
#include "tools/drydock/run_options.hpp"
#include "tools/drydock/scenario_source.hpp"
#include "tools/drydock/why/why_report.hpp"
#include "tools/store/file.hpp"
#include "tools/store/journal_header.hpp"
#include "tools/store/journal_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <set>

namespace drydock::tools {

namespace {

constexpr char const* examples =
    "What happened to a delivery, in words and times; then the same run with one thing changed, "
    "to\n"
    "find by how little it was lost, and what would have helped. Every remedy has been run.\n"
    "Without DELIVERY it tells of all that were lost, had more than one effect, or brought their\n"
    "receiver back in time.\n"
    "\n"
    "Examples:\n"
    "  drydock why outage.json\n"
    "  drydock why outage.json 3                 the delivery with that number\n"
    "  drydock why outage.json se-17             all deliveries about it\n"
    "  drydock why out.db                        of a run that was kept, live ones too\n"
    "  drydock why outage.json --json | jq '.deliveries[].remedies[0].option'\n"
    "\n"
    "Exit codes: 0 it told, 2 bad usage, scenario or journal.\n";

constexpr std::size_t most_told = 20; // of many that went wrong

struct why_command {
    run_options options;
    std::string file;
    std::optional<std::string> delivery;
    bool json = false;
    bool verbose = false;

    int act(console const& to) const;
    int act_on_journal(console const& to) const;
    int tell(console const& to, sim::scenario const& what, sim::transport_maker const& by) const;
};

bool is_journal(std::string const& file)
{
    if (is_bundled_name(file)) return false;
    if (file.ends_with(".db") || file.ends_with(".jsonl")) return true;
    constexpr std::string_view beginning = "{\"drydock_journal\"";
    return read_file(file).text.starts_with(beginning);
}

std::optional<std::uint32_t> number_in(std::string_view text)
{
    if (text.starts_with('#')) text.remove_prefix(1);
    std::uint32_t value = 0;
    auto const [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
    return value;
}

/// The deliveries that are told of.
std::vector<told_delivery> chosen(what_if const& world, std::optional<std::string> const& which)
{
    std::vector<told_delivery> found;
    auto const number = which ? number_in(*which) : std::nullopt;
    for (auto const& d : world.story().deliveries())
        if (!which ? went_wrong(world, d)
                   : d.subject == *which || (number && d.number.value == *number))
            found.push_back(d);
    return found;
}

/// One for each kind of event that was lost: at which times would it not have been?
std::vector<turning_points> boundaries_of(what_if const& world,
                                          std::vector<told_delivery> const& told)
{
    std::set<std::tuple<std::string, model::webhook_event, model::scan_status>> seen;
    std::vector<turning_points> found;
    for (auto const& d : told) {
        if (d.is != told_delivery::fate::discarded) continue;
        if (!seen.emplace(d.url, d.event, d.status).second) continue;
        if (auto points = turning_points_of(world, d); !points.points.empty())
            found.push_back(std::move(points));
    }
    return found;
}

int why_command::tell(console const& to, sim::scenario const& what,
                      sim::transport_maker const& by) const
{
    what_if const world{what, by};
    auto const told = chosen(world, delivery);
    if (delivery && told.empty())
        return refuse(to, fmt::format("there is no delivery {}: expected its number, 1 to {}, or "
                                      "what it is about",
                                      *delivery, world.story().deliveries().size()));
    auto const shown = json || verbose ? told.size() : std::min(told.size(), most_told);
    auto const boundaries = boundaries_of(world, told);
    if (json) {
        auto deliveries = json_array();
        for (auto const& d : told)
            deliveries.items.push_back(explanation_json(explain(world, d)));
        auto points = json_array();
        for (auto const& b : boundaries)
            points.items.push_back(turning_points_json(b));
        to.out << sim::to_json(json_object({{"scenario", json_string(what.path)},
                                            {"seed", json_number(what.seed)},
                                            {"deliveries", deliveries},
                                            {"boundaries", points}}))
               << '\n';
        return exit_held;
    }
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < shown; ++i)
        parts.push_back(explanation_text(world, explain(world, told[i]), to.paint()));
    if (shown < told.size())
        parts.push_back(fmt::format("and {} more; -v tells of all\n", told.size() - shown));
    for (auto const& b : boundaries)
        parts.push_back(turning_points_text(world, b, to.paint()));
    if (told.empty())
        parts.push_back(
            fmt::format("nothing went wrong: {}, each with one effect at most, in order\n",
                        counted(world.story().deliveries().size(), "delivery")));
    to.out << fmt::format("{}", fmt::join(parts, "\n"));
    return exit_held;
}

int why_command::act_on_journal(console const& to) const
{
    auto const source = open_journal(file);
    if (!source->good()) return refuse(to, source->failure());
    auto const header = parse_header(source->header());
    if (!header.failure.empty()) return refuse(to, header.failure);
    auto const recorded = load_recorded(header, file);
    if (!recorded.loaded) return refuse(to, recorded.failure);
    if (!header.is_live()) return tell(to, *recorded.loaded, {});

    sim::recorded_inputs heard;
    while (auto const block = source->next())
        heard.on_block(block->events, block->first, source->texts());
    if (!source->good()) return refuse(to, source->failure());
    to.err << "a live run: an attempt at another time is taken to meet what was heard nearest\n";
    return tell(to, *recorded.loaded, [&heard](sim::scenario const&, sim::event_queue& queue) {
        return make_recorded(queue, heard, sim::replay_of::another_policy);
    });
}

int why_command::act(console const& to) const
{
    if (is_journal(file)) {
        if (options.change_scenario())
            return refuse(to, "a journal is of a run that was: options cannot change it");
        return act_on_journal(to);
    }
    auto const request = load_options(options, to.machine);
    if (!request.failure.empty()) return refuse(to, request.failure);
    auto const source = read_scenario(file);
    if (source.failure) return refuse(to, *source.failure);
    auto const loaded = load(source, request.options);
    for (auto const& error : loaded.errors)
        to.err << shown(error, source, painter{false});
    if (!loaded.loaded) return exit_bad_input;
    if (auto const why = sim::live_only(*loaded.loaded); !why.empty()) return refuse(to, why);
    return tell(to, *loaded.loaded, {});
}

} // namespace

command add_why_command(command_line program)
{
    auto state = std::make_shared<why_command>();
    auto app =
        program.add_subcommand("why", "why a delivery went wrong, and what would have helped");
    app.add_option("FILE", state->file, "a scenario, @NAME, or a journal").required();
    app.add_option("DELIVERY", state->delivery, "its number, or what it is about");
    app.add_flag("--json", state->json, "print one object");
    app.add_flag("-v,--verbose", state->verbose, "tell of all, however many");
    add_scenario_options(app, state->options);
    app.footer(examples);
    return {app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
