#include "sim/expect/expect_journal.hpp"

#include "tests/support/judging.hpp"

using namespace drydock;
using namespace drydock::tests;
using enum model::scan_status;

TEST_CASE("journal lines are matched by their members", "[expectation]")
{
    auto const lines = [](std::string_view fields, bounds count = {}) {
        return sim::expect_journal{json_node(fields), count, {}};
    };
    auto const story = tests::outage_story();
    CHECK(judge(story, lines(R"({"type":"attempt_failed"})", {2, 2})).passed);
    CHECK(judge(story, lines(R"({"type":"attempt_failed","reason":"http_503"})")).passed);
    CHECK(judge(story, lines(R"({"delivery":1,"attempt":3})", {3, 4})).passed);
    CHECK(judge(story, lines(R"({"type":"delivery_requested","subject":"se-1"})")).passed);
    CHECK(judge(story, lines(R"({"webhook":"5515"})", {2, 2})).passed);

    auto const wrong = judge(story, lines(R"({"type":"attempt_failed"})", {std::nullopt, 1}));
    CHECK(wrong.message == R"(journal lines {"type":"attempt_failed"}: expected at most 1; found )"
                           "2 (events 6, 9)");
    CHECK(wrong.evidence == events({6, 9}));

    auto timed = lines(R"({"type":"attempt_failed"})");
    timed.at = times({30min, 150min});
    CHECK(judge(story, timed).passed);
    timed.at = times({30min});
    CHECK(judge(story, timed).message ==
          R"(journal lines {"type":"attempt_failed"}: expected at 30m; found 30m (event 6), )"
          "2h30m (event 9)");
}

TEST_CASE("load counts the attempts of each bucket", "[expectation]")
{
    handmade_journal j;
    j.webhook().ship();
    for (auto const offset : {10s, 50s, 70s, 80s, 90s, 200s})
        j.at(offset).deliver(1, IT);
    auto const load = [](auto&& change) {
        sim::expect_load e;
        change(e);
        return e;
    };
    CHECK(judge(j, load([](auto& e) { e.peak = bounds{3, 3}; })).passed);
    CHECK(judge(j, load([](auto& e) { e.count = bounds{6, 6}; })).passed);
    CHECK(judge(j, load([](auto&) {})).passed);
    CHECK(judge(j, load([](auto& e) {
                    e.from = sim::default_start + 50s;
                    e.until = sim::default_start + 90s;
                    e.per = 1h;
                    e.peak = e.count = bounds{3, 3};
                }))
              .passed);
    auto const wrong = judge(j, load([](auto& e) {
                                 e.from = sim::default_start + 30s;
                                 e.peak = bounds{std::nullopt, 2};
                             }));
    CHECK(wrong.message == "load from 30s: expected a peak of at most 2 attempts per 1m; found 3 "
                           "from 30s (event 10 on)");
    CHECK(judge({}, load([](auto& e) {
                    e.peak = bounds{1, 1};
                }))
              .message == "load: expected a peak of 1 attempts per 1m; found 0");
}
