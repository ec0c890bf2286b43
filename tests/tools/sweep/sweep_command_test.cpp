#include "tests/tools/called.hpp"

#include <algorithm>

using namespace drydock::tests;
using Catch::Contains;
using Catch::EndsWith;

namespace {

// One attempt in two fails, so that some seeds lose the event.
std::string flaky(
    std::string_view expect = R"({ "deliveries": { "outcome": "delivered" }, "count": 1 })")
{
    return R"({
  "format": 1,
  "vars": { "chance": 0.5 },
  "webhooks": [ { "event": "track", "url": "https://shop.test/hooks" } ],
  "endpoints": { "https://shop.test": {
      "outages": [ { "from": "0h", "until": "10m" } ],
      "rules": [ { "chance": "${chance}", "respond": 503 } ] } },
  "timeline": [ { "at": "30m", "track": { "shipment": "se-1", "status": "IT" } } ],
  "expect": [ )" +
           std::string{expect} + " ]\n}\n";
}

std::string text_below(std::string const& text, std::string_view line)
{
    auto const at = text.find(line);
    REQUIRE(at != text.npos);
    return text.substr(at);
}

using words = std::vector<std::string>;

called sweep(std::string const& file, words const& more)
{
    words all{"sweep", file};
    all.insert(all.end(), more.begin(), more.end());
    return call(all);
}

} // namespace

TEST_CASE("a sweep adds up what each seed comes to", "[sweep]")
{
    scratch_folder const folder;
    auto const file = folder.file("flaky.json", flaky());
    std::size_t lost = 0;
    std::string first_lost;
    for (int seed = 1; seed <= 40; ++seed) {
        auto const run = call({"run", file, "--seed", std::to_string(seed), "-q"});
        if (run.code == 1) ++lost;
        if (run.code == 1 && first_lost.empty()) first_lost = std::to_string(seed);
    }
    REQUIRE(lost > 0);
    auto const swept = sweep(file, {"--seeds", "1..40"});
    CHECK(swept.code == 1);
    CHECK_THAT(swept.out, Contains("40 requested: " + std::to_string(40 - lost) + " delivered, " +
                                   std::to_string(lost) + " discarded"));
    CHECK_THAT(swept.out, Contains("40: " + std::to_string(40 - lost) + " held, " +
                                   std::to_string(lost) + " failed"));
    CHECK_THAT(swept.out, Contains("expect/0 deliveries failed in " + std::to_string(lost)));
    CHECK_THAT(swept.out, Contains("repeat with:\ndrydock run " + file + " --seed " + first_lost));
    CHECK(swept.err.empty());
}

TEST_CASE("the result of a sweep is the same on any number of threads", "[sweep]")
{
    scratch_folder const folder;
    auto const file = folder.file("flaky.json", flaky());
    words const all{"--seeds", "1..20", "--grid", "chance=0:1:0.25", "--worst", "attempts.total"};
    auto const told = [&](words more) {
        more.insert(more.end(), all.begin(), all.end());
        return sweep(file, more);
    };
    auto const one = told({"--jobs", "1"});
    CHECK(one.code == 1);
    CHECK(told({"--jobs", "8"}).out == one.out);
    CHECK(told({}).out == one.out);
    CHECK(told({"--jobs", "1", "--summary", "json"}).out ==
          told({"--jobs", "3", "--summary", "json"}).out);
    // The last axis value lets no attempt through.
    CHECK_THAT(one.out, Contains("       1    20      20        60          0         20"));
    CHECK_THAT(one.out, Contains("worst attempts.total\n  3  drydock run"));
    CHECK_THAT(one.out, Contains(" of them not shown; repeat with:\n"));
}

TEST_CASE("shards that are merged tell what one sweep tells", "[sweep]")
{
    scratch_folder const folder;
    auto const file = folder.file("flaky.json", flaky());
    auto const out = folder.path("results"), csv = folder.path("a.csv"),
               more = folder.path("b.csv");
    words const all{"--seeds", "1..10", "--grid", "chance=0.2:0.4:0.2"};
    auto const with = [&](words first) {
        first.insert(first.end(), all.begin(), all.end());
        return sweep(file, first);
    };
    auto const whole = with({"--csv", csv, "--worst", "load.peak"});
    for (auto const* const part : {"3/3", "1/3"})
        CHECK_THAT(with({"--shard", part, "--out", out}).out,
                   Contains("shard " + std::string{part, 1} + " of 3"));
    auto const partly = call({"merge", out});
    CHECK(partly.code != 0);
    CHECK_THAT(partly.out, Contains("incomplete: 7 of 20 runs are missing\n"
                                    "  shard 2 of 3 is missing: seed 2 with chance=0.2, seed 5 "));
    CHECK(partly.out.find("digest") == std::string::npos);
    with({"--shard", "2/3", "--out", out});
    auto const merged = call({"merge", out, "--csv", more, "--worst", "load.peak"});
    CHECK(merged.out == whole.out);
    CHECK(merged.code == whole.code);
    CHECK(read(more) == read(csv));
    CHECK(call({"merge", out, "--summary", "json"}).out == with({"--summary", "json"}).out);
}

