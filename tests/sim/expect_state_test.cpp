#include "sim/expect/expect_state.hpp"

#include "tests/support/judging.hpp"

using namespace drydock;
using namespace drydock::tests;
using enum model::scan_status;

TEST_CASE("the state of an entity is judged when all work of that instant is done", "[expectation]")
{
    auto const story = three_fates();
    auto const state = [](std::string entity, std::string id, std::optional<sim::duration> at,
                          std::string_view is) {
        std::optional<sim::instant> when;
        if (at) when = sim::default_start + *at;
        return sim::expect_state{std::move(entity), std::move(id), when, json_node(is)};
    };
    CHECK(judge(story, state("shipment", "se-1", 59min, R"({"status":"UN","scans":0})")).passed);
    CHECK(judge(story, state("shipment", "se-1", 1h, R"({"status":"IT","scans":1})")).passed);
    CHECK(judge(story, state("shipment", "box", {}, R"({"shipment":"box","status":"AC"})")).passed);
    CHECK(judge(story, state("webhook", "5515", 209min, R"({"enabled":true})")).passed);
    CHECK(
        judge(story, state("webhook", "5515", 210min,
                           R"({"enabled":false,"event":"track","url":"https://shop.test/hooks"})"))
            .passed);
    CHECK(judge(story, state("delivery", "2", 2h, R"({"outcome":"pending","attempts":1})")).passed);
    CHECK(
        judge(story, state("delivery", "2", 3h, R"({"outcome":"discarded","attempts":2})")).passed);
    CHECK(judge(story, state("delivery", "3", 48h, R"({"delivery":3,"outcome":"cancelled"})"))
              .passed);

    auto const wrong = judge(story, state("shipment", "se-1", 5h, R"({"status":"DE"})"));
    CHECK(wrong.message == "state of shipment se-1 at 5h: /status: expected \"DE\"; found \"IT\"");
    auto const missing = judge(story, state("delivery", "3", 1h, R"({"attempts":1})"));
    CHECK(missing.message ==
          "state of delivery 3 at 1h: expected {\"attempts\":1}; found no such delivery");
    CHECK_FALSE(judge(story, state("shipment", "se-9", {}, "{}")).passed);
    CHECK_FALSE(judge(story, state("shipment", "crate", {}, "{}")).passed);
    CHECK_FALSE(judge(story, state("webhook", "5516", {}, "{}")).passed);
    CHECK(judge(story, state("delivery", "2", {}, R"({"outcome":"delivered"})")).evidence ==
          events({22}));
}

TEST_CASE("a deleted webhook is no longer there", "[expectation]")
{
    handmade_journal j;
    j.webhook().at(1h).remove();
    CHECK_FALSE(judge(j, sim::expect_state{"webhook", "5515", {}, json_node("{}")}).passed);
    CHECK(
        judge(j, sim::expect_state{"webhook", "5515", sim::default_start, json_node("{}")}).passed);
}

TEST_CASE("a webhook shows the fields that it was given beyond the seed's", "[expectation]")
{
    handmade_journal j;
    j.webhook();
    auto const named = j.texts.intern(R"({"name":"Mine","store_id":5})", {2});
    j.events.push_back(model::make_event(
        sim::default_start, {},
        model::webhook_updated{{1}, j.events[0].as<model::webhook_created>().url, named}));
    CHECK(judge(j,
                sim::expect_state{
                    "webhook", "5515", {}, json_node(R"({"name":"Mine","store_id":5})")})
              .passed);
    CHECK_FALSE(
        judge(j, sim::expect_state{"webhook", "5515", {}, json_node(R"({"name":"x"})")}).passed);
}
