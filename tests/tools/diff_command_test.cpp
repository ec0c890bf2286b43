#include "tests/tools/called.hpp"

using namespace drydock;
using namespace drydock::tests;
using Catch::Contains;

namespace {

// Runs a scenario's text into a journal.
std::string journal_of(scratch_folder const& folder, std::string const& name,
                       std::string const& text, std::vector<std::string> options = {})
{
    auto const journal = folder.path(name);
    std::vector<std::string> args{"run", folder.file("scenario.json", text), "-q", "--journal",
                                  journal};
    args.insert(args.end(), options.begin(), options.end());
    REQUIRE(call(args).code < 2);
    return journal;
}

std::string const many = R"({ "format": 1, "timeline": [
    { "at": "0s", "repeat": { "every": "1s", "times": 20000 }, "ship": { "shipment": "se-{n}" } },
    { "at": "6h", "ship": { "shipment": "LAST" } } ] })";

} // namespace

TEST_CASE("journals of one run have the same digest, whatever their form", "[diff]")
{
    scratch_folder const folder;
    auto const a = journal_of(folder, "a.db", outage_story(three_attempts));
    auto const b = journal_of(folder, "b.jsonl", outage_story(three_attempts));
    for (auto const& pair : {std::pair{a, b}, std::pair{b, a}, std::pair{a, a}}) {
        auto const diff = call({"diff", pair.first, pair.second});
        CHECK(diff.code == 0);
        CHECK(diff.out == "same digest: 25bdda11f176015c69d0d7e21d0a1454\n");
    }
}

TEST_CASE("the first difference is told with its causes, and with what differs in the headers",
          "[diff]")
{
    scratch_folder const folder;
    auto const a = journal_of(folder, "a.db", outage_story(three_attempts));
    auto const b = journal_of(folder, "b.jsonl", outage_story(three_attempts),
                              {"--policy", R"({"delay":"1h"})", "--seed", "2"});
    auto const diff = call({"diff", a, b});
    CHECK(diff.code == 1);
    CHECK_THAT(diff.out, Contains("headers differ\n  seed: 1 against 2\n  policy: {") &&
                             !Contains("scenario: ") &&
                             Contains("journals differ from event 7 on\n") &&
                             Contains("a.db:\n    {\"seq\":7,") &&
                             Contains("\"due\":\"2019-09-07T02:30:00Z\"}\n      caused by "
                                      "{\"seq\":6,") &&
                             Contains("\"due\":\"2019-09-07T01:30:00Z\"}\n"));
}

TEST_CASE("a journal that ends early differs where it ends", "[diff]")
{
    scratch_folder const folder;
    auto const a = journal_of(folder, "a.db", outage_story(""));
    auto const b = journal_of(folder, "b.db", outage_story(""), {"--until", "1h"});
    auto const diff = call({"diff", a, b});
    CHECK(diff.code == 1);
    CHECK_THAT(diff.out, Contains("differ from event 8 on") && Contains("(it had ended)") &&
                             Contains("scenario: /until only in the second"));
    CHECK_THAT(call({"diff", b, a}).out, Contains("differ from event 8 on"));
}

TEST_CASE("long journals part in whatever block they do", "[diff][long]")
{
    scratch_folder const folder;
    auto const a = journal_of(folder, "a.db", many);
    auto const lines = journal_of(folder, "a.jsonl", many);
    CHECK(call({"diff", a, lines}).code == 0);
    for (auto const event : {1, 2, 4095, 4096, 4097, 8192, 8193, 12288, 16384, 19999, 20000}) {
        auto const n = std::to_string(event);
        auto text = read(lines);
        auto const from = "\"shipment\":\"se-" + n + "\"";
        text.replace(text.find(from), from.size(), "\"shipment\":\"TEXT\"");
        auto const changed = folder.file("b.jsonl", text);
        auto const db = folder.path("b.db");
        REQUIRE(call({"export", changed, db}).code == 0);
        for (auto const& other : {changed, db}) {
            auto const diff = call({"diff", a, other});
            CHECK(diff.code == 1);
            CHECK_THAT(diff.out, Contains("differ from event " + n + " on") &&
                                     Contains("\"se-" + n + "\"") && Contains("\"TEXT\""));
        }
    }
}

TEST_CASE("what is no journal is named, on either side", "[diff]")
{
    scratch_folder const folder;
    auto const a = journal_of(folder, "a.db", outage_story(""));
    CHECK_THAT(call({"diff", a, folder.path("none.db")}).err, Contains("none.db: cannot be read"));
    CHECK(call({"diff", folder.path("none.db"), a}).code == 2);
    CHECK(call({"diff", a}).code == 2);
}
