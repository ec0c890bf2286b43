#include "tools/drydock/explore/explore_report.hpp"

#include "tools/drydock/json.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drydock::tools {

using sim::node;
using sim::path_step;

namespace {

std::size_t index_of(model::property which)
{
    return static_cast<std::size_t>(which);
}

// "ok, fail or lost_ack"
std::string names_of(std::vector<sim::possible_outcome> const& outcomes)
{
    std::string text;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (i != 0) text += i + 1 == outcomes.size() ? " or " : ", ";
        text += outcomes[i].name;
    }
    return text;
}

/// What was left out; empty: nothing.
std::string left_out(exploration const& done)
{
    std::vector<std::string> reasons;
    if (done.found.is_out_of_time) reasons.emplace_back("time ran out");
    if (done.found.is_out_of_states)
        reasons.push_back(fmt::format("there are more than {} states", done.bounds.states));
    if (done.found.is_bounded && done.bounds.attempts != UINT16_MAX)
        reasons.push_back(fmt::format("attempts of a delivery after its first {} always end in {}",
                                      done.bounds.attempts, done.outcomes.front().name));
    if (done.found.is_bounded && done.bounds.deliveries != UINT32_MAX)
        reasons.push_back(fmt::format("attempts of deliveries after the first {} always end in {}",
                                      done.bounds.deliveries, done.outcomes.front().name));
    return fmt::format("{}", fmt::join(reasons, "; "));
}

std::string coverage_text(exploration const& done)
{
    auto const& found = done.found;
    auto const runs = fmt::format("{} run{}", found.runs.all, found.runs.all == 1 ? "" : "s");
    auto const each = names_of(done.outcomes);
    if (!found.is_exhaustive)
        return fmt::format("not exhaustive: {}; {}, each attempt {}", left_out(done), runs, each);
    return fmt::format("exhaustive: all {}, each attempt {}, in every order that can matter", runs,
                       each);
}

std::string label(std::string_view words, painter paint)
{
    return "  " + paint(tone::dim, padded(words, 12));
}

std::string runs_text(sim::run_counts const& runs)
{
    auto text =
        fmt::format("{} deliver everything, {} discard something", runs.delivered, runs.discarded);
    if (runs.cancelled != 0) text += fmt::format(", {} cancel something", runs.cancelled);
    if (runs.pending != 0) text += fmt::format(", {} leave something pending", runs.pending);
    return text + fmt::format(", {} have more than one effect of a delivery", runs.repeated);
}

std::string work_text(sim::work const& item)
{
    switch (item.kind) {
    case sim::work_kind::timeline: return fmt::format("entry {} of the timeline", item.ordinal);
    case sim::work_kind::story: return "a scan of a shipment";
    case sim::work_kind::refresh: return "the end of a refresh";
    case sim::work_kind::processing: return "the end of a batch's processing";
    case sim::work_kind::late_effect: return fmt::format("a late effect of #{}", item.ordinal);
    case sim::work_kind::outcome:
        return fmt::format("the end of attempt {} of #{}", item.attempt, item.ordinal);
    case sim::work_kind::retry:
        return fmt::format("the start of attempt {} of #{}", item.attempt, item.ordinal);
    case sim::work_kind::recovery: return fmt::format("turning webhook {} on again", item.ordinal);
    }
    return {};
}

std::string told(path_step const& step)
{
    return step.status == model::scan_status{} ? std::string{name(step.event)}
                                               : std::string{name(step.status)};
}

// Only what is not as usual: faults, and orders.
std::string path_text(exploration const& done, std::vector<path_step> const& path)
{
    std::string text;
    for (auto const& step : path) {
        auto const at = offset_column(step.at - done.what->start);
        if (step.delivery && done.outcomes[step.option].is_fault)
            text += fmt::format("      {}  attempt {} of #{}, {} {}: {}\n", at, step.attempt,
                                step.delivery.value, printable(step.subject), told(step),
                                done.outcomes[step.option].name);
        if (!step.delivery && step.option != 0)
            text += fmt::format("      {}  {} goes before {}\n", at,
                                work_text(step.works[step.option]), work_text(step.works.front()));
    }
    return text.empty() ? "      nothing out of the ordinary is needed\n" : text;
}

std::string length_text(sim::path_length const& length)
{
    auto text = fmt::format("{} in {}", counted(length.faults, "fault"),
                            counted(length.attempts, "attempt"));
    if (length.reorders != 0) text += ", " + counted(length.reorders, "other order");
    return text;
}

