#include "sim/runner.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/tree/reader.hpp"
#include "tests/tools/called.hpp"
#include "tools/drydock/why/run_story.hpp"
#include "tools/drydock/why/why_report.hpp"

using namespace drydock;
using namespace drydock::tests;
using namespace std::chrono_literals;
using Catch::Contains;
using Catch::StartsWith;

namespace {

/// Eight events, and an outage of six hours in which four of them find no attempt.
constexpr std::string_view eight_events = R"({
  "format": 1,
  "webhooks": [ { "event": "track", "url": "https://shop.test/hooks" } ],
  "endpoints": { "https://shop.test": { "outages": [ { "from": "6h", "until": "12h" } ] } },
  "timeline": [
    { "at": "5h30m", "repeat": { "every": "30m", "times": 8 },
      "track": { "shipment": "se-{n}", "status": "IT" } }
  ]
})";

sim::node answer(std::vector<std::string> words)
{
    words.insert(words.begin(), "why");
    words.emplace_back("--json");
    auto const run = call(words);
    INFO(run.err);
    REQUIRE(run.code == 0);
    std::vector<sim::scenario_error> errors;
    auto tree = sim::read_json(run.out, errors);
    REQUIRE(tree);
    return std::move(*tree);
}

sim::node const& member(sim::node const& object, std::string_view name)
{
    auto const* const found = object.find(name);
    INFO("no member " << name << " in " << sim::to_json(object));
    REQUIRE(found != nullptr);
    return *found;
}

std::vector<sim::node> remedies(sim::node const& delivery, std::string_view kind)
{
    std::vector<sim::node> found;
    for (auto const& r : member(delivery, "remedies").items)
        if (member(r, "kind").text == kind) found.push_back(r);
    return found;
}

/// The one value of the option that a remedy names, as a shell would read it.
std::string option_value(std::string const& option)
{
    auto const from = option.find('\'');
    REQUIRE(from != std::string::npos);
    return option.substr(from + 1, option.size() - from - 2);
}

tools::run_story story_of(std::string const& file, sim::load_options const& options = {})
{
    auto const loaded = sim::load_scenario(read(file), file, options);
    REQUIRE(loaded.loaded);
    tools::run_story story;
    sim::run(*loaded.loaded, {&story});
    return story;
}

/// Runs a file with the remedy, as its option says, and gives what became of the delivery.
tools::told_delivery after(sim::node const& remedy, std::string const& file,
                           sim::node const& delivery)
{
    auto const& option = member(remedy, "option").text;
    INFO(option);
    sim::load_options options;
    if (option.starts_with("--policy ")) {
        options.policy = option_value(option);
    } else {
        auto const value = option_value(option);
        options.sets.emplace_back(value.substr(0, value.find('=')),
                                  value.substr(value.find('=') + 1));
    }
    auto const number = static_cast<std::uint32_t>(std::stoul(member(delivery, "delivery").text));
    auto const story = story_of(file, options);
    REQUIRE(story.deliveries().size() >= number);
    return story.at({number});
}

} // namespace

TEST_CASE(
    "each event that an outage of six hours lost has its margin and a remedy that delivers it",
    "[why]")
{
    scratch_folder const folder;
    auto const file = folder.file("eight.json", eight_events);
    auto const told = answer({file});
    auto const& lost = member(told, "deliveries").items;
    // Those of 06:00, 06:30, 07:00 and 07:30; that of 08:00 gets through at 12:00.
    REQUIRE(lost.size() == 4);
    auto const margins = {"2h", "1h30m", "1h", "30m"};
    auto margin = margins.begin();
    for (auto const& delivery : lost) {
        CHECK(member(member(delivery, "margin"), "attempt").text == "3");
        CHECK(member(member(delivery, "margin"), "by").text == *margin++);
        CHECK(member(member(delivery, "margin"), "opens").text == "2019-09-07T12:00:00Z");
        auto const attempts = remedies(delivery, "more_attempts");
        auto const gap = remedies(delivery, "longer_gap");
        REQUIRE(attempts.size() == 1);
        REQUIRE(gap.size() == 1);
        for (auto const& remedy : {attempts[0], gap[0]}) {
            auto const then = after(remedy, file, delivery);
            CHECK(then.is == tools::told_delivery::fate::delivered);
            CHECK(model::to_text(then.ended_at) == member(remedy, "delivered_at").text);
        }
        CHECK(after(attempts[0], file, delivery).attempts.size() == 4);
        CHECK(sim::to_json(member(gap[0], "helps")) ==
              R"({"1us_less":false,"exactly":true,"1us_more":true})");
    }
}