TEST_CASE("shards of different sweeps are refused", "[sweep]")
{
    scratch_folder const folder;
    auto const file = folder.file("flaky.json", flaky());
    auto const out = folder.path("results");
    REQUIRE(sweep(file, {"--seeds", "1..4", "--shard", "1/2", "--out", out}).code != 2);
    auto const refusal = [&](words const& more) {
        auto const other = folder.path("other");
        fs::remove_all(other);
        auto all = more;
        all.insert(all.end(), {"--out", other, "--shard", "2/2"});
        REQUIRE(sweep(file, all).code != 2);
        fs::copy(out, other, fs::copy_options::recursive);
        auto const merged = call({"merge", other});
        CHECK(merged.code == 2);
        CHECK(merged.out.empty());
        return merged.err;
    };
    CHECK_THAT(refusal({"--seeds", "1..5"}), Contains("are not of one sweep: seeds 1..4 and 1..5"));
    CHECK_THAT(refusal({"--seeds", "1..4", "--policy", "svix"}),
               Contains("are not of one sweep: options none and --policy svix"));
    CHECK_THAT(refusal({"--seeds", "1..4", "--grid", "chance=0:0.5:0.5"}),
               Contains("are not of one sweep: grid none and chance=0,0.5"));
    folder.file("flaky.json", flaky(three_attempts));
    CHECK_THAT(refusal({"--seeds", "1..4"}), Contains("whose contents differ"));
    auto const more = sweep(file, {"--seeds", "1..4", "--shard", "2/2", "--out", out});
    CHECK(more.code == 2);
    CHECK_THAT(more.err, Contains("it holds another sweep"));
}

TEST_CASE("a shard twice, or of another division, is refused", "[sweep]")
{
    scratch_folder const folder;
    auto const file = folder.file("flaky.json", flaky());
    auto const out = folder.path("results");
    words const first{"--seeds", "1..4", "--shard", "1/2", "--out", out};
    auto const once = sweep(file, first);
    CHECK_THAT(sweep(file, first).err, Contains("it holds runs of shard 1 of 2 already; --resume"));
    CHECK_THAT(sweep(file, {"--seeds", "1..4", "--shard", "2/3", "--out", out}).err,
               Contains("it holds shard 1 of 2, expected shard 2 of 3"));
    auto resumed = first;
    resumed.push_back("--resume");
    auto const again = sweep(file, resumed);
    CHECK(again.out == once.out);
    CHECK(again.err == "2 runs of before\n");
    fs::copy(out + "/shard-1-of-2.jsonl", out + "/shard-copy.jsonl");
    CHECK_THAT(call({"merge", out}).err, Contains("are both shard 1 of 2"));
}

TEST_CASE("a seed whose story forbids a scan of the file is named", "[sweep]")
{
    scratch_folder const folder;
    auto const file = folder.file("story.json", R"({
  "format": 1,
  "webhooks": [ { "event": "track", "url": "https://shop.test/hooks" } ],
  "timeline": [ { "at": "0s", "ship": { "shipment": "se-1", "story": "delivered" } },
                { "at": "8h", "track": { "shipment": "se-1", "status": "IT" } } ] })");
    REQUIRE(call({"check", file, "--seed", "1"}).code == 0);
    std::string refused;
    for (int seed = 2; seed <= 100 && refused.empty(); ++seed)
        if (call({"check", file, "--seed", std::to_string(seed)}).code == 2)
            refused = std::to_string(seed);
    REQUIRE_FALSE(refused.empty());
    auto const swept = sweep(file, {"--seeds", "1..100", "--jobs", "1"});
    CHECK(swept.code == 2);
    CHECK_THAT(swept.err,
               Contains("with seed " + refused + ": " + file) && Contains("legal move from DE"));
}

