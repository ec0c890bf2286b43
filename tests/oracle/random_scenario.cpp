#include "tests/oracle/random_scenario.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace drydock::oracle {
namespace {

using model::duration;
using model::instant;
using model::scan_status;
using model::webhook_event;
using namespace std::chrono_literals;

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

class maker {
public:
    explicit maker(std::uint64_t number) : bits_{number} {}

    sim::scenario make();

private:
    std::uint64_t next()
    {
        auto z = bits_ += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(next() % n); }
    bool percent(std::uint32_t n) { return below(100) < n; }
    template <class List> auto pick(List const& list)
    {
        return list[below(static_cast<std::uint32_t>(std::size(list)))];
    }
    template <class T> T pick(std::initializer_list<T> list)
    {
        return list.begin()[below(static_cast<std::uint32_t>(list.size()))];
    }
    instant within(std::uint32_t minutes) { return made_.start + duration{1min} * below(minutes); }
    std::string url() { return percent(75) ? pick(common_urls) : pick(rare_urls); }
    std::string fixed_url()
    {
        auto made = url();
        while (made.find("{n}") != std::string::npos)
            made = url();
        return made;
    }
    scan_status status()
    {
        using enum scan_status;
        return pick({AC, AC, IT, IT, IT, AT, AT, EX, EX, DE, UN});
    }

    void make_policy();
    void make_webhooks();
    void make_endpoints();
    sim::endpoint make_endpoint(std::string prefix);
    sim::endpoint_rule make_rule();
    sim::reaction make_reaction(bool for_rule);
    sim::distribution make_after();
    void make_timeline();
    void make_ship(std::string const& id);
    void make_twin();
    void make_track(std::string const& id);
    void make_change();
    void add_change(instant at, sim::webhook_entry const& change);
    sim::scan_plan make_scan(instant at);
    void repeat(sim::timeline_entry& entry);
    void name_what_occurs();

