#include "sim/expect/expectation.hpp"

#include "sim/runner.hpp"
#include "tests/support/judging.hpp"

using namespace drydock;
using namespace drydock::tests;
using enum model::scan_status;

TEST_CASE("a verdict keeps the name and place of its expectation", "[expectation]")
{
    auto const v = judge(tests::outage_story(), select(of::deliveries));
    CHECK(v.name == "expect/0");
    CHECK(v.pointer == "/expect/0");
    CHECK(v.where.line == 7);
    CHECK(v.message.empty());
    CHECK(v.evidence.empty());
}

TEST_CASE("a property is judged by its number of violations", "[expectation]")
{
    handmade_journal j;
    j.webhook().ship().at(1h).scan(1, IT).request().start(1, 1).fail(1, 1, 503).retry(1, 2, 3h);
    j.at(2h).deliver(1, DE);
    j.at(3h).start(1, 2).apply(1, 2).succeed(1, 2);
    CHECK(judge(j, sim::expect_property{"status_never_regresses", {1, 1}}).passed);
    CHECK(judge(j, sim::expect_property{"nothing_lost", {0, 0}}).passed);

    auto const wrong = judge(j, sim::expect_property{"status_never_regresses", {0, 0}});
    CHECK(wrong.message ==
          "status_never_regresses: expected violations 0; found 1\n"
          "  se-1 went back from DE of 2h (delivery 2, event 11) to IT of 1h (delivery 1, event "
          "14) at https://shop.test/hooks");
    CHECK(wrong.evidence == events({11, 14}));
    CHECK(judge(j, sim::expect_property{"at_most_one_effect", {1, 1}}).message ==
          "at_most_one_effect: expected violations 1; found 0");
    CHECK_FALSE(judge(j, sim::expect_property{"no_such_thing", {0, 0}}).passed);
}

TEST_CASE("many violations are told up to ten", "[expectation]")
{
    handmade_journal j;
    j.webhook().ship();
    for (std::uint32_t n = 1; n <= 15; ++n)
        j.scan(1, IT).request().start(n, 1).succeed(n, 1);
    auto const v = judge(j, sim::expect_property{"nothing_lost", {0, 0}});
    CHECK_THAT(v.message, Catch::StartsWith("nothing_lost: expected violations 0; found 15\n"));
    CHECK_THAT(v.message, Catch::EndsWith("\n  and 5 more"));
}

TEST_CASE("a property with nothing to judge fails as vacuous", "[expectation]")
{
    for (auto const name : sim::property_names) {
        auto const v = judge({}, sim::expect_property{std::string{name}, {0, 0}});
        CHECK(v.message ==
              std::string{name} + ": vacuous, there was no effect or delivery to judge");
    }
}

TEST_CASE("properties that are always on speak only when they break", "[expectation]")
{
    sim::scenario what;
    CHECK(judge_all(tests::outage_story(), what).empty());
    what.policy.attempts = 2;
    auto const broken = judge_all(tests::outage_story(), what);
    REQUIRE(broken.size() == 1);
    CHECK(broken[0].name == "property attempts_bounded");
    CHECK_FALSE(broken[0].passed);
    CHECK(broken[0].where.line == 0);
    CHECK(broken[0].message == "attempts_bounded: expected violations 0; found 1\n"
                               "  delivery 1 made attempt 3 (event 11), the policy allows 2");
}

TEST_CASE("an always-on property that a file declares is judged as it says", "[expectation]")
{
    auto what = expecting({sim::expect_property{"attempts_bounded", {1, 1}}});
    what.policy.attempts = 2;
    auto const all = judge_all(tests::outage_story(), what);
    REQUIRE(all.size() == 1);
    CHECK(all[0].passed);
}

