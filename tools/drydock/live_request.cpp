#include "tools/drydock/live_request.hpp"

#include "tools/drydock/terminal.hpp"
#include "tools/sign/key_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <unistd.h>

namespace drydock::tools {

namespace {

/// Different for every run, so that a receiver's log tells them apart.
std::string name_of_run()
{
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    return fmt::format(
        "{:x}-{:x}", std::chrono::duration_cast<std::chrono::microseconds>(now).count(), getpid());
}

/// Empty, or why there is no key.
std::string choose_key(run_options const& given, sim::scenario const& what, live_options& made)
{
    bool const signs = what.profile == model::profile::openapi_2026;
    if (!signs && (given.sign_key || given.sign_time))
        return fmt::format("{}: profile {} signs nothing; expected --profile openapi-2026",
                           given.sign_key ? "--sign-key" : "--sign-time", name(what.profile));
    if (!signs) return {};
    if (!given.sign_key) {
        made.sign_key = rsa_key::made();
        return {};
    }
    auto read = read_or_make_key(*given.sign_key);
    if (!read.key) return "--sign-key: " + read.failure;
    made.sign_key = std::move(read.key);
    return {};
}

} // namespace

live_request live_options_of(run_options const& given, sim::scenario const& what)
{
    live_request request;
    auto& made = request.options;
    made.targets = target_map::parse(given.endpoints).map;
    made.allowed_hosts = given.allowed_hosts;
    made.ca_file = given.ca_file;
    made.verifies = !given.insecure;
    made.is_plain = given.plain;
    made.takes_time = given.live_latency != "zero";
    made.in_flight = given.in_flight;
    made.api_port = given.api_port;
    made.run = name_of_run();
    if (given.sign_time) made.sign_time = *parse_sign_time(*given.sign_time).time;
    request.failure = choose_key(given, what, made);
    return request;
}

std::string warning_before(run_options const& given)
{
    if (!given.insecure) return {};
    return "--insecure: certificates are not verified, whoever answers is believed";
}

void assume_live(sim::scenario& what, run_options const& given)
{
    auto& lines = what.assumptions;
    std::erase_if(lines, [](std::string_view line) { return line.starts_with("no endpoints"); });
    lines.emplace_back("transport live: virtual time stands still while real sockets are at work");
    lines.emplace_back(given.live_latency == "zero"
                           ? "latency zero: then an attempt has taken no time"
                           : "latency measured: then it moves by what the attempt took");
    lines.emplace_back("deadline exact: without an answer an attempt takes its timeout, no more");
    auto const has_probe = [](sim::endpoint const& e) { return e.probe.has_value(); };
    if (given.in_flight > 1 && std::ranges::any_of(what.endpoints, has_probe))
        lines.emplace_back("in_flight 1: with a probe, whatever --in-flight says");
}

namespace {

constexpr std::size_t page_width = 80;

struct route_row {
    model::webhook_event event;
    std::string id, url;
};

std::vector<route_row> rows_of(sim::scenario const& what)
{
    std::vector<route_row> rows;
    auto number = model::first_webhook_id;
    for (auto const& hook : what.webhooks) {
        rows.push_back({hook.event, hook.id.empty() ? std::to_string(number) : hook.id, hook.url});
        ++number;
    }
    for (auto const& entry : what.timeline)
        if (auto const* const hook = std::get_if<sim::webhook_entry>(&entry.what))
            if (!hook->url.empty()) rows.push_back({hook->event, {}, hook->url});
    return rows;
}

} // namespace

std::string routes_text(sim::scenario const& what, run_options const& given)
{
    auto const map = target_map::parse(given.endpoints).map;
    std::string text;
    for (auto const& row : rows_of(what)) {
        auto const to = map.find(row.event, row.url);
        auto line = fmt::format("  {}{}{}  {}", name(row.event), row.id.empty() ? "" : " ",
                                printable(row.id), printable(row.url));
        auto const target = to ? printable(to->url()) : std::string{"nowhere: it is no URL"};
        if (to && target == row.url) {
            text += line + '\n';
            continue;
        }
        auto const fits = display_width(line) + display_width(target) + 3 <= page_width;
        text += fmt::format("{}{}→ {}\n", line, fits ? " " : "\n    ", target);
    }
    return text;
}

std::string await_receiver(receiver_process& receiver, run_options const& given)
{
    if (!given.wait_for) return {};
    auto const url = parse_target(*given.wait_for);
    if (!url)
        return fmt::format("--wait-for: expected a URL such as http://localhost:3000/, found "
                           "\"{}\"",
                           *given.wait_for);
    if (given.start && receiver_process::is_answered(*url))
        return fmt::format("--start: something answers at {} already", url->url());
    if (given.start)
        if (auto why = receiver.start(*given.start); !why.empty()) return "--start: " + why;
    auto why = receiver.wait_for(*url);
    return why.empty() ? why : "--wait-for: " + why;
}

} // namespace drydock::tools
