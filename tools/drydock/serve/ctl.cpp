// `drydock ctl`: turns the clock of a server, and what else its control API does.
#include "model/address.hpp"
#include "model/json/json_text.hpp"
#include "sim/scenario/nearest.hpp"
#include "tools/drydock/command.hpp"
#include "tools/drydock/serve/variables.hpp"
#include "tools/serve/control_client.hpp"
#include "tools/store/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

namespace drydock::tools {

namespace {

struct ctl_command {
    command_line app;
    std::string url = "http://127.0.0.1:8787";
    std::string verb;
    // Not one list: what is in brackets would be taken for several words.
    std::optional<std::string> word, other_word;
    std::vector<std::string> words; ///< both
    std::string count = "1", timeout = "30s", type, from, at, limit, ca_file;
    bool believes_any = false;

    int act(console const& to) const;
    int call(console const& to) const;
};

/// What a verb asks of the server, or what is wrong with it.
struct wish {
    control_request what;
    std::string failure;
};

std::string member(std::string_view name, std::string_view value)
{
    std::string made = "{\"" + std::string{name} + "\":";
    model::append_json_string(made, value);
    return made;
}

wish expected(std::string_view what)
{
    return {{}, "expected " + std::string{what}};
}

/// Inline JSON, or the text of a file.
wish with_text(std::string method, std::string path, std::vector<std::string> const& words)
{
    if (words.size() != 1) return expected("one file, or JSON");
    auto const& word = words[0];
    if (word.starts_with('{') || word.starts_with('['))
        return {{std::move(method), std::move(path), word}, {}};
    auto const read = read_file(word);
    if (read.failure) return {{}, *read.failure};
    return {{std::move(method), std::move(path), read.text}, {}};
}

wish advance(ctl_command const& given)
{
    auto const& words = given.words;
    if (words.size() != 1)
        return expected("one of a duration such as 2h, a time, \"idle\" and \"next\"");
    std::string_view const word = words[0];
    bool const is_goal = word == "idle" || word == "next";
    auto body = member(is_goal ? "until" : model::parse_duration(word) ? "by" : "to", word);
    if (is_goal && !given.limit.empty()) body += ',' + member("limit", given.limit).substr(1);
    return {{"POST", "/_drydock/clock/advance", body + '}'}, {}};
}

wish webhook(ctl_command const& given)
{
    auto const& words = given.words;
    if (words.size() != 2 || (words[1] != "on" && words[1] != "off"))
        return expected("the id of a webhook, then on or off");
    return {{"PUT", "/_drydock/webhooks/" + model::encode_url(words[0]),
             words[1] == "on" ? "{\"enabled\":true}" : "{\"enabled\":false}"},
            {}};
}

wish bin(ctl_command const& given, std::string const& path)
{
    if (given.words.size() != 1) return expected("the name of a bin");
    return {{"GET", "/_drydock/bin/" + model::encode_url(given.words[0]) + path, {}}, {}};
}

wish port(ctl_command const& given)
{
    auto const& words = given.words;
    if (words.empty()) return expected("the name of a bin, then a port, or \"off\"");
    auto path = "/_drydock/bin/" + model::encode_url(words[0]) + "/port";
    if (words.size() == 2 && words[1] == "off") return {{"DELETE", std::move(path), {}}, {}};
    auto const number = words.size() == 2 ? words[1] : std::string{"0"};
    if (number.empty() || number.find_first_not_of("0123456789") != std::string::npos)
        return expected("a number as the port, or \"off\"");
    return {{"PUT", std::move(path), "{\"port\":" + number + '}'}, {}};
}

wish journal(ctl_command const& given)
{
    std::string path = "/_drydock/journal";
    char before = '?';
    for (auto const& [name, value] : {std::pair{"type", &given.type}, {"from", &given.from}}) {
        if (value->empty()) continue;
        path += before + std::string{name} + '=' + model::encode_url(*value);
        before = '&';
    }
    return {{"GET", std::move(path), {}}, {}};
}

wish plain(std::string method, std::string path)
{
    return {{std::move(method), std::move(path), {}}, {}};
}

struct verb_entry {
    std::string_view name;
    wish (*make)(ctl_command const&);
};
constexpr verb_entry verbs[] = {
    {"advance", advance},
    {"clock",
     [](ctl_command const& given) {
         if (given.words.empty()) return plain("GET", "/_drydock/clock");
         return wish{{"PUT", "/_drydock/clock", member("mode", given.words[0]) + '}'}, {}};
     }},
    {"pending", [](ctl_command const&) { return plain("GET", "/_drydock/clock"); }},
    {"wait",
     [](ctl_command const& given) {
         return bin(given, "/requests?count=" + model::encode_url(given.count) +
                               "&timeout=" + model::encode_url(given.timeout));
     }},
    {"bin", [](ctl_command const& given) { return bin(given, "/requests"); }},
    {"port", port},
    {"har", [](ctl_command const& given) { return bin(given, "/export?as=har"); }},
    {"curl", [](ctl_command const& given) { return bin(given, "/export?as=curl"); }},
    {"webhook", webhook},
    {"timeline",
     [](ctl_command const& given) { return with_text("POST", "/_drydock/timeline", given.words); }},
    {"endpoints",
     [](ctl_command const& given) { return with_text("PUT", "/_drydock/endpoints", given.words); }},
    {"run",
     [](ctl_command const& given) { return with_text("POST", "/_drydock/run", given.words); }},
    {"journal", journal},
    {"state",
     [](ctl_command const& given) {
         return plain("GET", given.at.empty()
                                 ? "/_drydock/state"
                                 : "/_drydock/state?at=" + model::encode_url(given.at));
     }},
    {"reset", [](ctl_command const&) { return plain("POST", "/_drydock/reset"); }},
    {"health", [](ctl_command const&) { return plain("GET", "/_drydock/health"); }},
    {"metrics", [](ctl_command const&) { return plain("GET", "/_drydock/metrics"); }},
};

int ctl_command::act(console const& to) const
{
    auto given = *this;
    variables const from_outside{app, to.machine};
    from_outside.fill("--url", given.url);
    from_outside.fill("--cacert", given.ca_file);
    from_outside.fill("--insecure", given.believes_any);
    for (auto const* const each : {&word, &other_word})
        if (*each) given.words.push_back(**each);
    return given.call(to);
}

int ctl_command::call(console const& to) const
{
    auto const* const found = std::ranges::find(verbs, verb, &verb_entry::name);
    if (found == std::end(verbs)) {
        std::vector<std::string_view> names;
        for (auto const& each : verbs)
            names.push_back(each.name);
        return refuse(
            to, fmt::format("ctl: there is no \"{}\"{}", verb, sim::did_you_mean(verb, names)));
    }
    auto wished = found->make(*this);
    if (!wished.failure.empty()) return refuse(to, "ctl " + verb + ": " + wished.failure);
    wished.what.ca_file = ca_file;
    wished.what.verifies = !believes_any;
    auto const reply = call_control(url, wished.what);
    if (reply.status == 0) {
        to.err << fmt::format("drydock: {} is not reachable: {}\n", url, reply.failure);
        return exit_unreachable;
    }
    bool const is_good = reply.status < 300;
    (is_good || reply.status == 408 ? to.out : to.err) << reply.body;
    if (is_good) return exit_held;
    return reply.status == 408 || reply.status == 409 ? exit_failed : exit_bad_input;
}

constexpr char const* ctl_examples =
    "Examples:\n"
    "  drydock ctl advance 2h             turn the clock, and see what happens\n"
    "  drydock ctl advance idle           until nothing is pending\n"
    "  drydock ctl clock                  the time; drydock ctl clock 60x has it pass\n"
    "  drydock ctl pending                what waits for its time\n"
    "  drydock ctl wait orders --count 3  until the bin has taken three requests in\n"
    "  drydock ctl port orders            a port of its own for a bin, where it really refuses\n"
    "  drydock ctl port orders 4000       this one; drydock ctl port orders off takes it away\n"
    "  drydock ctl webhook 5515 off       the dashboard's slider\n"
    "  drydock ctl endpoints '{\"http://localhost:3000\": {\"outages\": [{\"until\": \"3h\"}]}}'\n"
    "  drydock ctl timeline '{\"at\": \"1h\", \"track\": {\"shipment\": \"se-1\", \"status\": "
    "\"IT\"}}'\n"
    "  drydock ctl journal --type attempt_failed\n"
    "\n"
    "Verbs: advance clock pending wait bin port har curl webhook timeline endpoints run journal\n"
    "state reset health metrics.\n"
    "Exit codes: 0 done, 1 not in time or not now, 2 bad usage, 3 the server is not reachable.\n";

} // namespace

command add_ctl_command(command_line program)
{
    auto state = std::make_shared<ctl_command>();
    auto app = program.add_subcommand("ctl", "turn the clock of a server, and more");
    state->app = app;
    app.add_option("VERB", state->verb, "what to do").required();
    app.add_option("WORD", state->word, "and with what");
    app.add_option("OTHER", state->other_word, "and then with what");
    app.add_option("--url", state->url, "where the server is").show_default();
    app.add_option("--count", state->count, "wait: for so many requests").show_default();
    app.add_option("--timeout", state->timeout, "wait: so long, in real time").show_default();
    app.add_option("--type", state->type, "journal: events of this type only");
    app.add_option("--from", state->from, "journal: from this event on");
    app.add_option("--at", state->at, "state: at this time");
    app.add_option("--limit", state->limit, "advance idle: so long at most");
    app.add_option("--cacert", state->ca_file, "whom the server's certificate may be signed by");
    app.add_flag("--insecure", state->believes_any, "believe any certificate");
    app.footer(ctl_examples);
    return {app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
