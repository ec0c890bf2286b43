#include "tools/drydock/summary.hpp"

#include "tools/drydock/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace drydock::tools {

using sim::node;

namespace {

node optional_instant(std::optional<model::instant> at)
{
    return at ? json_string(model::to_text(*at)) : json_null();
}

// "timeout 10s (the seed names none)": the name of what is left open and the value used, then words
// for people. "no endpoints: every URL answers 200" has no value of one word.
node assumptions_json(std::vector<std::string> const& assumptions)
{
    auto object = json_object({});
    for (std::string_view text : assumptions) {
        bool const is_absence = text.starts_with("no ");
        if (is_absence) text.remove_prefix(3);
        auto const name = text.substr(0, text.find_first_of(": "));
        auto value = text.substr(std::min(text.find(' '), text.size() - 1) + 1);
        if (!is_absence) value = value.substr(0, value.find_first_of(":;, "));
        append_member(object, name, json_string(value));
    }
    return object;
}

node deliveries_json(sim::run_summary const& s)
{
    return json_object({{"requested", json_number(s.deliveries.requested)},
                        {"delivered", json_number(s.deliveries.delivered)},
                        {"discarded", json_number(s.deliveries.discarded)},
                        {"cancelled", json_number(s.deliveries.cancelled)},
                        {"pending", json_number(s.deliveries.pending)},
                        {"unsubscribed", json_number(s.deliveries.unsubscribed)}});
}

node attempts_json(sim::run_summary const& s)
{
    auto outcomes = json_object({});
    for (auto const& [outcome, count] : s.attempts.by_outcome)
        append_member(outcomes, outcome, json_number(count));
    return json_object({{"total", json_number(s.attempts.total)}, {"by_outcome", outcomes}});
}

// Null where nobody looked: 0 would say that there were none.
node effects_json(sim::run_summary const& s)
{
    auto const count = [&](std::uint64_t n) {
        return s.effects.observed ? json_number(n) : json_null();
    };
    return json_object({{"total", count(s.effects.total)},
                        {"duplicates", count(s.effects.duplicates)},
                        {"lost_acks", count(s.effects.lost_acks)}});
}

node load_json(sim::run_summary const& s)
{
    auto recovery = json_null();
    if (auto const& wave = s.load.recovery)
        recovery = json_object({{"peak", json_number(wave->peak)},
                                {"ratio", json_thousandths(wave->ratio_millis)},
                                {"above_normal_for", json_seconds(wave->above_normal_for)}});
    return json_object({{"bucket", json_seconds(s.load.bucket)},
                        {"normal", json_number(s.load.normal)},
                        {"peak", json_number(s.load.peak)},
                        {"peak_at", optional_instant(s.load.peak_at)},
                        {"recovery", recovery}});
}

node failure_json(sim::verdict const& v)
{
    auto evidence = json_array();
    for (auto const sequence : v.evidence)
        evidence.items.push_back(json_number(sequence.value));
    return json_object({{"name", json_string(v.name)},
                        {"message", json_string(v.message)},
                        {"pointer", json_string(v.pointer)},
                        {"line", json_number(v.where.line)},
                        {"column", json_number(v.where.column)},
                        {"evidence", evidence}});
}

node expectations_json(std::vector<sim::verdict> const& verdicts)
{
    auto failures = json_array();
    std::uint64_t passed = 0;
    for (auto const& v : verdicts) {
        if (v.passed)
            ++passed;
        else
            failures.items.push_back(failure_json(v));
    }
    auto const failed = failures.items.size();
    return json_object({{"passed", json_number(passed)},
                        {"failed", json_number(failed)},
                        {"failures", std::move(failures)}});
}

// ", 2 discarded", or nothing when there are none.
std::string some(std::uint64_t count, std::string_view what)
{
    return count == 0 ? std::string{} : fmt::format(", {} {}", count, what);
}

std::string deliveries_text(sim::run_summary const& s)
{
    auto const& d = s.deliveries;
    if (d.requested == 0)
        return fmt::format("none requested{}", some(d.unsubscribed, "unsubscribed"));
    return fmt::format("{} requested: {} delivered{}{}{}", d.requested, d.delivered,
                       some(d.discarded, "discarded"), some(d.cancelled, "cancelled"),
                       some(d.pending, "pending")) +
           (d.unsubscribed == 0 ? "" : fmt::format("; {} unsubscribed", d.unsubscribed));
}

std::string attempts_text(sim::run_summary const& s)
{
    auto text = std::to_string(s.attempts.total);
    std::string_view before = ": ";
    for (auto const& [outcome, count] : s.attempts.by_outcome) {
        text += fmt::format("{}{} {}", before, count, outcome);
        before = ", ";
    }
    return text;
}

std::string latency_text(sim::run_summary const& s)
{
    auto const& l = s.latency;
    if (!l.max) return "nothing was delivered";
    return fmt::format("p50 {}, p90 {}, p99 {}, max {}", length_phrase(*l.p50),
                       length_phrase(*l.p90), length_phrase(*l.p99), length_phrase(*l.max));
}

std::string effects_text(sim::run_summary const& s)
{
    if (!s.effects.observed) return "not observed: no endpoint has a \"probe\"";
    auto text = std::to_string(s.effects.total);
    text += some(s.effects.duplicates, s.effects.duplicates == 1 ? "duplicate" : "duplicates");
    text += some(s.effects.lost_acks, "that the sender never learned of");
    return text;
}

std::string load_text(sim::scenario const& what, sim::run_summary const& s)
{
    auto text = fmt::format("normally {} in {}", counted(s.load.normal, "attempt"),
                            length_phrase(s.load.bucket));
    if (s.load.peak_at)
        text += fmt::format(", at most {} (at {})", s.load.peak,
                            offset_phrase(*s.load.peak_at - what.start));
    return text;
}

std::string recovery_text(sim::run_summary const& s)
{
    auto const& wave = *s.load.recovery;
    return fmt::format("at most {} in {} ({}.{} times normal), above normal for {}", wave.peak,
                       length_phrase(s.load.bucket), wave.ratio_millis / 1000,
                       wave.ratio_millis / 100 % 10, length_phrase(wave.above_normal_for));
}

} // namespace

