#include "tools/store/journal_file.hpp"

#include "sim/runner.hpp"
#include "tests/tools/called.hpp"
#include "tools/store/journal_header.hpp"

using namespace drydock;
using namespace drydock::tests;
using Catch::Contains;
using Catch::EndsWith;
using Catch::StartsWith;

TEST_CASE("the journal has its header and one line an event", "[journal]")
{
    scratch_folder const folder;
    auto const file = folder.file("outage.json", outage_story(three_attempts));
    auto const journal = folder.path("out.jsonl");
    CHECK(call({"run", file, "-q", "--journal", journal}).code == 0);
    auto const text = read(journal);
    CHECK_THAT(text,
               StartsWith(R"({"drydock_journal":1,"program":"0.1.0","scenario":{"format":1,)"));
    CHECK_THAT(text, Contains(R"("seed":1,"profile":"seed-2019","policy":{)"));
    CHECK_THAT(text, Contains("},\"base_url\":\"https://api.shipengine.com\"}\n"
                              R"({"seq":1,"at":"2019-09-07T00:00:00Z","type":"webhook_created",)"
                              R"("cause":0,"webhook":"5515","event":"track",)"
                              R"("url":"https://shop.test/hooks"})"
                              "\n"));
    CHECK_THAT(text, EndsWith(R"({"seq":13,"at":"2019-09-07T04:30:00Z",)"
                              R"("type":"delivery_succeeded","cause":11,"delivery":1,)"
                              R"("attempt":3,"status":200})"
                              "\n"));
    CHECK(std::count(text.begin(), text.end(), '\n') == 14);
    CHECK(folder.entries() == 2);
}

TEST_CASE("the journal of a failing run is written too, over an older one", "[journal]")
{
    scratch_folder const folder;
    auto const file = folder.file("outage.json", outage_story(two_attempts));
    auto const journal = folder.file("out.jsonl", std::string(100'000, 'x'));
    CHECK(call({"run", file, "-q", "--journal", journal}).code == 1);
    CHECK_THAT(read(journal), StartsWith("{\"drydock_journal\":1,") && EndsWith("200}\n"));
}

TEST_CASE("a journal that cannot be opened is refused before anything runs", "[journal]")
{
    scratch_folder const folder;
    auto const path = folder.path("none/out.jsonl");
    auto const run = call({"run", "-q", "--journal", path});
    CHECK(run.code == 2);
    CHECK(run.out.empty());
    CHECK(run.err == "drydock: cannot write " + path + ": No such file or directory\n");
    CHECK(call({"run", "-q", "--journal", folder.path()}).code == 2);
}

TEST_CASE("a full disk is an error, and leaves no half journal", "[journal]")
{
    auto const run = call({"run", "-q", "--journal", "/dev/full"});
    CHECK(run.code == 2);
    CHECK_THAT(run.err, Contains("cannot write /dev/full: No space left on device"));
    CHECK(fs::is_character_file("/dev/full"));
}

TEST_CASE("the journal never takes the place of its scenario", "[journal]")
{
    scratch_folder const folder;
    auto const text = outage_story(three_attempts);
    auto const file = folder.file("outage.json", text);
    auto const run = call({"run", file, "-q", "--journal", folder.path("./outage.json")});
    CHECK(run.code == 2);
    CHECK_THAT(run.err, Contains("it is the scenario"));
    CHECK(read(file) == text);
}

TEST_CASE("a journal that is not finished leaves nothing behind", "[journal]")
{
    scratch_folder const folder;
    sim::scenario const what;
    {
        tools::journal_file file{folder.path("out.jsonl"), "{}"};
        sim::run(what, {&file});
        CHECK(folder.entries() == 1);
    }
    CHECK(folder.entries() == 0);
}

TEST_CASE("the header of a golden leaves out what changes without meaning", "[journal]")
{
    sim::scenario what;
    what.seed = 7;
    CHECK(tools::journal_header(what, tools::header_form::golden) ==
          R"({"drydock_journal":1,"seed":7,"profile":"seed-2019","policy":null,)"
          R"("base_url":"https://api.shipengine.com"})");
}
