#include "tests/tools/called.hpp"

#include <chrono>

using namespace drydock;
using namespace drydock::tests;
using Catch::Contains;
using Catch::EndsWith;
using Catch::StartsWith;

namespace {

// The lines of a timeline, from its header to the blank line after it.
std::string timeline_of(std::string const& out)
{
    auto const begin = out.rfind('\n', out.find("offset  ")) + 1;
    return out.substr(begin, out.find("\n\n", begin) + 1 - begin);
}

} // namespace

TEST_CASE("a run without a file plays the bundled outage story", "[run]")
{
    auto const run = call({"run"});
    CHECK(run.code == 0);
    CHECK(run.err.empty());
    CHECK_THAT(run.out, StartsWith("Down for three hours: the third attempt gets through"));
    CHECK_THAT(run.out, Contains("\nassumptions (the file leaves these open)\n"));
    CHECK_THAT(run.out, Contains("  timeout 10s"));
    CHECK(timeline_of(run.out) ==
          "    offset  subject  what  attempt  outcome     receiver  then\n"
          "┌ 00:00:00  outage begins: https://shop.test answers 503 until 03:00\n"
          "│ 00:00:00  webhook 5515 created: track to https://shop.test/hooks\n"
          "│ 00:00:00  se-1     UN    created\n"
          "│ 00:30:00  se-1     IT    In Transit\n"
          "│ 00:30:00  se-1     IT    #1 1/3   ✗ http_503            next try at 02:30\n"
          "│ 02:30:00  se-1     IT    #1 2/3   ✗ http_503            next try at 04:30\n"
          "└ 03:00:00  outage ends: https://shop.test\n"
          "  04:30:00  se-1     IT    #1 3/3   ✓ http_200  applied   delivered after 4h\n");
    CHECK_THAT(run.out, Contains("\n  latency     p50 4h, p90 4h, p99 4h, max 4h\n"));
    CHECK_THAT(run.out, Contains("\n  digest      "));
}

TEST_CASE("a failing run names the rule, shows the journal around it and ends with the repro line",
          "[run]")
{
    scratch_folder const folder;
    auto const file = folder.file("outage.json", outage_story(two_attempts));
    auto const run = call({"run", file, "--var", "unused=it's", "-q"});
    CHECK(run.code == 2);

    auto const failing = call({"run", file, "-q", "--set", "/seed=7"});
    CHECK(failing.code == 1);
    CHECK_THAT(failing.out, Contains("FAILED  expect/0 attempts  " + file + ":10:15 /expect/0\n"));
    CHECK_THAT(failing.out, Contains("  expected    1 of 1 failed\n"));
    CHECK_THAT(failing.out, Contains("  >    5  00:30:00  attempt_started    se-1 IT  delivery 1"));
    CHECK_THAT(failing.out,
               EndsWith("\nrepeat with: drydock run " + file + " --seed 7 --set /seed=7\n"));
}

TEST_CASE("a quiet run prints its summary and no timeline", "[run]")
{
    auto const run = call({"run", "-q"});
    CHECK(run.code == 0);
    CHECK(run.err.empty());
    CHECK_THAT(run.out, StartsWith("summary\n"));
    CHECK_THAT(run.out, !Contains("next try"));
}

TEST_CASE("a bad file is told line by line with a caret, and exit code 2", "[run]")
{
    scratch_folder const folder;
    auto const file =
        folder.file("bad.json", "{ \"format\": 1,\n  \"seed\": \"x\",\n  \"abuot\": 1 }\n");
    auto const run = call({"run", file});
    CHECK(run.code == 2);
    CHECK(run.out.empty());
    CHECK_THAT(run.err, Contains(file + ":2:11 /seed: "));
    CHECK_THAT(run.err, Contains("\n     2 |   \"seed\": \"x\",\n       |           ^\n"));
    CHECK_THAT(run.err, Contains("did you mean \"about\"?"));
}

TEST_CASE("a file that is not there, and a folder, are refused", "[run]")
{
    scratch_folder const folder;
    CHECK(call({"run", folder.path("none.json")}).err ==
          "drydock: cannot read " + folder.path("none.json") + ": No such file or directory\n");
    auto const run = call({"run", folder.path()});
    CHECK(run.code == 2);
    CHECK_THAT(run.err, Contains("it is a folder"));
    CHECK(call({"run", "@outage"}).code == 2);
}