TEST_CASE("verdicts come in the order of the file", "[expectation]")
{
    auto const what =
        expecting({sim::expect_property{"nothing_lost", {0, 0}}, select(of::effects),
                   sim::expect_latency{{}, {}}, sim::expect_journal{json_node("{}"), {}, {}},
                   select(of::deliveries)});
    auto const all = judge_all(tests::outage_story(), what);
    REQUIRE(all.size() == 5);
    for (std::size_t i = 0; i < all.size(); ++i) {
        CHECK(all[i].name == "expect/" + std::to_string(i));
        CHECK(all[i].message.empty());
    }
}

// --- whole runs --------------------------------------------------------------------------------

namespace {

constexpr auto none = bounds{0, 0};
constexpr auto one = bounds{1, 1};

sim::timeline_entry track(sim::duration at, model::scan_status status)
{
    auto const when = sim::default_start + at;
    return {.at = when, .what = sim::track_entry{"se-1", {when, status, {}, {}, {}}}, .where = {}};
}

sim::scenario shop(std::vector<shape> expected)
{
    auto what = expecting(std::move(expected));
    what.webhooks.push_back({model::webhook_event::track, "https://shop.test/hooks", {}});
    what.has_endpoints = true;
    what.endpoints.push_back(
        {.prefix = "https://shop.test", .outages = {}, .rules = {}, .handler = {}, .code = {}});
    return what;
}

void check_held(sim::scenario const& what)
{
    for (auto const& v : sim::run(what).verdicts) {
        INFO(v.name << ": " << v.message);
        CHECK(v.passed);
    }
}

} // namespace

TEST_CASE("a stale overwrite is seen in a run, and by_occurred_at prevents it", "[expectation]")
{
    auto const arrive = select(of::arrivals, [](auto& f, auto& c) {
        f.subject = "se-1";
        c.statuses = {DE, IT};
        c.at = times({1h, 2h});
    });
    auto const stale = [&](sim::handler_kind handler, bounds effects, bounds violations) {
        auto what = shop({arrive, select(of::effects, [&](auto&, auto& c) { c.count = effects; }),
                          sim::expect_property{"status_never_regresses", violations},
                          sim::expect_property{"receiver_converges", violations},
                          sim::expect_property{"nothing_lost", none}});
        what.endpoints[0].handler = handler;
        what.endpoints[0].outages.push_back({what.start, what.start + 30min});
        what.timeline = {track(0h, IT), track(1h, DE)};
        return what;
    };
    check_held(stale(sim::handler_kind::last_write_wins, {2, 2}, one));
    check_held(stale(sim::handler_kind::by_occurred_at, one, none));
}

TEST_CASE("a lost acknowledgement is seen in a run, and deduplicating mends it", "[expectation]")
{
    auto const late = [](sim::handler_kind handler, bounds effects, bounds violations) {
        auto what = shop({select(of::attempts,
                                 [](auto&, auto& c) {
                                     c.at = times({0s, 2h + 10s});
                                     c.outcomes = {"timeout", "http_200"};
                                     c.body = json_node(R"({"data":{"status_code":"IT"}})");
                                 }),
                          select(of::effects, [&](auto&, auto& c) { c.count = effects; }),
                          select(of::arrivals,
                                 [](auto&, auto& c) {
                                     c.at = times({12s, 2h + 10s});
                                 }),
                          sim::expect_property{"at_most_one_effect", violations},
                          sim::expect_state{"delivery", "1", sim::default_start + 1h,
                                            json_node(R"({"outcome":"pending","attempts":1})")}});
        sim::endpoint_rule slow;
        slow.attempts = {1};
        slow.after.first = 12s;
        slow.after_given = true;
        what.endpoints[0].rules.push_back(slow);
        what.endpoints[0].handler = handler;
        what.timeline = {track(0h, IT)};
        return what;
    };
    auto const twice = late(sim::handler_kind::last_write_wins, {2, 2}, one);
    check_held(twice);
    auto const summary = sim::run(twice).summary;
    CHECK(summary.effects.lost_acks == 1);
    CHECK(summary.effects.duplicates == 1);
    check_held(late(sim::handler_kind::deduplicating, one, none));
}