TEST_CASE("a boundary is exact to the microsecond on both sides", "[why]")
{
    scratch_folder const folder;
    auto const file = folder.file("eight.json", eight_events);
    auto const told = answer({file});
    REQUIRE(member(told, "boundaries").items.size() == 1);
    auto const& points = member(member(told, "boundaries").items[0], "points").items;
    REQUIRE(points.size() == 2);
    CHECK(sim::to_json(points[0]) == R"({"at":"2019-09-07T06:00:00Z","delivered_before":true,)"
                                     R"("delivered_from":false})");
    CHECK(sim::to_json(points[1]) == R"({"at":"2019-09-07T08:00:00Z","delivered_before":false,)"
                                     R"("delivered_from":true})");

    // Runs of their own say the same.
    auto const delivered = [&](std::string const& at) {
        auto const one = folder.file("one.json", R"({ "format": 1,
  "webhooks": [ { "event": "track", "url": "https://shop.test/hooks" } ],
  "endpoints": { "https://shop.test": { "outages": [ { "from": "6h", "until": "12h" } ] } },
  "timeline": [ { "at": ")" + at + R"(", "track": { "shipment": "se-1", "status": "IT" } } ] })");
        return story_of(one).at({1}).is == tools::told_delivery::fate::delivered;
    };
    CHECK(delivered("5h59m59.999999s"));
    CHECK_FALSE(delivered("6h"));
    CHECK_FALSE(delivered("7h59m59.999999s"));
    CHECK(delivered("8h"));
}

TEST_CASE("why tells the causes of a lost delivery in words and times", "[why]")
{
    scratch_folder const folder;
    auto const file = folder.file("eight.json", eight_events);
    auto const run = call({"why", file, "4"});
    CHECK(run.code == 0);
    CHECK(run.err.empty());
    CHECK_THAT(run.out, StartsWith(R"(#4 se-4 IT  lost
  07:00:00  se-4 is scanned: IT; it is told to https://shop.test/hooks
  07:00:00  attempt 1 of 3: refused, in the outage from 06:00:00 to 12:00:00
  09:00:00  attempt 2 of 3: refused, in the outage from 06:00:00 to 12:00:00
  11:00:00  attempt 3 of 3: refused, in the outage from 06:00:00 to 12:00:00
  11:00:00  given up: no attempt is left
  margin    attempt 3 at 11:00:00 was 1h before the outage ended at 12:00:00
  remedy    one more attempt (delivered at 13:00:00)
)"));
    CHECK_THAT(run.out, Contains("any gap that puts an attempt at or after 12:00:00: 3h before "
                                 "attempt 3 (delivered at 12:00:00)\n"));
    CHECK_THAT(run.out, Contains("1us less does not, 3h helps, 1us more helps\n"));
    CHECK_THAT(run.out, Contains("  delivered before 06:00:00, lost from then on\n"
                                 "  lost before 08:00:00, delivered from then on\n"));

    CHECK_THAT(call({"why", file, "se-1"}).out, StartsWith("#1 se-1 IT  nothing went wrong\n"));
    auto const none = call({"why", file, "99"});
    CHECK(none.code == 2);
    CHECK_THAT(none.err, Contains("there is no delivery 99: expected its number, 1 to 8"));
}

TEST_CASE("a duplicate has a receiver and perhaps a timeout that would have spared it", "[why]")
{
    scratch_folder const folder;
    auto const file = folder.file("late.json", R"({ "format": 1,
  "webhooks": [ { "event": "track", "url": "https://shop.test/hooks" } ],
  "endpoints": { "https://shop.test": { "rules": [
    { "subject": "se-1", "attempt": [1], "respond": 200, "after": "12s" },
    { "subject": "se-2", "attempt": [1], "fail": "lost_ack" } ] } },
  "timeline": [ { "at": "0s", "track": { "shipment": "se-1", "status": "IT" } },
                { "at": "1m", "track": { "shipment": "se-2", "status": "IT" } } ] })");
    auto const told = answer({file});
    auto const& both = member(told, "deliveries").items;
    REQUIRE(both.size() == 2);
    for (auto const& delivery : both) {
        auto const handler = remedies(delivery, "handler");
        REQUIRE(handler.size() == 1);
        CHECK(after(handler[0], file, delivery).effects() == 1);
    }
    auto const timeout = remedies(both[0], "longer_timeout");
    REQUIRE(timeout.size() == 1);
    CHECK(member(timeout[0], "critical").text == "12s");
    CHECK(sim::to_json(member(timeout[0], "helps")) ==
          R"({"1us_less":false,"exactly":true,"1us_more":true})");
    CHECK(after(timeout[0], file, both[0]).effects() == 1);
    CHECK(remedies(both[1], "longer_timeout").empty());
    CHECK_THAT(call({"why", file, "1"}).out,
               Contains("margin    what attempt 1 led to came 2s after the sender had given it up, "
                        "at 00:00:10\n"));
}

