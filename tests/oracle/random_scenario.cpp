#include "tests/oracle/random_maker.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace drydock::oracle {
namespace {

constexpr std::array common_urls{"https://shop.test/hooks", "https://shop.test/hooks/a",
                                 "https://other.test/in"};
constexpr std::array rare_urls{
    "https://shop.test",
    "https://shop.test/hooksy",
    "https://shop.test/hooks/a/b?x=1",
    "https://nowhere.test/x",
    "https://shop.test:8443/hooks",
    "http://shop.test/hooks",
    "https://shop.test/hooks/{n}",
    "https://other.test",
};
constexpr std::array prefixes{"https://shop.test", "https://shop.test/hooks",
                              "https://shop.test/hooks/a", "https://other.test",
                              "https://shop.test:8443"};

constexpr std::array handlers{sim::handler_kind::last_write_wins, sim::handler_kind::by_occurred_at,
                              sim::handler_kind::deduplicating};

// Heeds everything that it is told.
std::optional<duration> code_policy(sim::failed_attempt const& failed)
{
    if (failed.attempt == 6 || failed.outcome == model::attempt_outcome::http(410)) return {};
    if (failed.at - failed.requested_at > 20min) return {};
    if (failed.retry_after) return failed.retry_after;
    if (failed.subject.size() > 5) return failed.at - failed.started_at;
    return duration{static_cast<std::int64_t>(failed.draw % 120'000'000)};
}

} // namespace

std::string maker::url()
{
    return percent(75) ? pick(common_urls) : pick(rare_urls);
}

std::string maker::fixed_url()
{
    auto made = url();
    while (made.find("{n}") != std::string::npos)
        made = url();
    return made;
}

