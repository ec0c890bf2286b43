#include "sim/expect/expect_selection.hpp"

#include "tests/support/judging.hpp"

using namespace drydock;
using namespace drydock::tests;
using enum model::scan_status;

TEST_CASE("a selection without a check expects at least one", "[expectation]")
{
    auto const what = GENERATE(of::deliveries, of::attempts, of::arrivals, of::effects);
    CHECK(judge(tests::outage_story(), select(what)).passed);
    auto const none = judge({}, select(what));
    CHECK_FALSE(none.passed);
    CHECK_THAT(none.message, Catch::EndsWith(": expected at least 1; found 0"));
}

TEST_CASE("attempts are compared with their expected times and outcomes", "[expectation]")
{
    auto const story = tests::outage_story();
    CHECK(judge(story, select(of::attempts,
                              [](auto& f, auto& c) {
                                  f.subject = "se-1";
                                  c.at = times({30min, 150min, 270min});
                                  c.outcomes = {"http_503", "http_503", "http_200"};
                              }))
              .passed);

    auto const wrong = judge(story, select(of::attempts, [](auto& f, auto& c) {
                                 f.subject = "se-1";
                                 c.at = times({30min, 150min});
                             }));
    CHECK_FALSE(wrong.passed);
    CHECK(wrong.message == "attempts of se-1: expected at 30m, 2h30m; found 30m (event 5), 2h30m "
                           "(event 8), 4h30m (event 11)");
    CHECK(wrong.evidence == events({5, 8, 11}));

    auto const outcomes = judge(story, select(of::attempts, [](auto&, auto& c) {
                                    c.outcomes = {"timeout", "http_200"};
                                }));
    CHECK(outcomes.message ==
          "attempts: expected outcomes timeout, http_200; found http_503 (event 5), http_503 "
          "(event 8), http_200 (event 11)");
}

TEST_CASE("a selection counts what its filter takes", "[expectation]")
{
    auto const story = three_fates();
    auto const count = [&](of what, auto&& filter) -> std::int64_t {
        for (std::int64_t n = 0; n < 10; ++n) {
            auto const e = select(what, [&](auto& f, auto& c) {
                filter(f);
                c.count = bounds{n, n};
            });
            if (judge(story, e).passed) return n;
        }
        return -1;
    };
    CHECK(count(of::deliveries, [](auto&) {}) == 3);
    CHECK(count(of::deliveries, [](auto& f) { f.outcome = "delivered"; }) == 1);
    CHECK(count(of::deliveries, [](auto& f) { f.outcome = "discarded"; }) == 1);
    CHECK(count(of::deliveries, [](auto& f) { f.outcome = "cancelled"; }) == 1);
    CHECK(count(of::deliveries, [](auto& f) { f.outcome = "pending"; }) == 0);
    CHECK(count(of::deliveries, [](auto& f) { f.subject = "box"; }) == 1);
    CHECK(count(of::deliveries, [](auto& f) { f.subject = "se-9"; }) == 0);
    CHECK(count(of::deliveries, [](auto& f) { f.event = model::webhook_event::track; }) == 3);
    CHECK(count(of::deliveries, [](auto& f) { f.event = model::webhook_event::batch; }) == 0);
    CHECK(count(of::deliveries, [](auto& f) { f.attempts = bounds{2, 2}; }) == 1);
    CHECK(count(of::deliveries, [](auto& f) { f.attempts = bounds{std::nullopt, 1}; }) == 2);
    CHECK(count(of::attempts, [](auto&) {}) == 4);
    CHECK(count(of::attempts, [](auto& f) { f.attempt = 2; }) == 1);
    CHECK(count(of::attempts, [](auto& f) { f.outcome = "timeout"; }) == 1);
    CHECK(count(of::attempts, [](auto& f) { f.by = "rule"; }) == 0);
    CHECK(count(of::effects, [](auto&) {}) == 1);
    CHECK(count(of::arrivals, [](auto& f) { f.subject = "se-1"; }) == 1);
}

TEST_CASE("a count that does not hold is told with its events", "[expectation]")
{
    auto const v = judge(three_fates(), select(of::deliveries, [](auto& f, auto& c) {
                             f.event = model::webhook_event::track;
                             f.attempts = bounds{1, std::nullopt};
                             c.count = bounds{std::nullopt, 2};
                         }));
    CHECK(v.message == "deliveries, event track, attempts at least 1: expected at most 2; found 3 "
                       "(events 6, 11, 16)");
    CHECK(v.evidence == events({6, 11, 16}));
}

TEST_CASE("what is still open at the end is pending", "[expectation]")
{
    handmade_journal j;
    j.webhook().ship().scan(1, IT).request().start(1, 1);
    CHECK(judge(j, select(of::deliveries,
                          [](auto& f, auto& c) {
                              f.outcome = "pending";
                              c.at = times({0s});
                          }))
              .passed);
    CHECK(
        judge(j, select(of::attempts, [](auto&, auto& c) { c.outcomes = {"in_flight"}; })).passed);
}

TEST_CASE("selections are told in the order of their events", "[expectation]")
{
    // The first delivery ends last.
    handmade_journal j;
    j.webhook().ship().at(1h).scan(1, IT).request().start(1, 1).fail(1, 1, 500).retry(1, 2, 3h);
    j.at(2h).deliver(1, DE);
    j.at(3h).start(1, 2).apply(1, 2).succeed(1, 2);
    CHECK(judge(j, select(of::deliveries,
                          [](auto&, auto& c) {
                              c.at = times({1h, 2h});
                              c.statuses = {IT, DE};
                              c.outcomes = {"delivered", "delivered"};
                          }))
              .passed);
    CHECK(judge(j, select(of::arrivals,
                          [](auto&, auto& c) {
                              c.at = times({2h, 3h});
                              c.statuses = {DE, IT};
                          }))
              .passed);
    auto const wrong = judge(j, select(of::arrivals, [](auto&, auto& c) {
                                 c.statuses = {IT, DE};
                             }));
    CHECK(wrong.message ==
          "arrivals: expected statuses IT, DE; found DE (event 11), IT (event 14)");
}

