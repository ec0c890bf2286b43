#include "tests/tools/called.hpp"

using namespace drydock::tests;
using Catch::Contains;
using Catch::EndsWith;

TEST_CASE("a file whose expectations hold passes", "[test]")
{
    scratch_folder const folder;
    auto const file = folder.file("outage.json", outage_story(three_attempts));
    auto const test = call({"test", file});
    CHECK(test.code == 0);
    CHECK(test.err.empty());
    CHECK_THAT(test.out, Contains("ok    " + file + "  1 held, "));
    CHECK_THAT(test.out, EndsWith("1 scenario: 1 held, 0 failed\n"));
}

TEST_CASE("a broken expectation fails the file and shows how to repeat it", "[test]")
{
    scratch_folder const folder;
    auto const good = folder.file("a.json", outage_story(three_attempts));
    auto const bad = folder.file("b.json", outage_story(two_attempts));
    auto const test = call({"test", folder.path(), "--seed", "4"});
    CHECK(test.code == 1);
    CHECK_THAT(test.out, Contains("ok    " + good));
    CHECK_THAT(test.out, Contains("FAIL  " + bad + "  1 of 1 failed, "));
    CHECK_THAT(test.out, Contains("repeat with: drydock run " + bad + " --seed 4\n"));
    CHECK_THAT(test.out, EndsWith("2 scenarios: 1 held, 1 failed\n"));
}

TEST_CASE("a quiet test names only what failed", "[test]")
{
    scratch_folder const folder;
    folder.file("a.json", outage_story(three_attempts));
    auto const test = call({"test", "-q", folder.path()});
    CHECK(test.code == 0);
    CHECK(test.out == "1 scenario: 1 held, 0 failed\n");
}

TEST_CASE("a file with neither expectations nor a golden is not a pass", "[test]")
{
    scratch_folder const folder;
    auto const test = call({"test", folder.file("plain.json", outage_story({}))});
    CHECK(test.code == 1);
    CHECK_THAT(test.out, Contains("nothing that could hold"));
}

TEST_CASE("a path that is not there and a folder without scenarios are refused", "[test]")
{
    scratch_folder const folder;
    CHECK(call({"test", folder.path()}).err ==
          "drydock: no scenario (*.json) in " + folder.path() + "\n");
    auto const test = call({"test", folder.path("none")});
    CHECK(test.code == 2);
    CHECK_THAT(test.err, Contains("there is no such file or folder"));
    CHECK(call({"test"}).code == 2);
}

TEST_CASE("a payload that a scenario of a folder sends is no scenario of it", "[test]")
{
    scratch_folder const folder;
    folder.file("captured/track.json", R"({"resource_type": "API_TRACK"})");
    folder.file("captured/other.json", outage_story(three_attempts));
    folder.file("sends.json", R"({
  "format": 1,
  "webhooks": [ { "event": "track", "url": "https://shop.test/hooks" } ],
  "endpoints": { "https://shop.test": {} },
  "timeline": [ { "at": "0s", "track": { "shipment": "se-1", "status": "IT" },
                  "payload": { "file": "captured/../captured/track.json" } } ],
  "expect": [ { "attempts": {}, "count": 1, "body": { "resource_type": "API_TRACK" } } ]
})");
    auto const test = call({"test", folder.path()});
    CHECK(test.code == 0);
    CHECK_THAT(test.out, EndsWith("2 scenarios: 2 held, 0 failed\n"));
    CHECK(call({"check", "-q", folder.path()}).code == 0);
    // Named by hand it is taken at its word.
    CHECK(call({"test", folder.path("captured/track.json")}).code == 2);
}

TEST_CASE("of several files the gravest exit code counts", "[test]")
{
    scratch_folder const folder;
    folder.file("a.json", "{");
    folder.file("b.json", outage_story(two_attempts));
    auto const test = call({"test", folder.path()});
    CHECK(test.code == 2);
    CHECK_THAT(test.out, Contains("cannot be loaded"));
    CHECK_THAT(test.out, EndsWith("2 scenarios: 0 held, 2 failed\n"));
}

TEST_CASE("a file named by hand is blessed, and is then compared line by line", "[test][golden]")
{
    scratch_folder const folder;
    auto const file = folder.file("plain.json", outage_story({}));
    auto const blessed = call({"test", "--bless", file});
    CHECK(blessed.code == 0);
    CHECK_THAT(blessed.out, Contains("1 held, golden blessed"));
    auto const golden = read(folder.path("golden/plain.jsonl"));
    CHECK_THAT(golden, Catch::StartsWith("{\"drydock_journal\":1,\"seed\":1,"));
    CHECK(call({"test", file}).code == 0);

    folder.file("plain.json", outage_story({}, ",\n  \"policy\": { \"timeout\": \"9s\" }"));
    auto const header = call({"test", file});
    CHECK(header.code == 1);
    CHECK_THAT(header.out, Contains("golden/plain.jsonl:1: the journal differs from its golden\n"));

    auto changed = golden;
    changed.replace(changed.find("02:30:00Z\"}"), 11, "02:31:00Z\"}");
    folder.file("plain.json", outage_story({}));
    folder.file("golden/plain.jsonl", changed);
    auto const line = call({"test", file});
    CHECK(line.code == 1);
    CHECK_THAT(line.out, Contains("golden/plain.jsonl:8: "));
    CHECK_THAT(line.out, Contains("  golden: {\"seq\":7,"));
    CHECK_THAT(line.out, Contains("  run:    {\"seq\":7,"));
}

