#include "sim/scenario/scenario.hpp"
#include "tests/tools/called.hpp"

#include <chrono>

using namespace drydock;
using namespace drydock::tests;
using Catch::Contains;
using Catch::StartsWith;

namespace {

// The outage story with its journal in both forms.
struct recorded_story {
    recorded_story()
    {
        auto const file = folder.file("outage.json", outage_story(three_attempts));
        for (auto const* const name : {"out.jsonl", "out.db"})
            REQUIRE(call({"run", file, "-q", "--journal", folder.path(name)}).code == 0);
    }
    std::string jsonl() const { return folder.path("out.jsonl"); }
    std::string db() const { return folder.path("out.db"); }

    /// The .jsonl with one text in the place of another.
    std::string changed(std::string const& from, std::string const& to) const
    {
        auto text = read(jsonl());
        auto const place = text.find(from);
        REQUIRE(place != text.npos);
        return folder.file("changed.jsonl", text.replace(place, from.size(), to));
    }

    scratch_folder folder;
};

std::string const same = "same digest: 13 events, each as a new run has it\n"
                         "digest 25bdda11f176015c69d0d7e21d0a1454\n";

} // namespace

TEST_CASE("a journal is replayed from either form", "[replay]")
{
    recorded_story const story;
    for (auto const& journal : {story.jsonl(), story.db()}) {
        auto const replay = call({"replay", journal});
        CHECK(replay.code == 0);
        CHECK(replay.out == same);
        CHECK(replay.err.empty());
        CHECK(call({"replay", journal, "--json"}).out ==
              R"({"same":true,"whole":true,"events":13,"events_of_run":13,)"
              R"("digest":"25bdda11f176015c69d0d7e21d0a1454"})"
              "\n");
    }
}

TEST_CASE("the form of a journal is told by its content", "[replay]")
{
    recorded_story const story;
    fs::create_directory(story.folder.path("folder.db"));
    CHECK_THAT(call({"replay", story.folder.path("folder.db")}).err, Contains("found a folder"));
    fs::copy(story.db(), story.folder.path("a"));
    fs::copy(story.jsonl(), story.folder.path("b"));
    CHECK(call({"replay", story.folder.path("a")}).out == same);
    CHECK(call({"replay", story.folder.path("b")}).out == same);
}

TEST_CASE("a journal that says something else is shown with the causes of both sides", "[replay]")
{
    recorded_story const story;
    auto const replay = call({"replay", story.changed(R"("attempt":2,"reason":"http_503")",
                                                      R"("attempt":2,"reason":"http_500")")});
    CHECK(replay.code == 4);
    CHECK_THAT(
        replay.out,
        Contains("changed.jsonl: a new run differs from event 9 on\n  recorded:\n"
                 "    {\"seq\":9,\"at\":\"2019-09-07T02:30:00Z\",\"type\":\"attempt_failed\","
                 "\"cause\":8,\"delivery\":1,\"attempt\":2,\"reason\":\"http_500\"}\n"
                 "      caused by {\"seq\":8,") &&
            Contains("  new run:\n    {\"seq\":9,") &&
            Contains("\"reason\":\"http_503\"}\n"
                     "      caused by {\"seq\":8,"));
    CHECK_THAT(replay.out, Contains("      caused by {\"seq\":3,\"at\":\"2019-09-07T00:30:00Z\","
                                    "\"type\":\"shipment_scanned\",\"cause\":0,"
                                    "\"shipment\":\"se-1\",\"status\":\"IT\"}\n"
                                    "      caused by the scenario\n"));
}

TEST_CASE("a difference between versions of the program is told as one", "[replay]")
{
    recorded_story const story;
    auto const same_version = story.changed("http_503\"}", "http_500\"}");
    CHECK_THAT(call({"replay", same_version}).out, !Contains("recorded by drydock"));
    auto text = read(same_version);
    text.replace(text.find("\"program\":\"0.1.0\""), 17, "\"program\":\"0.0.9\"");
    CHECK_THAT(call({"replay", story.folder.file("old.jsonl", text)}).out,
               Contains("recorded by drydock 0.0.9, run again by 0.1.0\n"));
}