std::string property_text(exploration const& done, model::property which, painter paint)
{
    auto const index = index_of(which);
    auto const broken = done.found.runs.violated[index];
    auto const heading = padded(name(which), 22);
    if (broken == 0)
        return fmt::format("  {}  {}\n", heading,
                           paint(tone::good, fmt::format("holds in {}", done.found.runs.all)));
    auto text = fmt::format(
        "  {}  {}; shortest: {}\n", heading,
        paint(tone::bad, fmt::format("breaks in {} of {}", broken, done.found.runs.all)),
        length_text(*done.found.shortest[index]));
    text += path_text(done, done.found.paths[index]);
    auto const& file = done.files[index];
    if (!file.problem.empty())
        text += fmt::format("      no file: {}\n", printable(file.problem));
    else if (!file.path.empty())
        text += fmt::format("      drydock run {}\n", shell_word(file.path));
    return text;
}

node step_json(exploration const& done, path_step const& step)
{
    auto const at = json_string(model::to_text(step.at));
    if (!step.delivery) {
        auto skipped = json_array();
        for (std::size_t i = 0; i < step.option; ++i)
            skipped.items.push_back(json_string(work_text(step.works[i])));
        return json_object({{"at", at},
                            {"first", json_string(work_text(step.works[step.option]))},
                            {"before", skipped}});
    }
    return json_object({{"at", at},
                        {"delivery", json_number(step.delivery.value)},
                        {"subject", json_string(step.subject)},
                        {"event", json_string(name(step.event))},
                        {"attempt", json_number(step.attempt)},
                        {"outcome", json_string(done.outcomes[step.option].name)}});
}

node property_json(exploration const& done, model::property which)
{
    auto const index = index_of(which);
    auto made = json_object({{"property", json_string(name(which))},
                             {"violated", json_number(done.found.runs.violated[index])}});
    auto const& length = done.found.shortest[index];
    if (!length) return made;
    auto path = json_array();
    for (auto const& step : done.found.paths[index])
        path.items.push_back(step_json(done, step));
    auto const& file = done.files[index].path;
    append_member(made, "shortest",
                  json_object({{"faults", json_number(length->faults)},
                               {"orders", json_number(length->reorders)},
                               {"attempts", json_number(length->attempts)},
                               {"path", path},
                               {"file", file.empty() ? json_null() : json_string(file)}}));
    return made;
}

} // namespace

bool exploration::is_broken() const
{
    return std::ranges::any_of(
        judged, [&](model::property which) { return found.runs.violated[index_of(which)] != 0; });
}

std::string exploration_text(exploration const& done, painter paint)
{
    auto text = paint(tone::strong, wrapped(done.what->about));
    text +=
        paint(tone::dim, fmt::format("{}, seed {}", printable(done.what->path), done.what->seed)) +
        "\n\n";
    text += label("covered", paint) + coverage_text(done) + '\n';
    text += label("runs", paint) + runs_text(done.found.runs) + '\n';
    text += label("played", paint) +
            fmt::format("{} of them, {} states, {} simulation events in {} of real time\n",
                        done.found.played, done.found.states, done.found.simulation_events,
                        length_phrase(done.wall));
    text += '\n' + paint(tone::strong, "properties") + '\n';
    for (auto const which : done.judged)
        text += property_text(done, which, paint);
    return text;
}

std::string exploration_json(exploration const& done)
{
    auto outcomes = json_array();
    for (auto const& each : done.outcomes)
        outcomes.items.push_back(json_string(each.name));
    auto properties = json_array();
    for (auto const which : done.judged)
        properties.items.push_back(property_json(done, which));
    auto const& runs = done.found.runs;
    auto const reason = left_out(done);
    auto const made =
        json_object({{"scenario", json_string(done.what->path)},
                     {"seed", json_number(done.what->seed)},
                     {"outcomes", outcomes},
                     {"exhaustive", json_boolean(done.found.is_exhaustive)},
                     {"left_out", reason.empty() ? json_null() : json_string(reason)},
                     {"runs", json_object({{"all", json_number(runs.all)},
                                           {"delivered", json_number(runs.delivered)},
                                           {"discarded", json_number(runs.discarded)},
                                           {"cancelled", json_number(runs.cancelled)},
                                           {"pending", json_number(runs.pending)},
                                           {"repeated", json_number(runs.repeated)}})},
                     {"played", json_number(done.found.played)},
                     {"states", json_number(done.found.states)},
                     {"simulation_events", json_number(done.found.simulation_events)},
                     {"wall_seconds", json_seconds(done.wall)},
                     {"properties", properties}});
    return sim::to_json(made) + '\n';
}

} // namespace drydock::tools