void maker::make_policy()
{
    auto& p = made_.policy;
    p.attempts = static_cast<std::uint16_t>(1 + below(4));
    p.timeout =
        pick({duration{1min}, duration{1min}, duration{2min}, duration{3min}, duration{10s}});
    auto const list = p.attempts > 1 && percent(40);
    p.delay_count = static_cast<std::uint8_t>(list ? p.attempts - 1 : 1);
    for (std::size_t i = 0; i < p.delay_count; ++i)
        p.delays[i] = pick({0min, 1min, 1min, 2min, 3min, 5min});
    if (percent(20)) p.jitter_millionths = pick({100'000u, 200'000u, 500'000u});
    if (percent(40)) p.anchor = model::delay_anchor::start;
    if (percent(20)) p.success = pick<std::vector<std::uint16_t>>({{200}, {200, 404}, {500, 204}});
    p.retry_after = pick({model::retry_after_rule::ignore, model::retry_after_rule::honour,
                          model::retry_after_rule::clamp});
    if (p.retry_after == model::retry_after_rule::clamp) {
        p.retry_after_least = pick({0min, 1min, 2min});
        p.retry_after_most = p.retry_after_least + pick({0min, 1min, 2min});
    }
    if (percent(20)) p.stop_on = pick<std::vector<std::uint16_t>>({{410}, {500, 429}, {503}});
    std::erase_if(p.stop_on, [&](auto code) { return std::ranges::count(p.success, code) != 0; });
    if (percent(20)) p.max_age = pick({1min, 2min, 4min, 5min});
    if (percent(25)) p.disable_after.failed_deliveries = 1 + below(4);
    if (percent(15)) p.disable_after.failing_for = pick({1min, 2min, 4min});
}

// Drawn after everything else, so that the scenarios without them are what they always were.
void maker::make_limits()
{
    auto& p = made_.policy;
    auto& off = p.disable_after;
    if (percent(15)) {
        if (percent(60)) off.failed_attempts = 1 + below(4);
        if (off.failed_attempts + off.failed_deliveries == 0 && off.failing_for == duration{})
            off.failed_deliveries = 1;
        auto const first = pick({duration{1min}, duration{30s}, duration{2min}});
        off.recover_after = percent(40) ? model::backoff{first, 1, 1, first}
                                        : model::backoff{first, 2'000'000, 1'000'000, 5min};
        if (percent(30)) off.for_good_after = 2 + below(4);
    }
    if (percent(8)) p.rate = pick({model::rate_limit{1, 1min}, {2, 1min}, {3, 10s}});
    if (percent(10)) p.in_flight = 1 + below(2);
    for (auto& endpoint : made_.endpoints) {
        if (!percent(12)) continue;
        endpoint.capacity = {.workers = 1 + below(2), .queue = below(3)};
        if (percent(30)) endpoint.capacity->overflow = {.fails = sim::failure::reset};
    }
}

void maker::make_webhooks()
{
    if (percent(92)) made_.webhooks.push_back({webhook_event::track, fixed_url(), ""});
    using enum webhook_event;
    for (auto const e : {batch, rate, carrier_connected, sales_orders_imported,
                         order_source_refresh_complete, report_complete})
        if (is_known(e, made_.profile) && percent(with_entities_ ? 80 : 5))
            made_.webhooks.push_back({e, fixed_url(), ""});
    if (percent(50)) std::reverse(made_.webhooks.begin(), made_.webhooks.end());
    if (!made_.webhooks.empty() && percent(20)) made_.webhooks.front().id = pick({"9001", "main"});
}

void maker::make_endpoints()
{
    made_.has_endpoints = percent(90);
    if (!made_.has_endpoints) return;
    for (auto const* const prefix : prefixes)
        if (percent(70)) made_.endpoints.push_back(make_endpoint(prefix));
    if (percent(40)) {
        auto const handler = pick(handlers);
        for (auto& endpoint : made_.endpoints)
            endpoint.handler = handler;
    }
}

sim::endpoint maker::make_endpoint(std::string prefix)
{
    sim::endpoint made;
    made.prefix = std::move(prefix);
    for (auto n = percent(40) ? 1 + below(2) : 0; n > 0; --n) {
        auto const from = within(20);
        made.outages.push_back(
            {from, from + duration{1min} * (1 + below(8)), make_reaction(false)});
    }
    for (auto n = below(5); n > 0; --n)
        made.rules.push_back(make_rule());
    made.handler = pick(handlers);
    if (percent(8))
        made.code = [](sim::request const& a) {
            return sim::response{.status = static_cast<std::uint16_t>(
                                     a.attempt < 2 || a.subject.size() > 5 ? 500 : 202),
                                 .headers = {{"retry-after", "60"}},
                                 .after = 20s * a.attempt,
                                 .effect = a.attempt != 3};
        };
    return made;
}

sim::reaction maker::make_reaction(bool for_rule)
{
    using enum sim::failure;
    sim::reaction made;
    if (percent(for_rule ? 45 : 60)) {
        made.fails =
            pick({timeout, timeout, refused, reset, dns, tls, malformed, lost_ack, lost_ack});
        return made;
    }
    made.status = pick<std::uint16_t>({200, 200, 201, 204, 301, 404, 410, 429, 500, 500, 503});
    if (for_rule && made.status >= 300 && percent(75))
        made.headers = {
            {pick({"Retry-After", "retry-after"}), pick({"0", "60", "120", "300", "soon", "90"})}};
    return made;
}

sim::distribution maker::make_after()
{
    using enum sim::distribution::shape;
    auto const timeout = made_.policy.timeout;
    if (percent(8)) return {exponential, 1min, {}, {}};
    if (percent(8)) return {uniform, 0min, 2min, {}};
    if (percent(8))
        return {weighted, {}, {}, {{timeout, 2}, {timeout + duration{1min}, 1}, {0min, 3}}};
    sim::distribution made;
    made.first = pick({duration{0min}, duration{30s}, timeout, timeout, timeout - duration{1},
                       timeout + duration{1}, timeout + duration{1min}, timeout + duration{1min},
                       duration{2min}, duration{3min}});
    return made;
}

sim::endpoint_rule maker::make_rule()
{
    using enum sim::failure;
    sim::endpoint_rule made;
    if (percent(with_entities_ ? 25 : 10)) made.event = event();
    if (percent(20)) made.status = status();
    if (percent(15)) made.subject = "se-1"; // replaced by one that occurs
    if (percent(25)) made.attempts = pick<std::vector<std::uint16_t>>({{1}, {2}, {1, 2}, {2, 3}});
    std::erase_if(made.attempts, [&](auto n) { return n > made_.policy.attempts; });
    if (percent(20)) made.from = within(20);
    if (percent(20))
        made.until = made.from.value_or(made_.start) + duration{1min} * (1 + below(15));
    if (percent(30)) {
        auto const sixteenths = below(17);
        made.with_chance = sixteenths == 16 ? sim::chance{0, true}
                                            : sim::chance{std::uint64_t{sixteenths} << 60, false};
    }
    if (percent(30)) made.times = 1 + below(3);
    made.then = make_reaction(true);
    made.after_given = percent(60);
    if (made.after_given) made.after = make_after();
    auto const fails = made.then.fails;
    auto const unreached = fails == refused || fails == dns || fails == tls;
    if (percent(20)) made.effect = unreached ? false : fails == lost_ack ? true : percent(60);
    return made;
}

sim::scenario maker::make()
{
    made_.seed = next() % 1'000'000;
    if (percent(10)) made_.start += 250ms;
    with_entities_ = percent(55);
    if (percent(30)) made_.profile = model::profile::openapi_2026;
    make_policy();
    make_webhooks();
    make_endpoints();
    make_timeline();
    if (with_entities_) make_entities();
    for (auto n = percent(35) ? 1 + below(8) : 0; n > 0; --n)
        make_request();
    if (percent(30)) make_populations();
    shuffle();
    make_legal(made_);
    name_what_occurs();
    if (made_.until || percent(15)) made_.until = within(40);
    if (percent(6)) made_.asked_policy = code_policy;
    make_limits();
    return std::move(made_);
}

sim::scenario random_scenario(std::uint64_t number)
{
    return maker{number}.make();
}

} // namespace drydock::oracle