    std::uint64_t bits_;
    sim::scenario made_;
};

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

void maker::make_webhooks()
{
    if (percent(92)) made_.webhooks.push_back({webhook_event::track, fixed_url(), ""});
    if (percent(20)) made_.webhooks.push_back({webhook_event::batch, fixed_url(), ""});
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
    if (percent(10)) made.event = percent(80) ? webhook_event::track : webhook_event::batch;
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

// --- timeline ----------------------------------------------------------------------------------

sim::scan_plan maker::make_scan(instant at)
{
    sim::scan_plan made;
    made.at = at;
    made.status = status();
    if (percent(30)) made.occurred_at = std::max(made_.start, at - duration{1min} * below(12));
    if (percent(15)) made.fields = R"({"city_locality":"Austin"})";
    return made;
}

void maker::repeat(sim::timeline_entry& entry)
{
    entry.every = pick({1min, 2min, 5min});
    entry.times = 2 + below(4);
}

void maker::make_ship(std::string const& id)
{
    sim::ship_entry made;
    made.shipment = id;
    auto const at = within(10);
    made.unordered = percent(35);
    made.changes_only = percent(20);
    if (percent(15)) made.fields = R"({"carrier_code":"fedex"})";
    if (percent(12)) {
        made.life = static_cast<sim::story>(below(5));
        made.unordered = made.unordered || made.life == sim::story::unordered;
    } else {
        for (auto n = below(6); n > 0; --n)
            made.scans.push_back(make_scan(at + duration{1min} * below(20)));
        if (percent(80)) std::ranges::stable_sort(made.scans, {}, &sim::scan_plan::at);
    }
    sim::timeline_entry entry;
    entry.at = at;
    entry.what = std::move(made);
    if (id.find("{n}") != std::string::npos) repeat(entry);
    made_.timeline.push_back(std::move(entry));
}

// Two shipments whose payloads have equal bytes: the payload does not carry the shipment's id.
void maker::make_twin()
{
    for (auto& entry : made_.timeline) {
        auto* const ship = std::get_if<sim::ship_entry>(&entry.what);
        if (!ship || ship->life || entry.times > 1) continue;
        ship->fields = R"({"tracking_number":"1Z9"})";
        auto copy = entry;
        std::get<sim::ship_entry>(copy.what).shipment = "twin";
        made_.timeline.push_back(std::move(copy));
        return;
    }
}

void maker::make_track(std::string const& id)
{
    auto at = within(25);
    if (percent(10)) at += std::chrono::hours{below(72)};
    sim::timeline_entry entry;
    entry.at = at;
    entry.what = sim::track_entry{id, make_scan(at)};
    if (id.find("{n}") != std::string::npos || percent(10)) repeat(entry);
    made_.timeline.push_back(std::move(entry));
}

// What is turned off, deleted or moved mostly comes back soon, so that attempts are caught between.
void maker::make_change()
{
    sim::webhook_entry made;
    made.event = percent(90) ? webhook_event::track : webhook_event::batch;
    auto const at = within(25);
    auto const back = at + duration{1min} * below(3);
    auto const what = below(100);
    if (what < 35) {
        made.enabled = false;
        if (percent(80)) add_change(back, {made.event, "", true, false});
    } else if (what < 60) {
        made.deleted = true;
        if (percent(80)) add_change(back, {made.event, url(), {}, false});
    } else if (what < 95) {
        made.url = url();
        if (percent(15)) made.enabled = percent(50);
    } else {
        made.enabled = true;
    }
    add_change(at, made);
}

void maker::add_change(instant at, sim::webhook_entry const& change)
{
    sim::timeline_entry entry;
    entry.at = at;
    entry.what = change;
    if (change.url.find("{n}") != std::string::npos || percent(5)) repeat(entry);
    made_.timeline.push_back(std::move(entry));
}

void maker::make_timeline()
{
    std::vector<std::string> ids;
    for (auto n = 1 + below(5); n > 0; --n)
        ids.push_back((percent(70) ? "se-" : "box-") + std::to_string(n));
    if (percent(15)) ids.push_back("se-9{n}");
    for (auto const& id : ids)
        if (percent(70)) make_ship(id);
    if (percent(25)) make_twin();
    for (auto n = below(9); n > 0; --n)
        make_track(pick(ids));
    for (auto n = percent(60) ? below(5) : 0; n > 0; --n)
        make_change();
    for (auto n = made_.timeline.size(); n > 1; --n)
        std::swap(made_.timeline[n - 1], made_.timeline[below(static_cast<std::uint32_t>(n))]);
}

// A rule may only name a subject and an event that occur.
void maker::name_what_occurs()
{
    std::vector<std::string> ids;
    std::set<webhook_event> told;
    for (auto const& webhook : made_.webhooks)
        told.insert(webhook.event);
    for (auto const& entry : made_.timeline) {
        if (auto const* const ship = std::get_if<sim::ship_entry>(&entry.what))
            ids.push_back(ship->shipment);
        else if (auto const* const track = std::get_if<sim::track_entry>(&entry.what))
            ids.push_back(track->shipment);
        else
            told.insert(std::get<sim::webhook_entry>(entry.what).event);
    }
    for (auto& id : ids)
        if (auto const at = id.find("{n}"); at != std::string::npos) id.replace(at, 3, "1");
    for (auto& endpoint : made_.endpoints)
        for (auto& rule : endpoint.rules) {
            if (rule.event && !told.contains(*rule.event)) rule.event.reset();
            if (rule.event == webhook_event::batch) rule.status.reset();
            if (!rule.subject) continue;
            rule.subject.reset();
            if (!ids.empty()) rule.subject = pick(ids);
        }
}

// Heeds everything that it is told.
std::optional<duration> code_policy(sim::failed_attempt const& failed)
{
    if (failed.attempt == 6 || failed.outcome == model::attempt_outcome::http(410)) return {};
    if (failed.at - failed.requested_at > 20min) return {};
    if (failed.retry_after) return failed.retry_after;
    if (failed.subject.size() > 5) return failed.at - failed.started_at;
    return duration{static_cast<std::int64_t>(failed.draw % 120'000'000)};
}

sim::scenario maker::make()
{
    made_.seed = next() % 1'000'000;
    if (percent(10)) made_.start += 250ms;
    make_policy();
    make_webhooks();
    make_endpoints();
    make_timeline();
    make_legal(made_);
    name_what_occurs();
    if (percent(15)) made_.until = within(40);
    if (percent(6)) made_.asked_policy = code_policy;
    return std::move(made_);
}

} // namespace

sim::scenario random_scenario(std::uint64_t number)
{
    return maker{number}.make();
}

} // namespace drydock::oracle