TEST_CASE("options change the scenario", "[run]")
{
    scratch_folder const folder;
    auto const file = folder.file("outage.json", outage_story(three_attempts));
    CHECK(call({"run", file, "--set", "/policy/attempts=2"}).code == 2); // no such member to set
    CHECK(call({"run", file, "--policy", R"({"attempts": 2})"}).code == 1);
    auto const policy = folder.file("policy.json", R"({ "attempts": 2 })"
                                                   "\n");
    CHECK(call({"run", file, "--policy", policy}).code == 1);
    CHECK(call({"run", file, "--policy", folder.path("none.json")}).code == 2);
    CHECK(call({"run", file, "--policy", "svix", "-q"}).code == 1);
    CHECK(call({"run", file, "--until", "1h"}).code == 1);
    CHECK_THAT(call({"run", file, "--seed", "9"}).out, Contains(", seed 9, "));
    CHECK_THAT(call({"run", file, "--profile", "openapi-2027"}).err, Contains("openapi-2026"));
}

TEST_CASE("values that options cannot have are refused exactly", "[run]")
{
    struct {
        std::vector<std::string> args;
        std::string message;
    } const rows[] = {
        {{"--seed", "-1"}, "--seed: expected a whole number from 0 to 2^64-1, found \"-1\""},
        {{"--seed", "18446744073709551616"},
         "--seed: expected a whole number from 0 to 2^64-1, found \"18446744073709551616\""},
        {{"--var", "x"}, "--var: expected name=value, found \"x\""},
        {{"--set", "=1"}, "--set: expected POINTER=VALUE, found \"=1\""},
        {{"--summary", "jsno"},
         "--summary: expected text or json, found \"jsno\"; did you mean \"json\"?"},
        {{"--transport", "dirct"},
         "--transport: expected direct or wire or live, found \"dirct\"; "
         "did you mean \"direct\"?"},
        {{"--pace", "auto"}, "--pace: expected max, or a speed such as 60x, found \"auto\""},
        {{"--pace", "0x"}, "--pace: expected max, or a speed such as 60x, found \"0x\""},
        {{"--pace", "60x", "--endpoint", ":1", "--api-port", "0"},
         "--pace: expected no --api-port beside it; drydock serve --clock 60x is a service that "
         "keeps to real time"},
        {{"--html", ""}, "--html: expected the name of a file, found nothing"},
        {{"--endpoint", "ftp://localhost"},
         "--endpoint: expected a URL such as http://localhost:3000/hooks, found "
         "\"ftp://localhost\""},
        {{"--endpoint", ":1", "--transport", "direct"},
         "--endpoint: expected --transport live, or none"},
        {{"--plain"},
         "--plain is about a live run; expected --endpoint URL or --transport live beside it"},
        {{"--endpoint", ":1", "--live-latency", "none"},
         "--live-latency: expected measured or zero, found \"none\""},
        {{"--endpoint", ":1", "--in-flight", "0"}, "--in-flight: expected 1 to 1024, found 0"},
        {{"--endpoint", ":1", "--start", "true"},
         "--start: expected --wait-for URL beside it, to know when the receiver is ready"},
        {{"--endpoint", ":1", "--sign-time", "wal"},
         "--sign-time: expected wall, virtual or an offset from real time such as -10m, found "
         "\"wal\"; did you mean \"wall\"?"},
        {{"-q", "-v"}, "--quiet and --verbose exclude each other"},
    };
    for (auto const& row : rows) {
        std::vector<std::string> args{"run"};
        args.insert(args.end(), row.args.begin(), row.args.end());
        auto const run = call(args);
        CHECK(run.err == "drydock: " + row.message + "\n");
        CHECK(run.code == 2);
        CHECK(run.out.empty());
    }
}

