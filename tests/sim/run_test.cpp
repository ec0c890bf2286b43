// Whole runs, from scenarios filled in C++.
#include "model/json/event_json.hpp"
#include "sim/digest.hpp"
#include "sim/runner.hpp"

#include <catch2/catch.hpp>

using namespace drydock;
using namespace drydock::sim;
using namespace std::chrono_literals;

namespace {

instant at(duration offset)
{
    return default_start + offset;
}

/// Keeps the journal as JSON lines.
class line_journal final : public subscriber {
public:
    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override
    {
        for (auto const& event : block) {
            writer_.append(lines.emplace_back(), event, first, texts);
            ++first.value;
        }
    }
    std::vector<std::string> lines;

private:
    model::event_json_writer writer_;
};

std::vector<std::string> journal_of(scenario const& what)
{
    line_journal kept;
    auto const result = run(what, {&kept});
    CHECK(result.digest == run(what).digest);
    return kept.lines;
}

/// The journal as "02:00:10 attempt_started 2" lines, for what happens to deliveries.
std::vector<std::string> story_of(scenario const& what)
{
    std::vector<std::string> told;
    for (auto const& line : journal_of(what)) {
        auto const member = [&](std::string const& name) {
            auto const from = line.find('"' + name + "\":");
            if (from == std::string::npos) return std::string{};
            auto const start = from + name.size() + 3;
            auto text = line.substr(start, line.find_first_of(",}", start) - start);
            std::erase(text, '"');
            return text;
        };
        if (member("delivery").empty()) continue;
        auto text = member("at").substr(11, 8) + ' ' + member("type");
        for (auto const* const name : {"attempt", "reason", "status"})
            if (auto const value = member(name); !value.empty()) text += ' ' + value;
        told.push_back(text);
    }
    return told;
}

scenario with_receiver(endpoint receiver)
{
    scenario made;
    made.webhooks = {{model::webhook_event::track, "https://shop.test/hooks", ""}};
    made.has_endpoints = true;
    receiver.prefix = "https://shop.test";
    made.endpoints = {std::move(receiver)};
    return made;
}

void track(scenario& in, duration when, model::scan_status status, std::string id = "se-1")
{
    in.timeline.push_back({.at = at(when), .what = track_entry{std::move(id), {at(when), status}}});
}

scenario lost_acknowledgement()
{
    endpoint slow;
    slow.rules.push_back({.attempts = {1}, .after = {.first = 12s}});
    auto made = with_receiver(slow);
    track(made, 0s, model::scan_status::IT);
    return made;
}

} // namespace

TEST_CASE("the contract's journal comes out byte for byte", "[run]")
{
    endpoint shop;
    shop.outages.push_back({at(0s), at(3h), {.status = 503}});
    auto plan = with_receiver(shop);
    plan.timeline.push_back(
        {.at = at(0s),
         .what = ship_entry{.shipment = "se-1", .scans = {{at(30min), model::scan_status::IT}}}});

    CHECK(
        journal_of(plan) ==
        std::vector<std::string>{
            R"({"seq":1,"at":"2019-09-07T00:00:00Z","type":"webhook_created","cause":0,"webhook":"5515","event":"track","url":"https://shop.test/hooks"})",
            R"({"seq":2,"at":"2019-09-07T00:00:00Z","type":"shipment_created","cause":0,"shipment":"se-1"})",
            R"({"seq":3,"at":"2019-09-07T00:30:00Z","type":"shipment_scanned","cause":0,"shipment":"se-1","status":"IT"})",
            R"({"seq":4,"at":"2019-09-07T00:30:00Z","type":"delivery_requested","cause":3,"delivery":1,"webhook":"5515","subject":"se-1"})",
            R"({"seq":5,"at":"2019-09-07T00:30:00Z","type":"attempt_started","cause":4,"delivery":1,"attempt":1})",
            R"({"seq":6,"at":"2019-09-07T00:30:00Z","type":"attempt_failed","cause":5,"delivery":1,"attempt":1,"reason":"http_503"})",
            R"({"seq":7,"at":"2019-09-07T00:30:00Z","type":"retry_scheduled","cause":6,"delivery":1,"attempt":2,"due":"2019-09-07T02:30:00Z"})",
            R"({"seq":8,"at":"2019-09-07T02:30:00Z","type":"attempt_started","cause":7,"delivery":1,"attempt":2})",
            R"({"seq":9,"at":"2019-09-07T02:30:00Z","type":"attempt_failed","cause":8,"delivery":1,"attempt":2,"reason":"http_503"})",
            R"({"seq":10,"at":"2019-09-07T02:30:00Z","type":"retry_scheduled","cause":9,"delivery":1,"attempt":3,"due":"2019-09-07T04:30:00Z"})",
            R"({"seq":11,"at":"2019-09-07T04:30:00Z","type":"attempt_started","cause":10,"delivery":1,"attempt":3})",
            R"({"seq":12,"at":"2019-09-07T04:30:00Z","type":"effect_applied","cause":11,"delivery":1,"attempt":3})",
            R"({"seq":13,"at":"2019-09-07T04:30:00Z","type":"delivery_succeeded","cause":11,"delivery":1,"attempt":3,"status":200})",
        });
    CHECK(run(plan).summary.latency.max == 4h);
}

TEST_CASE("a late answer is a timeout with an effect, and a second attempt", "[run]")
{
    CHECK(story_of(lost_acknowledgement()) ==
          std::vector<std::string>{"00:00:00 delivery_requested", "00:00:00 attempt_started 1",
                                   "00:00:10 attempt_failed 1 timeout",
                                   "00:00:10 retry_scheduled 2", "00:00:12 effect_applied 1",
                                   "02:00:10 attempt_started 2", "02:00:10 effect_applied 2",
                                   "02:00:10 delivery_succeeded 2 200"});

    auto from_start = lost_acknowledgement();
    from_start.policy.anchor = model::delay_anchor::start;
    CHECK(story_of(from_start)[5] == "02:00:00 attempt_started 2");

    auto careful = lost_acknowledgement();
    careful.endpoints[0].handler = handler_kind::deduplicating;
    CHECK(story_of(careful)[6] == "02:00:10 effect_skipped 2 duplicate");
}

