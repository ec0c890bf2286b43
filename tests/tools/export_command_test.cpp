#include "tests/tools/called.hpp"
#include "tools/store/csv_file.hpp"

using namespace drydock;
using namespace drydock::tests;
using Catch::Contains;
using Catch::StartsWith;

namespace {

std::string recorded(scratch_folder const& folder, std::string const& name)
{
    auto const journal = folder.path(name);
    REQUIRE(call({"run", folder.file("outage.json", outage_story(three_attempts)), "-q",
                  "--journal", journal})
                .code == 0);
    return journal;
}

} // namespace

TEST_CASE("a journal changes its form and back without a change of a byte", "[export]")
{
    scratch_folder const folder;
    auto const lines = recorded(folder, "a.jsonl");
    auto const exported = call({"export", lines, folder.path("b.db")});
    CHECK(exported.code == 0);
    CHECK_THAT(exported.out, Contains("b.db: 13 events\n"));
    REQUIRE(call({"export", folder.path("b.db"), folder.path("c.jsonl")}).code == 0);
    CHECK(read(folder.path("c.jsonl")) == read(lines));
    REQUIRE(call({"export", recorded(folder, "d.db"), folder.path("e.jsonl")}).code == 0);
    CHECK(read(folder.path("e.jsonl")) == read(lines));
    CHECK(read(folder.path("d.db")) == read(folder.path("b.db")));
}

TEST_CASE("a table has one event a row, and what it is about", "[export]")
{
    scratch_folder const folder;
    REQUIRE(call({"export", recorded(folder, "a.db"), folder.path("a.csv")}).code == 0);
    auto const text = read(folder.path("a.csv"));
    CHECK_THAT(text, StartsWith(std::string{tools::csv_columns} +
                                "\r\n"
                                "1,2019-09-07T00:00:00Z,webhook_created,0,,5515,track,,,,,,"
                                "https://shop.test/hooks,\r\n"));
    CHECK_THAT(text, Contains("\r\n9,2019-09-07T02:30:00Z,attempt_failed,8,se-1,,,1,2,,http_503,,,"
                              "\r\n10,2019-09-07T02:30:00Z,retry_scheduled,9,se-1,,,1,3,,,"
                              "2019-09-07T04:30:00Z,,\r\n"));
    CHECK(std::count(text.begin(), text.end(), '\n') == 14);
    CHECK_THAT(call({"export", "--help"}).out, Contains(std::string{tools::csv_columns}));
}

TEST_CASE("fields that would break a table are quoted", "[export]")
{
    CHECK(tools::csv_field("plain text") == "plain text");
    CHECK(tools::csv_field("a,b") == "\"a,b\"");
    CHECK(tools::csv_field("say \"hi\"") == "\"say \"\"hi\"\"\"");
    CHECK(tools::csv_field("two\nlines") == "\"two\nlines\"");
    CHECK(tools::csv_field("") == "");
}

TEST_CASE("members without a column are kept as JSON", "[export]")
{
    scratch_folder const folder;
    auto const file = folder.file("late.json", R"({ "format": 1, "timeline": [
        { "at": "1h", "ship": { "shipment": "a \"b\", c", "scans": [
            { "at": "2h", "status": "IT", "occurred_at": "1h30m" } ] } } ] })");
    REQUIRE(call({"run", file, "-q", "--journal", folder.path("a.db")}).code == 0);
    REQUIRE(call({"export", folder.path("a.db"), folder.path("a.csv")}).code == 0);
    CHECK_THAT(read(folder.path("a.csv")),
               Contains("\"a \"\"b\"\", c\"") &&
                   Contains(",IT,,,,\"{\"\"occurred_at\"\":\"\"2019-09-07T02:30:00Z\"\"}\"\r\n"));
}

TEST_CASE("an export is refused when it has no form, or would be lost", "[export]")
{
    scratch_folder const folder;
    auto const journal = recorded(folder, "a.db");
    auto const entries = folder.entries();
    CHECK_THAT(call({"export", journal, folder.path("out.xml")}).err,
               Contains("expected a name that ends in .jsonl or .db or .csv"));
    CHECK_THAT(call({"export", journal, journal}).err, Contains("it is the journal"));
    CHECK(folder.entries() == entries);
}

TEST_CASE("an export of what is damaged leaves nothing behind", "[export]")
{
    scratch_folder const folder;
    auto text = read(recorded(folder, "a.jsonl"));
    auto const damaged = folder.file("b.jsonl", text.replace(text.find("http_503"), 8, "http-503"));
    auto const entries = folder.entries();
    for (auto const* const name :
         {"out.db", "out.jsonl", "out.csv", "out.har", "out.trace.json", "out.cloudevents.jsonl"}) {
        auto const out = call({"export", damaged, folder.path(name)});
        CHECK(out.code == 2);
        CHECK_THAT(out.err, Contains("b.jsonl: line 7: "));
    }
    CHECK(folder.entries() == entries);
}
