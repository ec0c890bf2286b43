#include "tools/serve/control.hpp"

#include "model/json/json_text.hpp"
#include "tools/serve/control_acts.hpp"

namespace drydock::tools {

namespace {

constexpr control_route table[] = {
    {"GET", "/_drydock/clock", get_clock, "get_clock", "The time, how it moves, what is pending."},
    {"PUT", "/_drydock/clock", put_clock, "put_clock", "How time moves: manual, auto or 60x."},
    {"POST", "/_drydock/clock/advance", advance_clock, "advance_clock",
     "Turns the clock by or to a time or until something, and tells what happened."},
    {"POST", "/_drydock/timeline", post_timeline, "post_timeline",
     "Entries of a scenario, their times counted from now."},
    {"GET", "/_drydock/scenarios", get_scenarios, "get_scenarios",
     "The scenarios that are part of the program."},
    {"GET", "/_drydock/scenarios/{name}", get_scenario, "get_scenario", "The text of one of them."},
    {"GET", "/_drydock/schema", get_schema, "get_schema", "The JSON Schema of a scenario."},
    {"POST", "/_drydock/check", post_check, "post_check",
     "What is wrong with a scenario, with line and column."},
    {"POST", "/_drydock/run", post_run, "post_run",
     "Plays a whole scenario of its own; as=page gives its journal too."},
    {"POST", "/_drydock/diff", post_diff, "post_diff",
     "Where two runs part, or one and this world; each is given by its journal's header."},
    {"GET", "/_drydock/journal", get_journal, "get_journal", "What happened, a line an event."},
    {"GET", "/_drydock/journal/stream", stream_journal, "stream_journal",
     "What happens, as server-sent events."},
    {"GET", "/_drydock/state", get_state, "get_state", "All entities, now or at a time before."},
    {"PUT", "/_drydock/endpoints", put_endpoints, "put_endpoints",
     "Outages and rules in front of receivers."},
    {"PUT", "/_drydock/webhooks/{webhook_id}", put_webhook, "put_webhook",
     "Switches a webhook on or off, as the dashboard's slider does."},
    {"POST", "/_drydock/webhooks/{webhook_id}/test", test_webhook, "test_webhook",
     "Has something happen that a webhook tells of."},
    {"GET", "/_drydock/bin/{name}/requests", get_bin, "get_bin_requests",
     "What a bin took in; waits for as many as are asked for."},
    {"PUT", "/_drydock/bin/{name}/rules", put_bin_rules, "put_bin_rules",
     "Outages and rules in front of a bin."},
    {"PUT", "/_drydock/bin/{name}/port", put_bin_port, "put_bin_port",
     "Gives a bin a port of its own, where it really refuses; 0: any that is free."},
    {"GET", "/_drydock/bin/{name}/port", get_bin_port, "get_bin_port",
     "The port of a bin's own: its URL, and whether it is open."},
    {"DELETE", "/_drydock/bin/{name}/port", delete_bin_port, "delete_bin_port",
     "Closes the port of a bin's own."},
    {"GET", "/_drydock/bin/{name}/export", export_bin, "export_bin",
     "What a bin took in as HAR, or as cURL commands."},
    {"POST", "/_drydock/bin/{name}/resend", resend_from_bin, "resend_from_bin",
     "Sends what a bin took in to a URL, changed if wished."},
    {"GET", "/_drydock/facts", get_facts, "get_facts",
     "What this world is, and what tells its journal from others."},
    {"GET", "/_drydock/deliveries/{number}/body", get_body, "get_delivery_body",
     "What a delivery sends, as on each of its attempts."},
    {"POST", "/_drydock/reset", post_reset, "post_reset", "Begins a new world."},
    {"GET", "/_drydock/metrics", get_metrics, "get_metrics", "Counts, for Prometheus."},
    {"GET", "/_drydock/health", get_health, "get_health", "Whether it is well."},
};

std::string_view take_segment(std::string_view& path)
{
    auto const end = std::min(path.find('/'), path.size());
    auto const segment = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    return segment;
}

} // namespace

std::optional<std::vector<std::string>> match_path(std::string_view pattern, std::string_view path)
{
    std::vector<std::string> ids;
    if (path.ends_with('/')) return std::nullopt;
    while (!pattern.empty() || !path.empty()) {
        if (pattern.empty() || path.empty()) return std::nullopt;
        auto const wanted = take_segment(pattern);
        auto const given = take_segment(path);
        if (wanted.starts_with('{')) {
            auto id = model::api::decode_url(given);
            if (!id || id->empty()) return std::nullopt;
            ids.push_back(std::move(*id));
        } else if (wanted != given) {
            return std::nullopt;
        }
    }
    return ids;
}

control_answer json_answer(std::string body, unsigned status)
{
    control_answer made;
    made.what.status = status;
    made.what.fields.push_back({"Content-Type", "application/json"});
    made.what.body = std::move(body);
    made.what.body += '\n';
    return made;
}

control_answer refusal_answer(unsigned status, std::string_view why)
{
    std::string body = "{\"error\":";
    model::append_json_string(body, model::mended_utf8(why));
    return json_answer(body + '}', status);
}

std::span<control_route const> control_routes()
{
    return table;
}

control_answer control(engine& on, sim::http::request const& what)
{
    auto const target = model::api::parse_target(what.target);
    if (!target) return refusal_answer(400, "the query is not percent-encoded as it must be");
    bool is_known = false;
    for (auto const& route : table) {
        auto ids = match_path(route.pattern, target->path);
        if (!ids) continue;
        is_known = true;
        bool const is_meant =
            route.method == what.method || (what.method == "HEAD" && route.method == "GET");
        if (is_meant) return route.act({on, what, *target, std::move(*ids)});
    }
    return is_known ? refusal_answer(405, "this path does not take " + what.method)
                    : refusal_answer(404, "there is nothing at this path");
}

} // namespace drydock::tools
