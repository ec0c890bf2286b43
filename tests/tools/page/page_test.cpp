// Pages that `run --html` and `export` write. What they look like is tested in a browser.
#include "tools/page/page.hpp"

#include "tests/support/handmade_journal.hpp"
#include "tests/tools/called.hpp"
#include "tests/tools/page/unpacked.hpp"
#include "tools/page/html_file.hpp"
#include "tools/store/journal_header.hpp"
#include "tools/store/journal_source.hpp"

#include <algorithm>

using namespace drydock;
using namespace drydock::tests;
using Catch::Contains;
using Catch::StartsWith;

namespace {

std::string lines_of(std::string const& page)
{
    return unpacked(page_data(page, "drydock-journal"));
}

/// From that member of a page's facts on.
std::string facts_from(std::string const& page, std::string const& member)
{
    auto const facts = page_data(page, "drydock-facts");
    auto const at = facts.find('"' + member + "\":");
    REQUIRE(at != facts.npos);
    return facts.substr(at);
}

std::string story_with_markup()
{
    return outage_story(three_attempts, R"(, "about": "</script><b>bold</b> & \"so on\"")");
}

} // namespace

TEST_CASE("text is packed piece by piece and comes out whole", "[page]")
{
    std::string all;
    tools::packed_text packed;
    for (int i = 0; i < 30'000; ++i) {
        auto const piece = std::to_string(i * 7919 % 30011) + '\n';
        packed.append(piece);
        all += piece;
    }
    packed.append("");
    CHECK(unpacked(packed.finish()) == all);
    CHECK(unpacked(tools::packed_text{}.finish()).empty());
}

TEST_CASE("a program without its page refuses to write one, and says what it takes", "[page]")
{
    if (tools::web_page().is_there()) return;
    scratch_folder const folder;
    auto const file = folder.file("a.json", outage_story(three_attempts));
    auto const run = call({"run", file, "--html", folder.path("a.html")});
    CHECK(run.code == 2);
    CHECK(run.err == "drydock: --html: " + std::string{tools::no_page} + "\n");
    REQUIRE(call({"run", file, "-q", "--journal", folder.path("a.db")}).code == 0);
    CHECK(call({"export", folder.path("a.db"), folder.path("a.html")}).err ==
          "drydock: " + std::string{tools::no_page} + "\n");
    CHECK(folder.entries() == 2);
}