TEST_CASE("a golden that ends early or goes on differs where it does", "[test][golden]")
{
    scratch_folder const folder;
    auto const file = folder.file("plain.json", outage_story({}));
    call({"test", "--bless", file});
    auto const golden = read(folder.path("golden/plain.jsonl"));

    folder.file("golden/plain.jsonl", golden.substr(0, golden.rfind("{\"seq\":13")));
    auto const early = call({"test", file});
    CHECK(early.code == 1);
    CHECK_THAT(early.out, Contains(":14: "));
    CHECK_THAT(early.out, Contains("  golden: (no such line)\n"));

    folder.file("golden/plain.jsonl", golden + "{}\n");
    auto const more = call({"test", file});
    CHECK(more.code == 1);
    CHECK_THAT(more.out, Contains(":15: "));
    CHECK_THAT(more.out, Contains("  run:    (no such line)\n"));
}

TEST_CASE("blessing a folder renews goldens and makes no new ones", "[test][golden]")
{
    scratch_folder const folder;
    auto const with = folder.file("with.json", outage_story({}));
    call({"test", "--bless", with});
    folder.file("golden/with.jsonl", "outdated\n");
    folder.file("without.json", outage_story(three_attempts));
    CHECK(call({"test", "--bless", folder.path()}).code == 0);
    CHECK_THAT(read(folder.path("golden/with.jsonl")), Contains("\"seq\":13"));
    CHECK_FALSE(fs::exists(folder.path("golden/without.jsonl")));
}

TEST_CASE("what fails is not blessed, and neither is a changed scenario", "[test][golden]")
{
    scratch_folder const folder;
    auto const file = folder.file("bad.json", outage_story(two_attempts));
    auto const test = call({"test", "--bless", file});
    CHECK(test.code == 1);
    CHECK_THAT(test.out, Contains("not blessed, because something failed"));
    CHECK_FALSE(fs::exists(folder.path("golden/bad.jsonl")));
    CHECK_FALSE(fs::exists(folder.path("golden/bad.jsonl.part")));
    CHECK(call({"test", "--bless", "--seed", "2", file}).code == 2);
}

TEST_CASE("JUnit has a suite a file and a case an expectation", "[test]")
{
    scratch_folder const folder;
    folder.file("a.json",
                outage_story(std::string{two_attempts} + ", " +
                             R"({ "name": "<ok> & \"well\"", "attempts": {}, "count": 3 })"));
    folder.file("b.json", "{");
    auto const xml_file = folder.path("report.xml");
    CHECK(call({"test", folder.path(), "--junit", xml_file}).code == 2);
    auto const xml = read(xml_file);
    CHECK_THAT(xml,
               Contains("<testsuites name=\"drydock\" tests=\"3\" failures=\"1\" errors=\"1\""));
    CHECK_THAT(xml, Contains("<testsuite name=\"" + folder.path("a.json") +
                             "\" tests=\"2\" failures=\"1\" errors=\"0\""));
    CHECK_THAT(xml, Contains("name=\"expect/0 attempts\">\n      <failure message=\""));
    CHECK_THAT(xml, Contains("name=\"&lt;ok&gt; &amp; &quot;well&quot;\"/>"));
    CHECK_THAT(xml, Contains("<error message=\"" + folder.path("b.json") + ":1:"));
    CHECK(call({"test", folder.path("a.json"), "--junit", folder.path("no/r.xml")}).code == 2);
}

TEST_CASE("several jobs report the same, in the same order", "[test]")
{
    scratch_folder const folder;
    for (char name = 'a'; name <= 'j'; ++name)
        folder.file(std::string{name} + ".json",
                    outage_story(name == 'e' ? two_attempts : three_attempts));
    auto const without_times = [](std::string text) {
        for (auto at = text.find(" held, "); at != std::string::npos;
             at = text.find(" held, ", at + 1))
            text.erase(at + 6, text.find('\n', at) - at - 6);
        for (auto at = text.find(" failed, "); at != std::string::npos;
             at = text.find(" failed, ", at + 1))
            text.erase(at + 8, text.find('\n', at) - at - 8);
        return text;
    };
    auto const one = call({"test", folder.path()});
    auto const four = call({"test", folder.path(), "--jobs", "4"});
    CHECK(one.code == 1);
    CHECK(four.code == 1);
    CHECK(without_times(one.out) == without_times(four.out));
    CHECK(call({"test", folder.path(), "--jobs", "0"}).err ==
          "drydock: --jobs: expected 1 to 256, found 0\n");
}

TEST_CASE("summaries of a test are for machines or on request", "[test]")
{
    scratch_folder const folder;
    auto const a = folder.file("a.json", outage_story(three_attempts));
    folder.file("b.json", outage_story(three_attempts));
    auto const json = call({"test", folder.path(), "--summary", "json"});
    CHECK(std::count(json.out.begin(), json.out.end(), '\n') == 2);
    CHECK_THAT(json.out, Catch::StartsWith("{\"scenario\":"));
    CHECK_THAT(json.err, Contains("2 scenarios: 2 held"));
    CHECK_THAT(call({"test", "-v", a}).out,
               Contains("\n  attempts    3: 1 http_200, 2 http_503\n"));
    CHECK(call({"test", folder.path(), "--journal", folder.path("j.jsonl")}).err ==
          "drydock: --journal takes the run of one file, not of several\n");
}

TEST_CASE("a test can ask for a second run", "[test]")
{
    scratch_folder const folder;
    auto const file = folder.file("a.json", outage_story(three_attempts));
    auto const test = call({"test", file, "--verify-determinism"});
    CHECK(test.code == 0);
    CHECK_THAT(test.out, Contains("2 held"));
}