TEST_CASE("the summary as JSON is one object and nothing else", "[run]")
{
    scratch_folder const folder;
    auto const file = folder.file("outage.json", outage_story(two_attempts));
    auto const run = call({"run", file, "--summary", "json"});
    CHECK(run.code == 1);
    CHECK_THAT(run.out, StartsWith("{\"scenario\":\"" + file + "\",\"seed\":1,"));
    CHECK_THAT(run.out, Contains("\"assumptions\":{\"attempts\":\"3\",\"timeout\":\"10s\","));
    CHECK_THAT(run.out, Contains("\"virtual\":{\"start\":\"2019-09-07T00:00:00Z\","
                                 "\"end\":\"2019-09-07T04:30:00Z\"}"));
    CHECK_THAT(run.out, Contains("\"latency\":{\"p50\":14400,\"p90\":14400,\"p99\":14400,"
                                 "\"max\":14400}"));
    CHECK_THAT(run.out, Contains("\"by_outcome\":{\"http_200\":1,\"http_503\":2}"));
    CHECK_THAT(run.out, Contains("\"expectations\":{\"passed\":0,\"failed\":1,\"failures\":[{"));
    CHECK(std::count(run.out.begin(), run.out.end(), '\n') == 1);
    CHECK_THAT(run.err, Contains("FAILED  expect/0 attempts"));
    CHECK_THAT(run.err, EndsWith("repeat with: drydock run " + file + " --seed 1\n"));
}

TEST_CASE("a scenario that starts now is repeated at the time it started", "[run]")
{
    scratch_folder const folder;
    auto const file =
        folder.file("now.json", outage_story(two_attempts, ",\n  \"start\": \"now\""));
    tools::environment machine;
    machine.now = *model::parse_instant("2024-02-29T12:00:00Z");
    auto const journal = folder.path("out.jsonl");
    auto const run = call({"run", file, "--journal", journal}, machine);
    CHECK_THAT(run.out, Contains("from 2024-02-29T12:00:00Z"));
    CHECK_THAT(run.out, EndsWith(" --seed 1 --set /start=2024-02-29T12:00:00Z\n"));
    CHECK_THAT(read(journal), Contains("\"start\":\"2024-02-29T12:00:00Z\""));
    auto const again = call({"run", file, "--set", "/start=2024-02-29T12:00:00Z", "-q"});
    auto const digest = [](std::string const& out) { return out.substr(out.find("digest"), 46); };
    CHECK(digest(again.out) == digest(run.out));
}

TEST_CASE("a scenario without expectations runs and says so", "[run]")
{
    scratch_folder const folder;
    auto const run = call({"run", folder.file("plain.json", outage_story({}))});
    CHECK(run.code == 0);
    CHECK_THAT(run.out, Contains("\n  expected    the file expects nothing\n"));
}

TEST_CASE("colour is on only when the machine wants it", "[run]")
{
    CHECK_THAT(call({"run"}).out, !Contains("\x1b["));
    tools::environment machine;
    machine.colour = true;
    CHECK_THAT(call({"run"}, machine).out, Contains("\x1b[32m✓ http_200\x1b[0m"));
    CHECK_THAT(call({"run", "--summary", "json"}, machine).out, !Contains("\x1b["));
}

TEST_CASE("a deterministic scenario passes the second run", "[run]")
{
    auto const run = call({"run", "--verify-determinism"});
    CHECK(run.code == 0);
    CHECK(run.err.empty());
    CHECK_THAT(run.out, Contains("two runs were the same"));
}

TEST_CASE("a paced run is the same run, and takes its time", "[run]")
{
    scratch_folder const folder;
    auto const file = folder.file("outage.json", outage_story(three_attempts));
    auto const begin = std::chrono::steady_clock::now();
    auto const paced = call({"run", file, "--pace", "36000x"}); // four hours and a half
    CHECK(std::chrono::steady_clock::now() - begin >= std::chrono::milliseconds{450});
    CHECK(paced.code == 0);
    auto const digest = [](std::string const& out) { return out.substr(out.find("digest")); };
    CHECK(digest(paced.out) == digest(call({"run", file}).out));
}

TEST_CASE("a paced run is told while it happens", "[run]")
{
    scratch_folder const folder;
    auto const file = folder.file("outage.json", outage_story(three_attempts));
    struct heard : std::stringbuf {
        int sync() override { return ++flushes, 0; }
        int flushes = 0;
    } out;
    std::ostream to{&out};
    std::ostringstream err;
    std::vector<std::string> const words{"run", file, "--pace", "100000x"};
    CHECK(tools::run_program(words, to, err, {}) == 0);
    CHECK(out.flushes >= 3); // once for each attempt at least
}