TEST_CASE("a page holds the journal line for line, and the bodies that were sent", "[page]")
{
    if (!tools::web_page().is_there()) return;
    scratch_folder const folder;
    auto const file = folder.file("a.json", story_with_markup());
    REQUIRE(call({"run", file, "-q", "--html", folder.path("a.html"), "--journal",
                  folder.path("a.jsonl")})
                .code == 0);
    auto const page = read(folder.path("a.html"));
    CHECK_THAT(page, StartsWith("<!doctype html>"));
    CHECK(lines_of(page) == read(folder.path("a.jsonl")));
    auto const bodies = unpacked(page_data(page, "drydock-bodies"));
    CHECK(std::ranges::count(bodies, '\n') == 1);
    CHECK_THAT(bodies, StartsWith("\"{\\\"resource_url\\\":\\\"https://api.shipengine.com/v1/"));
    CHECK_THAT(bodies, Contains("\\\"status_code\\\":\\\"IT\\\""));
    CHECK(page.size() < 500'000);
}

TEST_CASE("no text of a scenario ends the element that it stands in", "[page]")
{
    if (!tools::web_page().is_there()) return;
    scratch_folder const folder;
    auto const file = folder.file("a.json", story_with_markup());
    REQUIRE(call({"run", file, "-q", "--html", folder.path("a.html")}).code == 0);
    CHECK_THAT(facts_from(read(folder.path("a.html")), "about"),
               StartsWith(R"("about":"\u003c/script>\u003cb>bold\u003c/b> & \"so on\"",)"));
}

TEST_CASE("a page names what failed, its evidence, and the command that repeats it", "[page]")
{
    if (!tools::web_page().is_there()) return;
    scratch_folder const folder;
    auto const file = folder.file("a.json", outage_story(two_attempts));
    REQUIRE(call({"run", file, "-q", "--html", folder.path("a.html"), "--seed", "3"}).code == 1);
    auto const page = read(folder.path("a.html"));
    CHECK_THAT(facts_from(page, "command"),
               StartsWith("\"command\":\"drydock run " + file + " --seed 3\","));
    CHECK_THAT(facts_from(page, "expectations"),
               StartsWith("\"expectations\":[{\"name\":\"expect/0 attempts\",\"passed\":false,"
                          "\"message\":\"attempts: expected 2; found 3 (events 5, 8, 11)\","));
    CHECK_THAT(facts_from(page, "evidence"), StartsWith("\"evidence\":[5,8,11]"));
    CHECK_THAT(facts_from(page, "outages"),
               StartsWith("\"outages\":[{\"from\":\"2019-09-07T00:00:00Z\",\"until\":"
                          "\"2019-09-07T03:00:00Z\",\"as\":\"503\"}]"));
}

TEST_CASE("a journal becomes the page that its run wrote, save for how to repeat it", "[page]")
{
    if (!tools::web_page().is_there()) return;
    scratch_folder const folder;
    auto const file = folder.file("a.json", outage_story(two_attempts));
    auto const journal = folder.path("a.db");
    REQUIRE(call({"run", file, "-q", "--html", folder.path("a.html"), "--journal", journal}).code ==
            1);
    auto const exported = call({"export", journal, folder.path("b.html")});
    CHECK(exported.code == 0);
    CHECK_THAT(exported.out, Contains("b.html: 13 events\n"));
    auto const of_run = read(folder.path("a.html")), of_export = read(folder.path("b.html"));
    CHECK(lines_of(of_export) == lines_of(of_run));
    CHECK(page_data(of_export, "drydock-bodies") == page_data(of_run, "drydock-bodies"));
    CHECK_THAT(facts_from(of_export, "command"),
               StartsWith("\"command\":\"drydock replay " + journal + "\",\"digest\":"));
    auto const digest = facts_from(of_run, "digest").substr(0, 44);
    CHECK(facts_from(of_export, "digest").substr(0, 44) == digest);
    // A journal's scenario is one line: only its places differ.
    for (auto const* const member : {"assumptions", "endpoints"}) {
        auto const text = facts_from(of_run, member);
        auto const end = text.find("\"expectations\"");
        CHECK(facts_from(of_export, member).substr(0, end) == text.substr(0, end));
    }
    CHECK_THAT(facts_from(of_export, "line"), StartsWith("\"line\":0,"));
    CHECK_THAT(facts_from(of_export, "evidence"), StartsWith("\"evidence\":[5,8,11]"));
}

TEST_CASE("a journal without a scenario becomes a page that judges nothing", "[page]")
{
    if (!tools::web_page().is_there()) return;
    scratch_folder const folder;
    auto const file = folder.file("a.json", outage_story(three_attempts));
    REQUIRE(call({"run", file, "-q", "--journal", folder.path("a.jsonl")}).code == 0);
    auto text = read(folder.path("a.jsonl"));
    text = "{\"drydock_journal\":1,\"seed\":1}" + text.substr(text.find('\n'));
    auto const bare = folder.file("b.jsonl", text);
    REQUIRE(call({"export", bare, folder.path("b.html")}).code == 0);
    auto const page = read(folder.path("b.html"));
    CHECK(lines_of(page) == text);
    CHECK(page_data(page, "drydock-facts").find("\"run\"") == std::string::npos);
}

TEST_CASE("a page takes in so many events and bodies, and says how many there were", "[page]")
{
    if (!tools::web_page().is_there()) return;
    scratch_folder const folder;
    auto const journal = folder.path("a.jsonl");
    REQUIRE(call({"run", "@stale_overwrite", "-q", "--journal", journal}).code == 0);
    auto const source = tools::open_journal(journal);
    auto const header = tools::parse_header(source->header());
    auto const what = tools::load_recorded(header, journal);
    REQUIRE(what.loaded);
    tools::html_file page{
        folder.path("a.html"), source->header(), &*what.loaded, {.events = 9, .bodies = 1}};
    while (auto const block = source->next())
        page.on_block(block->events, block->first, source->texts());
    auto const extent = page.extent();
    CHECK(extent.kept_events == 9);
    CHECK(extent.events > 9);
    CHECK(extent.deliveries == 2);
    CHECK(extent.kept_bodies == 1);
    REQUIRE_FALSE(page.finish(tools::page_facts({}, extent, source->digest())));
    auto const text = read(folder.path("a.html"));
    CHECK(std::ranges::count(lines_of(text), '\n') == 1 + 9);
    CHECK_THAT(facts_from(text, "kept_events"), StartsWith("\"kept_events\":9,"));
}

TEST_CASE("links in bodies lead to where the service was when they were made", "[page]")
{
    if (!tools::web_page().is_there()) return;
    scratch_folder const folder;
    handmade_journal journal;
    journal.webhook().ship().scan(1, model::scan_status::IT).request();
    journal.move_to("http://localhost:8787").scan(1, model::scan_status::DE).request();
    sim::scenario const what;
    tools::html_file page{folder.path("a.html"), "{}", &what};
    journal.play(page);
    REQUIRE_FALSE(page.finish(tools::page_facts({}, page.extent(), "")));
    auto const bodies = unpacked(page_data(read(folder.path("a.html")), "drydock-bodies"));
    auto const second = bodies.find('\n') + 1;
    CHECK_THAT(bodies.substr(0, second), Contains("https://api.shipengine.com/v1/tracking"));
    CHECK_THAT(bodies.substr(second), Contains("http://localhost:8787/v1/tracking"));
}

TEST_CASE("a page is not written over its scenario or its journal, nor for several files", "[page]")
{
    if (!tools::web_page().is_there()) return;
    scratch_folder const folder;
    auto const file = folder.file("a.json", outage_story(three_attempts));
    auto const other = folder.file("b.json", outage_story(three_attempts));
    CHECK_THAT(call({"run", file, "--html", file}).err, Contains("it is the scenario"));
    CHECK(call({"test", file, other, "--html", folder.path("a.html")}).err ==
          "drydock: --html takes the run of one file, not of several\n");
    CHECK(call({"run", file, "-q", "--html", folder.path("none/a.html")}).code == 2);
    CHECK(folder.entries() == 2);
    REQUIRE(call({"test", file, "--html", folder.path("a.html")}).code == 0);
    CHECK_THAT(facts_from(read(folder.path("a.html")), "name"),
               StartsWith("\"name\":\"" + file + "\","));
}
