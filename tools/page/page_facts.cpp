#include "tools/page/page_facts.hpp"

#include "tools/drydock/command.hpp"
#include "tools/drydock/json.hpp"
#include "tools/store/journal_header.hpp"

#include <algorithm>

namespace drydock::tools {

using sim::node;

namespace {

node instant_json(model::instant at)
{
    return json_string(model::to_text(at));
}

node lines_json(std::vector<std::string> const& lines)
{
    auto list = json_array();
    for (auto const& line : lines)
        list.items.push_back(json_string(line));
    return list;
}

std::string_view name(sim::failure how)
{
    switch (how) {
    case sim::failure::timeout: return "timeout";
    case sim::failure::refused: return "refused";
    case sim::failure::reset: return "reset";
    case sim::failure::dns: return "dns";
    case sim::failure::tls: return "tls";
    case sim::failure::malformed: return "malformed";
    case sim::failure::lost_ack: return "lost_ack";
    }
    return "failure";
}

node outage_json(sim::outage const& given)
{
    auto const as =
        given.as.fails ? std::string{name(*given.as.fails)} : std::to_string(given.as.status);
    return json_object({{"from", instant_json(given.from)},
                        {"until", instant_json(given.until)},
                        {"as", json_string(as)}});
}

node lesson_json(sim::scenario const& what)
{
    auto list = json_array();
    for (auto const& step : what.lesson) {
        auto one = json_object({{"at", instant_json(step.at)}});
        if (!step.say.empty()) append_member(one, "say", json_string(step.say));
        if (!step.ask.empty()) append_member(one, "ask", json_string(step.ask));
        if (!step.ask.empty()) append_member(one, "answer", step.answer);
        if (!step.because.empty()) append_member(one, "because", json_string(step.because));
        list.items.push_back(std::move(one));
    }
    return list;
}

node verdict_json(sim::verdict const& v, std::string_view source)
{
    auto evidence = json_array();
    for (auto const sequence : v.evidence)
        evidence.items.push_back(json_number(sequence.value));
    return json_object({{"name", json_string(v.name)},
                        {"passed", json_boolean(v.passed)},
                        {"message", json_string(v.message)},
                        {"source", json_string(source)},
                        {"pointer", json_string(v.pointer)},
                        {"line", json_number(v.where.line)},
                        {"column", json_number(v.where.column)},
                        {"evidence", evidence}});
}

// The verdicts on the file's own expectations come first, in its order.
node verdicts_json(sim::scenario const& what, std::vector<sim::verdict> const& verdicts)
{
    auto list = json_array();
    for (std::size_t i = 0; i < verdicts.size(); ++i)
        list.items.push_back(verdict_json(
            verdicts[i], i < what.expect.size() ? std::string_view{what.expect[i].source} : ""));
    return list;
}

// Without what differs from one run of the same to the next.
node lasting_summary(sim::scenario const& what, measured_run const& run)
{
    auto summary = summary_tree(what, run);
    std::erase_if(summary.members, [](auto const& m) {
        return m.name == "wall_seconds" || m.name == "simulation_events" ||
               m.name == "assumptions" || m.name == "expectations";
    });
    return summary;
}

node title_json(page_title const& title, page_extent const& extent, std::string_view digest)
{
    return json_object({{"kind", json_string("recorded")},
                        {"program", json_string(program_version())},
                        {"name", json_string(title.name)},
                        {"command", json_string(title.command)},
                        {"digest", json_string(digest)},
                        {"events", json_number(extent.events)},
                        {"kept_events", json_number(extent.kept_events)},
                        {"deliveries", json_number(extent.deliveries)},
                        {"kept_bodies", json_number(extent.kept_bodies)},
                        {"cut_off", json_boolean(title.cut_off)}});
}

} // namespace

node endpoints_json(sim::scenario const& what)
{
    auto list = json_array();
    for (auto const& endpoint : what.endpoints) {
        auto outages = json_array();
        for (auto const& given : endpoint.outages)
            if (given.from < given.until) outages.items.push_back(outage_json(given));
        list.items.push_back(
            json_object({{"prefix", json_string(endpoint.prefix)}, {"outages", outages}}));
    }
    return list;
}

node page_facts(page_title const& title, page_extent const& extent, sim::scenario const& what,
                measured_run const& run)
{
    auto facts = title_json(title, extent, run.result.digest);
    append_member(facts, "run",
                  json_object({{"about", json_string(what.about)},
                               {"start", instant_json(what.start)},
                               {"end", instant_json(run.result.end)},
                               {"seed", json_number(what.seed)},
                               {"profile", json_string(model::name(what.profile))},
                               {"transport", json_string(run.transport)},
                               {"policy", what.policy_as_given},
                               {"base_url", json_string(what.base_url)},
                               {"assumptions", lines_json(what.assumptions)},
                               {"endpoints", endpoints_json(what)},
                               {"scenario", json_string(sim::to_json(as_played(what)))},
                               {"expectations", verdicts_json(what, run.result.verdicts)},
                               {"failure", json_string(run.result.failure)},
                               {"lesson", lesson_json(what)},
                               {"summary", lasting_summary(what, run)}}));
    return facts;
}

node page_facts(page_title const& title, page_extent const& extent, std::string_view digest)
{
    return title_json(title, extent, digest);
}

} // namespace drydock::tools