TEST_CASE("an answer complete exactly at the deadline is in time", "[run]")
{
    auto plan = lost_acknowledgement();
    plan.endpoints[0].rules[0].after.first = 10s;
    CHECK(story_of(plan)[3] == "00:00:10 delivery_succeeded 1 200");
    plan.endpoints[0].rules[0].after.first = 10s + 1us;
    CHECK(story_of(plan)[2] == "00:00:10 attempt_failed 1 timeout");
}

TEST_CASE("a stale overwrite happens, and a receiver that looks at the time is spared", "[run]")
{
    endpoint shop;
    shop.outages.push_back({at(0s), at(30min)});
    auto plan = with_receiver(shop);
    track(plan, 0s, model::scan_status::IT);
    track(plan, 1h, model::scan_status::DE);
    CHECK(story_of(plan)[9] == "02:00:00 effect_applied 2");
    plan.endpoints[0].handler = handler_kind::by_occurred_at;
    CHECK(story_of(plan)[9] == "02:00:00 effect_skipped 2 stale");
}

TEST_CASE("a deleted webhook cancels what waits, in order, and lets what flies finish", "[run]")
{
    endpoint shop;
    shop.outages.push_back({at(0s), at(30min)});
    shop.rules.push_back({.then = {.status = 500}, .after = {.first = 5s}});
    auto plan = with_receiver(shop);
    for (auto const* const id : {"se-3", "se-2"})
        track(plan, 0s, model::scan_status::IT, id);
    track(plan, 1h, model::scan_status::IT, "se-1");
    plan.timeline.push_back(
        {.at = at(1h + 1s),
         .what = webhook_entry{.event = model::webhook_event::track, .deleted = true}});
    auto const told = story_of(plan);
    CHECK(std::vector(told.begin() + 8, told.end()) ==
          std::vector<std::string>{"01:00:00 delivery_requested", "01:00:00 attempt_started 1",
                                   "01:00:01 delivery_cancelled", "01:00:01 delivery_cancelled",
                                   "01:00:05 attempt_failed 1 http_500",
                                   "01:00:05 delivery_cancelled"});
}

TEST_CASE("a new URL is used by attempts that start later", "[run]")
{
    endpoint shop;
    shop.outages.push_back({at(0s), at(30min)});
    auto plan = with_receiver(shop);
    track(plan, 0s, model::scan_status::IT);
    plan.timeline.push_back({.at = at(1h),
                             .what = webhook_entry{.event = model::webhook_event::track,
                                                   .url = "https://elsewhere.test"}});
    CHECK(story_of(plan)[5] == "02:00:00 attempt_failed 2 dns");
    std::get<webhook_entry>(plan.timeline.back().what).url = "https://shop.test:8443/x";
    CHECK(story_of(plan)[5] == "02:00:00 attempt_failed 2 refused");
}

TEST_CASE("two deliveries due at one instant go in order of their numbers", "[run]")
{
    auto plan = with_receiver({});
    track(plan, 1h, model::scan_status::IT, "se-9");
    track(plan, 1h, model::scan_status::IT, "se-1");
    CHECK(story_of(plan) == std::vector<std::string>{
                                "01:00:00 delivery_requested", "01:00:00 attempt_started 1",
                                "01:00:00 delivery_requested", "01:00:00 attempt_started 1",
                                "01:00:00 effect_applied 1", "01:00:00 delivery_succeeded 1 200",
                                "01:00:00 effect_applied 1", "01:00:00 delivery_succeeded 1 200"});
}

TEST_CASE("a repeated entry counts its occurrences", "[run]")
{
    auto plan = with_receiver({});
    plan.timeline.push_back({.at = at(0s),
                             .every = 1min,
                             .times = 3,
                             .what = track_entry{"se-{n}", {at(0s), model::scan_status::AC}}});
    auto const lines = journal_of(plan);
    CHECK(lines.back().find("00:02:00Z") != std::string::npos);
    CHECK(lines[lines.size() - 6].find(R"("shipment":"se-3")") != std::string::npos);
}

TEST_CASE("until is inclusive, and what is later stays pending", "[run]")
{
    endpoint shop;
    shop.outages.push_back({at(0s), at(30min)});
    auto plan = with_receiver(shop);
    track(plan, 0s, model::scan_status::IT);
    plan.until = at(2h);
    CHECK(run(plan).summary.deliveries.delivered == 1);
    plan.until = at(2h - 1us);
    CHECK(run(plan).summary.deliveries.pending == 1);
}

TEST_CASE("a longest life is lived: a receiver with chance, delays and jitter", "[run]")
{
    endpoint shop;
    shop.rules.push_back({.with_chance = chance{UINT64_MAX / 4, false},
                          .then = {.fails = failure::reset},
                          .after = {distribution::shape::exponential, 50ms}});
    auto plan = with_receiver(shop);
    plan.policy.jitter_millionths = 200'000;
    plan.timeline.push_back({.at = at(0s),
                             .every = 1s,
                             .times = 500,
                             .what = ship_entry{.shipment = "se-{n}", .life = story::unordered}});
    auto const first = run(plan);
    CHECK(first.summary.deliveries.requested == 2000);
    CHECK(first.summary.attempts.by_outcome.at("reset") > 400);
    plan.seed = 2;
    CHECK(run(plan).digest != first.digest);
}
