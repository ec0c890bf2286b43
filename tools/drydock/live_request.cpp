#include "tools/drydock/live_request.hpp"

#include "tools/sign/key_file.hpp"

#include <fmt/format.h>

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

std::string await_receiver(receiver_process& receiver, run_options const& given)
{
    if (!given.wait_for) return {};
    auto const url = parse_target(*given.wait_for);
    if (!url)
        return fmt::format("--wait-for: expected a URL such as http://localhost:3000/, found "
                           "\"{}\"",
                           *given.wait_for);
    if (given.start)
        if (auto why = receiver.start(*given.start); !why.empty()) return "--start: " + why;
    auto why = receiver.wait_for(*url);
    return why.empty() ? why : "--wait-for: " + why;
}

} // namespace drydock::tools