TEST_CASE("an arrival is an attempt with an effect, skipped ones too, or acknowledged",
          "[expectation]")
{
    handmade_journal j;
    j.webhook().ship().scan(1, IT).request().start(1, 1).at(10s).time_out(1, 1);
    j.retry(1, 2, 2h + 10s).at(12s).apply(1, 1); // late
    j.at(2h + 10s).start(1, 2).skip(1, 2, model::skip_reason::duplicate).succeed(1, 2);
    j.at(3h).scan(1, DE).request().start(2, 1).succeed(2, 1); // acknowledged, then lost
    CHECK(judge(j, select(of::arrivals,
                          [](auto&, auto& c) {
                              c.at = times({12s, 2h + 10s, 3h});
                          }))
              .passed);
    CHECK(judge(j, select(of::effects, [](auto&, auto& c) { c.at = times({12s}); })).passed);
}

TEST_CASE("an effect after its delivery has ended is selected", "[expectation]")
{
    handmade_journal j;
    j.webhook().ship().scan(1, IT).request().start(1, 1).at(10s).time_out(1, 1).discard(1, 1);
    j.at(12s).apply(1, 1);
    CHECK(judge(j, select(of::effects, [](auto&, auto& c) { c.at = times({12s}); })).passed);
}

TEST_CASE("effects and arrivals can be selected by endpoint", "[expectation]")
{
    handmade_journal j;
    j.webhook("https://shop.test/a/x").ship().deliver(1, AC);
    j.scan(1, IT).request().start(2, 1).at(10s).time_out(2, 1).retry(2, 2, 2h);
    j.repoint("https://shop.test/ab").deliver(1, IT);
    j.at(12s).apply(2, 1); // went to the first URL
    auto const at_endpoint = [](std::string prefix, std::int64_t count) {
        return select(of::effects, [&](auto& f, auto& c) {
            f.endpoint = std::move(prefix);
            c.count = bounds{count, count};
        });
    };
    auto what =
        expecting({at_endpoint("https://shop.test", 1), at_endpoint("https://shop.test/a", 2),
                   at_endpoint("https://shop.test/ab/c", 0)});
    what.has_endpoints = true;
    for (auto const* prefix : {"https://shop.test", "https://shop.test/a"})
        what.endpoints.push_back(
            {.prefix = prefix, .outages = {}, .rules = {}, .handler = {}, .code = {}});
    for (auto const& v : judge_all(j, what))
        CHECK(v.message.empty());
    CHECK(judge(j, at_endpoint("https://shop.test", 3)).passed);
}

TEST_CASE("every selected body must contain what is expected", "[expectation]")
{
    auto const with_body = [](std::string_view body) {
        return select(of::attempts, [&](auto& f, auto& c) {
            f.subject = "se-1";
            c.body = json_node(body);
        });
    };
    auto const story = tests::outage_story();
    CHECK(judge(story, with_body(R"({"resource_type":"API_TRACK"})")).passed);
    CHECK(judge(story, with_body(R"({"data":{"status_code":"IT"}})")).passed);
    auto const wrong = judge(story, with_body(R"({"data":{"status_code":"DE"}})"));
    CHECK_FALSE(wrong.passed);
    CHECK_THAT(wrong.message,
               Catch::StartsWith("attempts of se-1: body of delivery 1 (event 5): "
                                 "/data/status_code: expected \"DE\"; found \"IT\"\n"));
    CHECK(wrong.evidence == events({5, 8, 11}));
    CHECK_FALSE(judge({}, with_body("{}")).passed);
}

TEST_CASE("long lists are told around their first difference", "[expectation]")
{
    handmade_journal j;
    j.webhook().ship();
    std::vector<sim::instant> expected;
    for (int n = 0; n < 60; ++n) {
        j.at(n * 1min).deliver(1, IT);
        expected.push_back(sim::default_start + (n == 50 ? 1 : n) * 1min);
    }
    auto const v = judge(j, select(of::effects, [&](auto&, auto& c) { c.at = expected; }));
    CHECK_THAT(v.message, Catch::StartsWith("effects: expected at (48 like these) 48m, 49m, 1m, "
                                            "51m"));
    CHECK(v.evidence.size() <= 20);
    CHECK(judge(j, select(of::effects, [&](auto&, auto& c) { c.at = times({}); }))
              .message.ends_with("and 40 more"));
}

TEST_CASE("latency is that of the slowest delivered delivery", "[expectation]")
{
    auto const story = tests::outage_story();
    auto const most = [](sim::duration limit) { return bounds{std::nullopt, limit.count()}; };
    CHECK(judge(story, sim::expect_latency{{}, most(4h)}).passed);
    auto const wrong = judge(story, sim::expect_latency{{}, most(3h)});
    CHECK(wrong.message ==
          "latency: expected a maximum of at most 3h; found 4h, delivery 1 (event 13)");
    CHECK(wrong.evidence == events({13}));

    sim::entity_filter other;
    other.subject = "se-2";
    CHECK(judge(story, sim::expect_latency{other, most(4h)}).message ==
          "latency of se-2: expected a maximum of at most 4h; found no delivery that was "
          "delivered");
}