TEST_CASE("a regression has a receiver and a gap that would have kept the order", "[why]")
{
    auto const told = answer({"@stale_overwrite"});
    REQUIRE(member(told, "deliveries").items.size() == 1);
    auto const& older = member(told, "deliveries").items[0];
    CHECK(member(older, "delivery").text == "1");
    REQUIRE(remedies(older, "handler").size() == 1);
    auto const gap = remedies(older, "shorter_gap");
    REQUIRE(gap.size() == 1);
    CHECK(member(gap[0], "critical").text == "1h");
    CHECK(sim::to_json(member(gap[0], "helps")) ==
          R"({"1us_less":true,"exactly":false,"1us_more":false})");
    CHECK_THAT(call({"why", "@stale_overwrite"}).out,
               Contains("its effect at 02:00:00 came 1h after that of the newer DE, #2, at 01:00"));
}

TEST_CASE("rules of a policy that gave up are named", "[why]")
{
    scratch_folder const folder;
    auto const file = folder.file("eight.json", eight_events);
    auto const why = [&](std::string const& policy) {
        return call({"why", file, "3", "--policy", policy}).out;
    };
    CHECK_THAT(why(R"({"max_age": "3h", "attempts": 9})"),
               Contains("the next attempt would come after max_age") &&
                   Contains("remedy    a policy without max_age (delivered at 12:30:00)"));
    CHECK_THAT(why(R"({"attempts": 1})"),
               Contains("margin    attempt 1 at 06:30:00 was 5h30m before the outage ended") &&
                   Contains("remedy    3 more attempts"));
    auto const refused =
        call({"why", file, "3", "--set", "/endpoints/https:~1~1shop.test/outages/0/as=410",
              "--policy", R"({"stop_on": [410], "attempts": 6})"});
    CHECK_THAT(refused.out, Contains("the policy stops on this answer") &&
                                Contains("remedy    a policy without stop_on"));
}

TEST_CASE("why explains a run that was kept, whichever form it has", "[why]")
{
    scratch_folder const folder;
    auto const file = folder.file("eight.json", eight_events);
    auto const of_file = call({"why", file}).out;
    for (auto const* const name : {"out.jsonl", "out.db"}) {
        auto const journal = folder.path(name);
        REQUIRE(call({"run", file, "--journal", journal, "-q"}).code == 0);
        auto const run = call({"why", journal});
        CHECK(run.code == 0);
        CHECK(run.out == of_file);
        CHECK(call({"why", journal, "--seed", "2"}).code == 2);
    }
    CHECK_THAT(call({"why", "@outage_shorter_than_the_ladder"}).out,
               StartsWith("nothing went wrong: 1 delivery"));
    CHECK(call({"why", folder.path("none.json")}).code == 2);
    CHECK(call({"why", folder.file("bad.jsonl", "{}\n")}).code == 2);
}

TEST_CASE("of a live run what was heard is taken for what would have been", "[why]")
{
    scratch_folder const folder;
    auto const journal = folder.path("out.jsonl");
    auto const file = folder.file("eight.json", eight_events);
    REQUIRE(call({"run", file, "--journal", journal, "-q"}).code == 0);
    // As a live run would have written it: the outage stood in front of a real endpoint.
    std::string live;
    std::istringstream lines{read(journal)};
    for (std::string line; std::getline(lines, line);) {
        std::string_view more;
        if (live.empty()) more = R"(,"transport":"live")";
        if (line.find(R"("attempt_failed")") != line.npos) more = R"(,"by":"rule")";
        if (line.find(R"("delivery_succeeded")") != line.npos) more = R"(,"by":"endpoint")";
        line.insert(line.size() - 1, more);
        live += line + '\n';
    }
    auto const run = call({"why", folder.file("live.jsonl", live), "4"});
    INFO(run.err);
    CHECK(run.code == 0);
    CHECK_THAT(run.err, StartsWith("a live run: an attempt at another time is taken to meet"));
    CHECK_THAT(run.out, Contains("margin    attempt 3 at 11:00:00 was 1h before the outage ended"));
    CHECK_THAT(run.out, Contains("remedy    one more attempt (delivered at 13:00:00)"));
}

TEST_CASE("offsets are told to the microsecond", "[why]")
{
    CHECK(tools::exact_offset(6h) == "06:00:00");
    CHECK(tools::exact_offset(6h - 1us) == "05:59:59.999999");
    CHECK(tools::exact_offset(26h + 500ms) == "1d 02:00:00.5");
}