TEST_CASE("a sweep that cannot be meant is refused before anything runs", "[sweep]")
{
    scratch_folder const folder;
    auto const file = folder.file("flaky.json", flaky());
    struct {
        words more;
        char const* message;
    } const rows[] = {
        {{"--seeds", "5"}, "--seeds: expected FIRST..LAST"},
        {{"--seeds", "1..4", "--seed", "4"},
         "there is no option --seed; did you mean \"--seeds\"?"},
        {{"--seeds", "1..4", "--jobs", "0"}, "--jobs: expected 1 to 256, found 0"},
        {{"--seeds", "1..4", "--resume"}, "--resume: expected --out DIR beside it"},
        {{"--seeds", "1..4", "--time-limit", "5"}, "--time-limit: expected a duration above 0"},
        {{"--seeds", "1..4", "--shard", "3/2"}, "--shard: expected I/N"},
        {{"--seeds", "1..4", "--shard", "5/5"}, "shard 5 of 5 has nothing to do: there are only 4"},
        {{"--seeds", "1..4", "--grid", "chance=1"}, "--grid: expected NAME=FIRST:LAST:STEP"},
        {{"--seeds", "1..4", "--grid", "chants=0:1:1"}, "chants"},
        {{"--seeds", "1..4", "--grid", "chance=0:1:1", "--var", "chance=0"},
         "--var chance=0: the variable has an axis of the grid"},
        {{"--seeds", "1..4", "--grid", "chance=0:4:2"}, "with chance=2"},
        {{"--seeds", "1..10000000", "--grid", "chance=0:1:1"}, "expected at most 10000000 runs"},
        {{"--seeds", "1..4", "--worst", "load.peek"}, "--worst: expected a number of"},
        {{"--seeds", "1..4", "--summary", "xml"}, "--summary: expected text or json"},
        {{"--seeds", "1..4", "--csv", file}, "it is the scenario"},
        {{"--seeds", "1..4", "--set", "/start=now", "--out", folder.path("results")},
         "--out: a scenario that starts now is another one each time"},
    };
    for (auto const& row : rows) {
        INFO(row.message);
        auto const refused = sweep(file, row.more);
        CHECK(refused.code == 2);
        CHECK(refused.out.empty());
        CHECK_THAT(refused.err, Contains(row.message));
    }
    CHECK(call({"sweep", file}).code == 2);
    CHECK_THAT(call({"merge", folder.path()}).err, Contains("no shard of a sweep"));
    CHECK_THAT(call({"merge", folder.path("none")}).err, Contains("no shard of a sweep"));
}

TEST_CASE("a shard that a launcher tells is printed", "[sweep]")
{
    scratch_folder const folder;
    auto const file = folder.file("flaky.json", flaky());
    drydock::tools::environment machine;
    machine.variables = {{"SLURM_PROCID", "1"}, {"SLURM_NTASKS", "2"}};
    auto const swept = call({"sweep", file, "--seeds", "1..4", "--var", "chance=0"}, machine);
    CHECK(swept.code == 0);
    CHECK(swept.err == "shard 2 of 2: SLURM_PROCID is 1, SLURM_NTASKS is 2\n");
    CHECK_THAT(swept.out, Contains("runs        2: 2 held"));
    machine.variables.erase("SLURM_NTASKS");
    CHECK(call({"sweep", file, "--seeds", "1..4"}, machine).code == 2);
}

TEST_CASE("a terminal is shown how far a sweep is", "[sweep]")
{
    drydock::tools::environment machine;
    machine.error_terminal = true;
    auto const swept = call({"sweep", "@parcels", "--seeds", "1..60", "--jobs", "1"}, machine);
    CHECK_THAT(swept.err, Contains("\r") && Contains(" of 60 runs, 0 failed "));
    CHECK_THAT(swept.err, EndsWith("\r\x1b[K"));
    CHECK(swept.out == call({"sweep", "@parcels", "--seeds", "1..60"}).out);
}

TEST_CASE("a sweep that cannot write its results says so", "[sweep]")
{
    scratch_folder const folder;
    auto const file = folder.file("flaky.json", flaky());
    auto const in_the_way = folder.file("results", "");
    auto const swept = sweep(file, {"--seeds", "1..4", "--out", in_the_way});
    CHECK(swept.code == 2);
    CHECK_THAT(swept.err, Contains(in_the_way));
    CHECK_THAT(sweep(file, {"--seeds", "1..4", "--csv", "/no/such/folder/x.csv"}).err,
               Contains("cannot write /no/such/folder/x.csv"));
}

TEST_CASE("a table of a sweep has a row for each run", "[sweep]")
{
    scratch_folder const folder;
    auto const file = folder.file("flaky.json", flaky());
    auto const csv = folder.path("runs.csv");
    sweep(file, {"--seeds", "1..3", "--grid", "chance=0:1:1", "--csv", csv});
    auto const table = read(csv);
    CHECK(std::count(table.begin(), table.end(), '\n') == 7);
    CHECK(table.starts_with("chance,seed,digest,api_calls.no_news,"));
    CHECK_THAT(text_below(table, "0,1,"), Contains("\r\n1,3,"));
}
