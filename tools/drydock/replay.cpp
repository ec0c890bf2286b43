// `drydock replay`: a journal run again, or the state at a point of it.
#include "sim/recorded.hpp"
#include "sim/runner.hpp"
#include "tools/drydock/command.hpp"
#include "tools/drydock/json.hpp"
#include "tools/drydock/run_options.hpp"
#include "tools/drydock/scenario_run.hpp"
#include "tools/drydock/serve/replay_served.hpp"
#include "tools/store/comparison.hpp"
#include "tools/store/journal_header.hpp"
#include "tools/store/state_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace drydock::tools {

namespace {

struct replay_command {
    std::string journal;
    std::optional<std::string> at, policy;
    bool as_json = false;
    bool verbose = false;

    int act(console const& to) const;
    int compare(console const& to, journal_source& source, header_fields const& header) const;
    int compare_served(console const& to, journal_source& source, sim::scenario const& plan) const;
    int tell_same(console const& to, journal_source const& source,
                  rerun_comparison const& rerun) const;
    int tell_difference(console const& to, header_fields const& header,
                        rerun_comparison::difference const& found) const;
    int show_state(console const& to, journal_source& source, header_fields const& header) const;
    int run_under_policy(console const& to, journal_source& source,
                         header_fields const& header) const;
    int tell_under_policy(console const& to, sim::scenario const& what, measured_run made,
                          std::string const& assumption) const;
};

constexpr char const* replay_examples =
    "Examples:\n"
    "  drydock replay out.db                 run it again and compare event by event\n"
    "  drydock replay out.jsonl              JSON lines do as well\n"
    "  drydock replay out.db --at 2h30m      the state then, all work due by then done\n"
    "  drydock replay out.db --at 02:30\n"
    "  drydock replay out.db --at 2019-09-07T02:30:00Z --json | jq .shipments\n"
    "  drydock replay out.db --policy svix   what was recorded, under another policy\n"
    "\n"
    "A journal whose writer was killed is the beginning of its run, and is replayed as such.\n"
    "\n"
    "Exit codes: 0 the same, 1 an expectation failed under --policy, 2 bad usage, or no journal,\n"
    "or a damaged one, 4 the new run differs from the journal.\n";

constexpr std::uint64_t most_rows = 20; // of a table, for people

struct point_in_time {
    std::optional<model::instant> at;
    model::instant start = sim::default_start;
    std::string failure;
};

// A point in time needs the start of the run only when it is an offset.
point_in_time parse_point(std::string const& text, header_fields const& header,
                          std::string const& journal)
{
    point_in_time point{.at = model::parse_instant(text)};
    auto offset = model::parse_duration(text);
    if (!offset) offset = model::parse_clock_offset(text);
    if (!point.at && (!offset || *offset < model::duration::zero())) {
        point.failure = fmt::format("--at: expected an offset such as 2h30m or 02:30, or RFC 3339, "
                                    "found \"{}\"",
                                    text);
        return point;
    }
    auto const recorded = load_recorded(header, journal);
    if (recorded.loaded) point.start = recorded.loaded->start;
    if (point.at) return point;
    point.at = point.start + *offset;
    point.failure = recorded.failure;
    return point;
}

struct state_then {
    model::state folded;
    std::uint64_t events = 0;
    bool ended = false; ///< the journal has nothing later
};

state_then fold_until(journal_source& source, model::instant at)
{
    state_then then{.folded = source.start_near(at)};
    while (auto const block = source.next()) {
        auto here = block->first;
        then.events = here.value - 1;
        for (auto const& e : block->events) {
            if (e.at > at) return then;
            model::evolve(then.folded, e, here);
            then.events = here.value++;
        }
    }
    then.ended = true;
    return then;
}

/// What a live run heard. Says what is wrong with the journal, or nothing.
std::string read_inputs(std::string const& journal, sim::recorded_inputs& heard)
{
    auto const source = open_journal(journal);
    while (auto const block = source->next())
        heard.on_block(block->events, block->first, source->texts());
    return source->failure();
}

sim::transport_maker hearing(sim::recorded_inputs const& heard, sim::replay_of what,
                             sim::replay_assumptions* assumed = nullptr)
{
    return [&heard, what, assumed](sim::scenario const&, sim::event_queue& queue) {
        return make_recorded(queue, heard, what, assumed);
    };
}

/// What a replay under another policy could not know; empty: it knew everything.
std::string to_text(sim::replay_assumptions const& assumed)
{
    std::string text;
    if (assumed.assumed + assumed.unknown != 0)
        text = fmt::format("{} of {} attempts would have met the real endpoint at a time when "
                           "nothing was heard: each was given what was heard nearest",
                           assumed.assumed, assumed.attempts);
    if (assumed.unknown != 0)
        text +=
            fmt::format("; for {} nothing was heard at all, and 200 is assumed", assumed.unknown);
    if (assumed.left_out != 0)
        text += fmt::format("{}{} requests that attempts had brought to bins are left out: these "
                            "attempts do not begin as they did",
                            text.empty() ? "" : "; ", assumed.left_out);
    return text;
}

int replay_command::act(console const& to) const
{
    if (at && policy) return refuse(to, "--at and --policy exclude each other");
    auto const source = open_journal(journal);
    if (!source->good()) return refuse(to, source->failure());
    auto const header = parse_header(source->header());
    if (at) return show_state(to, *source, header);
    if (policy) return run_under_policy(to, *source, header);
    return compare(to, *source, header);
}

int replay_command::compare(console const& to, journal_source& source,
                            header_fields const& header) const
{
    auto const recorded = load_recorded(header, journal);
    if (!recorded.loaded) return refuse(to, recorded.failure);
    if (header.is_served()) return compare_served(to, source, *recorded.loaded);
    sim::recorded_inputs heard;
    if (header.is_live())
        if (auto const why = read_inputs(journal, heard); !why.empty()) return refuse(to, why);
    rerun_comparison rerun{source};
    sim::run(*recorded.loaded, {&rerun},
             header.is_live() ? hearing(heard, sim::replay_of::same_policy) : nullptr);
    auto const found = rerun.result();
    if (!source.good()) return refuse(to, source.failure());
    return found ? tell_difference(to, header, *found) : tell_same(to, source, rerun);
}

int replay_command::compare_served(console const& to, journal_source& source,
                                   sim::scenario const& plan) const
{
    auto const found = replay_served(source, plan);
    if (!source.good()) return refuse(to, source.failure());
    bool const is_same = found.difference.empty();
    if (as_json)
        to.out << sim::to_json(json_object({{"same", json_boolean(is_same)},
                                            {"events", json_number(found.events)},
                                            {"digest", json_string(source.digest())}}))
               << '\n';
    else if (is_same)
        to.out << fmt::format(
            "same digest: {} events, each as what came in leads to it\ndigest {}\n", found.events,
            source.digest());
    if (is_same) return exit_held;
    to.err << fmt::format("{}: a new run differs: {}\n", printable(journal), found.difference);
    return exit_defect;
}

int replay_command::tell_same(console const& to, journal_source const& source,
                              rerun_comparison const& rerun) const
{
    auto const events = rerun.events_in_common();
    bool const is_whole = events == rerun.events_of_run();
    if (as_json) {
        to.out << sim::to_json(json_object({{"same", json_boolean(true)},
                                            {"whole", json_boolean(is_whole)},
                                            {"events", json_number(events)},
                                            {"events_of_run", json_number(rerun.events_of_run())},
                                            {"digest", json_string(source.digest())}}))
               << '\n';
        return exit_held;
    }
    if (is_whole)
        to.out << fmt::format("same digest: {} events, each as a new run has it\n", events);
    else
        to.out << fmt::format("a prefix: the first {} of {} events, each as a new run has it\n",
                              events, rerun.events_of_run());
    to.out << "digest " << source.digest() << '\n';
    return exit_held;
}

int replay_command::tell_difference(console const& to, header_fields const& header,
                                    rerun_comparison::difference const& found) const
{
    std::vector<std::string> of_run;
    if (!found.line.empty()) {
        // Up to here both are the same, causes too.
        of_run = cause_chain(journal, found.cause);
        of_run.insert(of_run.begin(), found.line);
    }
    auto const recorded = cause_chain(journal, found.at);
    if (as_json)
        to.out << sim::to_json(json_object({{"same", json_boolean(false)},
                                            {"first_difference", json_number(found.at.value)}}))
               << '\n';
    auto& people = as_json ? to.err : to.out;
    people << fmt::format("{}: a new run differs from event {} on\n", printable(journal),
                          found.at.value)
           << side_text("recorded", recorded) << side_text("new run", of_run);
    auto const* const program = header.all.find("program");
    if (program != nullptr && program->text != program_version())
        people << fmt::format("recorded by drydock {}, run again by {}\n", printable(program->text),
                              program_version());
    return exit_defect;
}

int replay_command::show_state(console const& to, journal_source& source,
                               header_fields const& header) const
{
    auto const point = parse_point(*at, header, journal);
    if (!point.failure.empty()) return refuse(to, point.failure);
    auto const then = fold_until(source, *point.at);
    if (!source.good()) return refuse(to, source.failure());
    if (then.ended && source.is_cut_off())
        to.err << fmt::format("{}: only the first {} events of its run are there\n",
                              printable(journal), then.events);

    auto const tables =
        view_state(then.folded, source.texts(), as_json || verbose ? UINT64_MAX : most_rows);
    if (as_json) {
        auto object = json_object(
            {{"at", json_string(model::to_text(*point.at))}, {"events", json_number(then.events)}});
        for (auto const& table : tables) {
            auto rows = json_array();
            rows.items = table.rows;
            append_member(object, table.name, std::move(rows));
        }
        to.out << sim::to_json(object) << '\n';
        return exit_held;
    }
    auto const offset =
        *point.at >= point.start ? offset_phrase(*point.at - point.start) + ", " : "";
    to.out << fmt::format("at {}{}, after {} events\n", offset, model::to_text(*point.at),
                          then.events);
    for (auto const& table : tables)
        to.out << to_text(table, point.start, to.paint());
    return exit_held;
}

int replay_command::run_under_policy(console const& to, journal_source& source,
                                     header_fields const& header) const
{
    run_options options;
    options.policy = policy;
    auto const request = load_options(options, to.machine);
    if (!request.failure.empty()) return refuse(to, request.failure);
    auto const recorded = load_recorded(header, journal, request.options);
    if (!recorded.loaded) return refuse(to, recorded.failure);
    auto const& what = *recorded.loaded;
    sim::recorded_inputs heard;
    sim::replay_assumptions assumed;
    if (header.is_live())
        if (auto const why = read_inputs(journal, heard); !why.empty()) return refuse(to, why);
    auto const begin = std::chrono::steady_clock::now();
    auto made =
        header.is_served()
            ? retell_served(source, what, assumed)
            : sim::run(what, {},
                       header.is_live() ? hearing(heard, sim::replay_of::another_policy, &assumed)
                                        : nullptr);
    auto const wall = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - begin);
    if (!source.good()) return refuse(to, source.failure());
    if (header.is_served() && !made.failure.empty())
        return refuse(to, "--policy: what came in cannot come in again: " + made.failure);
    bool const is_heard = header.is_live() || header.is_served();
    return tell_under_policy(to, what,
                             {.result = std::move(made),
                              .wall = wall,
                              .transport = is_heard            ? "recorded"
                                           : what.needs_wire() ? "wire"
                                                               : "direct"},
                             to_text(assumed));
}