TEST_CASE("a text that differs tells runs apart", "[replay]")
{
    recorded_story const story;
    auto const replay = call({"replay", story.changed(R"("url":"https://shop.test/hooks"})",
                                                      R"("url":"https://shop.test/books"})")});
    CHECK(replay.code == 4);
    CHECK_THAT(replay.out, Contains("differs from event 1 on") && Contains("/books\"}") &&
                               Contains("/hooks\"}"));
}

TEST_CASE("a journal that goes on after the run has ended is another one", "[replay]")
{
    recorded_story const story;
    auto const longer = story.folder.file(
        "longer.jsonl", read(story.jsonl()) + R"({"seq":14,"at":"2019-09-07T05:00:00Z",)"
                                              R"("type":"shipment_created","cause":0,)"
                                              R"("shipment":"se-2"})"
                                              "\n");
    auto const replay = call({"replay", longer});
    CHECK(replay.code == 4);
    CHECK_THAT(replay.out, Contains("differs from event 14 on") && Contains("\"se-2\"") &&
                               Contains("new run:\n    (it had ended)"));
}

TEST_CASE("the beginning of a journal is replayed as such", "[replay]")
{
    recorded_story const story;
    auto const text = read(story.jsonl());
    auto const line_8 = text.find("{\"seq\":8,");
    auto const at_a_line = story.folder.file("line.jsonl", text.substr(0, line_8));
    auto const within_one = story.folder.file("within.jsonl", text.substr(0, line_8 + 30));
    for (auto const& journal : {at_a_line, within_one}) {
        auto const replay = call({"replay", journal});
        CHECK(replay.code == 0);
        CHECK_THAT(replay.out, StartsWith("a prefix: the first 7 of 13 events, each as a new run "
                                          "has it\ndigest "));
    }
    CHECK(call({"replay", at_a_line, "--at", "1h"}).err.empty());
    CHECK_THAT(call({"replay", within_one, "--at", "5h"}).err,
               Contains("only the first 7 events of its run are there"));
    auto const within_header = story.folder.file("header.jsonl", text.substr(0, 100));
    CHECK(call({"replay", within_header}).code == 2);
}

TEST_CASE("a line that cannot be is named", "[replay]")
{
    recorded_story const story;
    auto const replay = call({"replay", story.changed("\"cause\":3", "\"cause\":33")});
    CHECK(replay.code == 2);
    CHECK_THAT(replay.err, Contains("changed.jsonl: line 5: expected a whole number up to 3 as "
                                    "\"cause\""));
}

TEST_CASE("the state at a time has all work of that time done", "[replay]")
{
    recorded_story const story;
    auto const state = call({"replay", story.db(), "--at", "2h30m"});
    CHECK(state.code == 0);
    CHECK(state.out == "at 02:30, 2019-09-07T02:30:00Z, after 10 events\n"
                       "webhooks (1)\n"
                       "  webhook  event  url                      enabled\n"
                       "  5515     track  https://shop.test/hooks  yes\n"
                       "shipments (1)\n"
                       "  shipment  status  scans\n"
                       "  se-1      IT      IT\n"
                       "deliveries (1)\n"
                       "  delivery  webhook  subject  status   attempt  requested_at  due\n"
                       "  1         5515     se-1     waiting  3        00:30         04:30\n");
    for (auto const* const at : {"02:30", "2019-09-07T02:30:00Z"})
        CHECK(call({"replay", story.jsonl(), "--at", at}).out == state.out);
    CHECK_THAT(call({"replay", story.db(), "--at", "2h29m59s999ms"}).out,
               Contains("after 7 events"));
    CHECK_THAT(call({"replay", story.db(), "--at", "99d"}).out,
               Contains("after 13 events") && Contains("deliveries (0)"));
    CHECK_THAT(call({"replay", story.db(), "--at", "2000-01-01T00:00:00Z"}).out,
               StartsWith("at 2000-01-01T00:00:00Z, after 0 events"));
    CHECK_THAT(
        call({"replay", story.db(), "--at", "29m", "--json"}).out,
        Contains(R"({"at":"2019-09-07T00:29:00Z","events":2,"webhooks":[{"webhook":"5515",)") &&
            Contains(R"("shipments":[{"shipment":"se-1","status":"UN","scans":[]}],)"
                     R"("deliveries":[]})"));
    auto const wrong = call({"replay", story.db(), "--at", "noon"});
    CHECK(wrong.code == 2);
    CHECK(wrong.err == "drydock: --at: expected an offset such as 2h30m or 02:30, or RFC 3339, "
                       "found \"noon\"\n");
}

TEST_CASE("long tables are cut for people and whole for machines", "[replay]")
{
    scratch_folder const folder;
    auto const file = folder.file("many.json", R"({ "format": 1, "timeline": [ { "at": "0s",
        "repeat": { "every": "1s", "times": 30 }, "ship": { "shipment": "se-{n}" } } ] })");
    auto const journal = folder.path("many.db");
    REQUIRE(call({"run", file, "-q", "--journal", journal}).code == 0);
    auto const brief = call({"replay", journal, "--at", "1h"}).out;
    CHECK_THAT(brief, Contains("shipments (30)") && Contains("se-20 ") && !Contains("se-21 ") &&
                          Contains("  and 10 more\n"));
    CHECK_THAT(call({"replay", journal, "--at", "1h", "-v"}).out,
               Contains("se-30 ") && !Contains("more"));
    CHECK_THAT(call({"replay", journal, "--at", "1h", "--json"}).out, Contains("\"se-30\""));
}

