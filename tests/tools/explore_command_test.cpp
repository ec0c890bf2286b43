#include "tests/tools/called.hpp"

using namespace drydock;
using namespace drydock::tests;
using Catch::Contains;

namespace {

constexpr std::string_view two_scans = R"({
  "format": 1,
  "vars": { "later": "1h" },
  "webhooks": [ { "event": "track", "url": "https://shop.test/hooks" } ],
  "timeline": [
    { "at": "0s", "track": { "shipment": "se-1", "status": "IT" } },
    { "at": "${later}", "track": { "shipment": "se-1", "status": "DE" } }
  ]
})";

/// Every file that was found breaks the property it is called after, when it is run.
void check_files(scratch_folder const& folder, std::vector<std::string> const& broken)
{
    CHECK(std::distance(fs::directory_iterator{folder.path("found")}, {}) ==
          static_cast<std::ptrdiff_t>(broken.size()));
    for (auto const& name : broken) {
        auto const file = folder.path("found/" + name + ".json");
        INFO(read(file));
        CHECK(call({"check", file, "-q"}).err.empty());
        auto const run = call({"run", file});
        CHECK(run.code == 1);
        CHECK_THAT(run.out, Contains("FAILED  expect/0 property"));
        CHECK_THAT(run.out, Contains(name + ": expected violations 0; found"));
        CHECK_THAT(run.out, Contains("1 of 1 failed"));
    }
}

} // namespace

TEST_CASE("explore counts all runs and tells the shortest way to each broken property", "[explore]")
{
    scratch_folder const folder;
    auto const file = folder.file("two.json", two_scans);
    auto const run =
        call({"explore", file, "--outcomes", "ok,fail", "--out", folder.path("found")});
    CHECK(run.code == 1);
    CHECK(run.err.empty());
    CHECK_THAT(run.out, Contains("exhaustive: all 16 runs, each attempt ok or fail, in every"));
    CHECK_THAT(run.out, Contains("9 deliver everything, 7 discard something"));
    CHECK_THAT(run.out,
               Contains("status_never_regresses  breaks in 3 of 16; shortest: 1 fault in 3 "
                        "attempts\n      00:00:00  attempt 1 of #1, se-1 IT: fail\n"));
    CHECK_THAT(run.out, Contains("at_most_one_effect      holds in 16\n"));
    CHECK_THAT(run.out, Contains("\nrepeat with: drydock explore "));
    check_files(folder, {"status_never_regresses", "nothing_lost", "receiver_converges"});
    CHECK_THAT(read(folder.path("found/status_never_regresses.json")),
               Contains("breaks with 1 fault in 3 attempts"));
}

TEST_CASE("what breaks only in another order is written with a microsecond's delay", "[explore]")
{
    scratch_folder const folder;
    auto const file = folder.file("tie.json", R"({
  "format": 1,
  "webhooks": [ { "event": "track", "url": "https://shop.test/hooks" } ],
  "endpoints": { "https://SHOP.test/": { "outages": [ { "from": "0s", "until": "1d" } ] } },
  "timeline": [
    { "at": "1h", "track": { "shipment": "se-1", "status": "IT", "occurred_at": "0h" } },
    { "at": "1h", "track": { "shipment": "se-1", "status": "DE" } }
  ]
})");
    auto const run = call({"explore", file, "--outcomes", "ok", "--out", folder.path("found")});
    CHECK_THAT(run.out,
               Contains("breaks in 1 of 3; shortest: 0 faults in 2 attempts, 1 other "
                        "order\n      01:00:00  the end of attempt 1 of #2 goes before the "
                        "end of attempt 1 of #1\n"));
    check_files(folder, {"status_never_regresses", "receiver_converges"});
    CHECK_THAT(read(folder.path("found/receiver_converges.json")), Contains(R"("after": "1us")"));
}

TEST_CASE("explore speaks to machines, and says what it left out", "[explore]")
{
    scratch_folder const folder;
    auto const file = folder.file("two.json", two_scans);
    auto const run = call({"explore", file, "--attempts", "1", "--json"});
    CHECK(run.code == 1);
    CHECK_THAT(run.out, Contains(R"("exhaustive":false)"));
    CHECK_THAT(run.out, Contains(R"("left_out":"attempts of a delivery after its first 1 always)"));
    CHECK_THAT(run.out, Contains(R"("runs":{"all":9,)"));
    CHECK_THAT(run.out, Contains(R"("attempt":1,"outcome":"lost_ack"})"));

    auto const whole = call({"explore", file, "--json", "--property", "attempts_bounded"});
    CHECK(whole.code == 0);
    CHECK_THAT(whole.out, Contains(R"("exhaustive":true,"left_out":null,"runs":{"all":225,)"));
    CHECK_THAT(whole.out,
               Contains(R"("properties":[{"property":"attempts_bounded","violated":0}])"));
}

TEST_CASE("options of a scenario count in a search", "[explore]")
{
    scratch_folder const folder;
    auto const file = folder.file("two.json", two_scans);
    auto const late = call({"explore", file, "--outcomes", "ok,503", "--var", "later=9h"});
    CHECK_THAT(late.out, Contains("status_never_regresses  holds in 16"));
    CHECK_THAT(call({"explore", file, "--policy", R"({"attempts": 1})"}).out,
               Contains("all 9 runs"));
    CHECK_THAT(
        call({"explore", file, "--policy", R"({"stop_on": [410]})", "--outcomes", "ok,410,503"})
            .out,
        Contains("all 49 runs")); // 7 for each: ok, 410, then the same after 503, twice
}

TEST_CASE("a search that cannot be made says why", "[explore]")
{
    scratch_folder const folder;
    auto const file = folder.file("two.json", two_scans);
    auto const problem = [](std::vector<std::string> words) {
        words.insert(words.begin(), "explore");
        auto const run = call(words);
        CHECK(run.code == 2);
        CHECK(run.out.empty());
        return run.err;
    };
    CHECK_THAT(problem({file, "--outcomes", "ok,lost_akc"}),
               Contains("found \"lost_akc\", did you mean \"lost_ack\"?") ||
                   Contains("did you mean"));
    CHECK_THAT(problem({file, "--outcomes", "ok,"}), Contains("found \"\""));
    CHECK_THAT(problem({file, "--outcomes", "99"}), Contains("a status such as 503"));
    CHECK_THAT(problem({file, "--property", "nothing_losst"}), Contains("nothing_lost"));
    CHECK_THAT(problem({file, "--time-limit", "0s"}), Contains("--time-limit"));
    CHECK_THAT(problem({file, "--seed", "x"}), Contains("--seed"));
    CHECK_THAT(problem({folder.path("none.json")}), Contains("cannot read"));
    CHECK_THAT(problem({"@lossy_link"}), Contains("has links"));
    CHECK_THAT(problem({file, "--out", file + "/x"}), Contains("cannot write"));
}