int replay_command::tell_under_policy(console const& to, sim::scenario const& what,
                                      measured_run made, std::string const& assumption) const
{
    scenario_run const run{.finished = std::move(made)};
    auto const& result = run.finished->result;
    if (as_json) {
        to.out << summary_json(what, *run.finished) << '\n';
        if (!assumption.empty()) to.err << "assumed: " << assumption << '\n';
        return exit_code_of(run);
    }
    to.out << fmt::format("{}, seed {}, under policy {}\n", printable(journal), what.seed,
                          printable(sim::to_json(what.policy_as_given)))
           << summary_text(what, *run.finished, to.paint())
           << fmt::format("  {}{}\n", to.paint()(tone::dim, padded("digest", 12)), result.digest);
    if (!assumption.empty())
        to.out << fmt::format("  {}{}\n", to.paint()(tone::dim, padded("assumed", 12)), assumption);
    if (!result.held())
        to.out << fmt::format("  {}{} of {} failed: they are about the recorded policy\n",
                              to.paint()(tone::dim, padded("expected", 12)),
                              std::ranges::count(result.verdicts, false, &sim::verdict::passed),
                              result.verdicts.size());
    return exit_code_of(run);
}

} // namespace

command add_replay_command(command_line program)
{
    auto state = std::make_shared<replay_command>();
    auto app =
        program.add_subcommand("replay", "run a journal again and compare, or show a state of it");
    app.add_option("JOURNAL", state->journal, "a journal: .jsonl or .db").required();
    app.add_option("--at", state->at, "print the state at this time").type_name("TIME");
    app.add_option("--policy", state->policy,
                   "run under another policy: a name, a JSON file, or inline JSON")
        .type_name("POLICY");
    app.add_flag("--json", state->as_json, "print one JSON object");
    app.add_flag("-v,--verbose", state->verbose, "print tables as a whole, however long");
    app.footer(replay_examples);
    return {app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