TEST_CASE("the recorded scenario runs under another policy", "[replay]")
{
    recorded_story const story;
    auto const other = call({"replay", story.db(), "--policy", R"({"attempts":1})"});
    CHECK(other.code == 1); // the scenario expects three attempts
    CHECK_THAT(other.out, Contains("out.db, seed 1, under policy {\"attempts\":1,") &&
                              Contains("1 requested: 0 delivered, 1 discarded") &&
                              Contains("1 of 1 failed: they are about the recorded policy"));
    CHECK_THAT(call({"replay", story.db(), "--policy", R"({"attempts":1})", "--json"}).out,
               Contains(R"("discarded":1)"));
    CHECK(call({"replay", story.db(), "--policy", "none-such"}).code == 2);
    CHECK(call({"replay", story.db(), "--policy", "svix", "--at", "1h"}).code == 2);
}

TEST_CASE("a run that began now is replayed at the time when it was", "[replay]")
{
    scratch_folder const folder;
    auto const file =
        folder.file("now.json", R"({ "format": 1, "start": "now", "timeline": [ { "at": "1h",
                        "ship": { "shipment": "se-1" } } ] })");
    auto const journal = folder.path("now.db");
    tools::environment const machine{.now = sim::default_start + std::chrono::hours{24 * 365}};
    REQUIRE(call({"run", file, "-q", "--journal", journal}, machine).code == 0);
    CHECK(call({"replay", journal}).code == 0);
    CHECK_THAT(call({"replay", journal, "--at", "1h"}).out,
               StartsWith("at 01:00, 2020-09-06T01:00:00Z, after 1 events"));
}

TEST_CASE("what cannot be replayed says why", "[replay]")
{
    recorded_story const story;
    auto const text = read(story.jsonl());
    auto const events = text.substr(text.find('\n'));
    auto const golden = story.folder.file(
        "golden.jsonl", R"({"drydock_journal":1,"seed":1,"profile":"seed-2019"})" + events);
    auto const replay = call({"replay", golden});
    CHECK(replay.code == 2);
    CHECK_THAT(replay.err, Contains("golden.jsonl: its header has no scenario"));
    CHECK(call({"replay", golden, "--at", "2019-09-07T02:30:00Z"}).code == 0);
    CHECK_THAT(call({"replay", golden, "--at", "1h"}).err, Contains("has no scenario"));
    CHECK_THAT(call({"replay", golden, "--policy", "svix"}).err, Contains("has no scenario"));

    auto const newer = story.folder.file("newer.jsonl", R"({"drydock_journal":2})" + events);
    CHECK_THAT(call({"replay", newer}).err, Contains("expected journal format 1, found format 2"));
    auto const scenario = story.folder.path("outage.json");
    CHECK_THAT(call({"replay", scenario}).err,
               Contains("outage.json: expected a drydock journal, found a first line that is no"));
    CHECK_THAT(call({"replay", story.folder.path("none.db")}).err,
               Contains("none.db: cannot be read: No such file or directory"));
    CHECK_THAT(call({"replay", story.folder.path()}).err, Contains("found a folder"));
    fs::copy(story.db(), story.folder.path("killed.db.part"));
    CHECK_THAT(call({"replay", story.folder.path("killed.db")}).err,
               Contains("killed.db.part is there, of a run that did not end"));
    auto const broken = story.folder.file(
        "broken.jsonl", R"({"drydock_journal":1,"scenario":{"format":1,"timelin":[]}})" + events);
    CHECK_THAT(call({"replay", broken}).err, Contains("did you mean \"timeline\""));
}