void append_counts(node& object, sim::run_summary const& s)
{
    append_member(object, "deliveries", deliveries_json(s));
    append_member(object, "attempts", attempts_json(s));
    append_member(object, "latency",
                  json_object({{"p50", json_seconds(s.latency.p50)},
                               {"p90", json_seconds(s.latency.p90)},
                               {"p99", json_seconds(s.latency.p99)},
                               {"max", json_seconds(s.latency.max)}}));
    append_member(object, "effects", effects_json(s));
}

node summary_tree(sim::scenario const& what, measured_run const& run)
{
    auto const& s = run.result.summary;
    auto tree = json_object(
        {{"scenario", json_string(what.path)},
         {"seed", json_number(what.seed)},
         {"transport", json_string(run.transport)},
         {"digest", json_string(run.result.digest)},
         {"assumptions", assumptions_json(what.assumptions)},
         {"virtual", json_object({{"start", json_string(model::to_text(what.start))},
                                  {"end", json_string(model::to_text(run.result.end))}})},
         {"simulation_events", json_number(run.result.simulation_events)},
         {"wall_seconds", json_seconds(run.wall)},
         {"webhook_events", json_number(s.webhook_events)}});
    append_counts(tree, s);
    append_member(tree, "load", load_json(s));
    append_member(tree, "api_calls",
                  json_object({{"total", json_number(s.api_calls.total)},
                               {"no_news", json_number(s.api_calls.no_news)}}));
    append_member(tree, "expectations", expectations_json(run.result.verdicts));
    return tree;
}

std::string summary_json(sim::scenario const& what, measured_run const& run)
{
    return sim::to_json(summary_tree(what, run));
}

std::string summary_line(painter paint, std::string_view title, std::string_view text)
{
    return fmt::format("  {}{}\n", paint(tone::dim, padded(title, 12)), text);
}

std::string counts_text(sim::run_summary const& s, painter paint)
{
    return summary_line(paint, "deliveries", deliveries_text(s)) +
           summary_line(paint, "attempts", attempts_text(s)) +
           summary_line(paint, "latency", latency_text(s)) +
           summary_line(paint, "effects", effects_text(s));
}

std::string summary_text(sim::scenario const& what, measured_run const& run, painter paint)
{
    auto const& s = run.result.summary;
    std::string text = paint(tone::strong, "summary") + "\n";
    text += counts_text(s, paint);
    if (s.attempts.total > 0) text += summary_line(paint, "load", load_text(what, s));
    if (s.load.recovery) text += summary_line(paint, "recovery", recovery_text(s));
    if (s.api_calls.total > 0)
        text += summary_line(
            paint, "api calls",
            fmt::format("{}, {} brought no news", s.api_calls.total, s.api_calls.no_news));
    return text +
           summary_line(paint, "time",
                        fmt::format("{} of virtual time in {} of real time, {}",
                                    length_phrase(run.result.end - what.start),
                                    length_phrase(run.wall),
                                    counted(run.result.simulation_events, "simulation event")));
}

} // namespace drydock::tools
