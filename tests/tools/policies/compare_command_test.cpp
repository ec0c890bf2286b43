#include "tests/tools/called.hpp"

using namespace drydock::tests;
using Catch::Contains;
using Catch::StartsWith;

TEST_CASE("compare tells what policies make of the same events", "[compare]")
{
    auto const made = call({"compare", "@six_hours_down", "--policy", "seed-2019", "--policy",
                            "github", "--policy", "wix"});
    CHECK(made.code == 0);
    CHECK(made.err.empty());
    CHECK(made.out.substr(made.out.find("\npolicy ")) == R"(
policy     survives  attempts  wasted  lost  worst  p50    p99  in outages   afterwards
seed-2019        4h      2040     720   120     4h   0s     4h  720, 3/min   3/min for 2h
github           0s      1440     360   360     0s   0s     0s  360, 1/min   1/min
wix        1d23h11m      3015    1575     0  7h11m   0s  7h11m  1575, 6/min  6/min for 2h
)");
}

TEST_CASE("compare without a policy plays the file's own and the whole library", "[compare]")
{
    auto const made = call({"compare", "@lost_ack_cut_line"});
    CHECK(made.code == 0);
    CHECK_THAT(made.out, Contains("\nthe file's "));
    CHECK_THAT(made.out, Contains("\nseed-2019 "));
    CHECK_THAT(made.out, Contains("\nwix "));
    // Nobody is down by plan, and nobody turns the webhook off.
    CHECK_THAT(made.out, !Contains("in outages") && !Contains("unsent"));
}

TEST_CASE("compare's JSON says what the table says", "[compare]")
{
    auto const made = call({"compare", "@six_hours_down", "--policy", "seed-2019", "--json"});
    CHECK(made.code == 0);
    CHECK(made.out ==
          R"({"scenario":"@six_hours_down","seed":1,"policies":[{"name":"seed-2019",)"
          R"("policy":{"attempts":3,"delay":"2h","timeout":"10s","anchor":"end","success":"2xx"},)"
          R"("survivable_outage":14400,"attempts":2040,"wasted":720,"delivered":1320,"lost":120,)"
          R"("unsent":0,"pending":0,"latency":{"p50":0,"p99":14400,"max":14400},)"
          R"("load":{"normal":1,"peak":3,"in_outages":{"attempts":720,"peak":3},)"
          R"("after":{"peak":3,"above_normal_for":7200}},)"
          R"("digest":"08447d58bb9415c4228207583e427afe"}]})"
          "\n");
}

TEST_CASE("what a file says of attempts that a policy never makes is no error in compare",
          "[compare]")
{
    scratch_folder const folder;
    auto const file =
        folder.file("third.json", outage_story(R"({ "attempts": { "attempt": 3 } })"));
    CHECK(call({"run", file, "--policy", "github", "-q"}).code == 2);
    CHECK(call({"compare", file, "--policy", "github"}).code == 0);
}

TEST_CASE("compare shows a receiver that eager retries keep down", "[compare]")
{
    auto const made =
        call({"compare", "@retry_wave", "--policy", "eager", "--policy", "patient", "--json"});
    CHECK(made.code == 0);
    CHECK_THAT(made.out, Contains(R"("name":"eager")") && Contains(R"("lost":2237)"));
    CHECK_THAT(made.out, Contains(R"("name":"patient")") && Contains(R"("lost":0)"));
}

TEST_CASE("compare counts what a policy leaves unsent", "[compare]")
{
    auto const made = call({"compare", "@six_hours_down", "--policy", "gitlab"});
    CHECK(made.code == 0);
    CHECK_THAT(made.out, Contains(" unsent "));
}

TEST_CASE("compare takes inline policies, files, variables and seeds", "[compare]")
{
    scratch_folder const folder;
    auto const mine = folder.file("mine.json", R"({"attempts": 7, "delay": "1h"})");
    auto const made = call({"compare", "@six_hours_down", "--policy", mine, "--policy",
                            R"({"attempts": 1})", "--var", "down_until=07:00", "--seed", "7"});
    CHECK(made.code == 0);
    CHECK_THAT(made.out, Contains("@six_hours_down, seed 7: 1440 events"));
    // An hour of outage: 60 events fail once each and are delivered at the second attempt.
    CHECK_THAT(made.out, Contains("6h      1500      60     0"));
    CHECK_THAT(made.out, Contains("0s      1440      60    60"));
}

TEST_CASE("compare refuses what it cannot play", "[compare]")
{
    CHECK(call({"compare"}).code == 2);
    CHECK_THAT(call({"compare", "@six_hours_down", "--policy", "svx"}).err,
               Contains("did you mean \"svix\"?"));
    CHECK(call({"compare", "nowhere.json"}).code == 2);
    CHECK_THAT(call({"compare", "@six_hours_down", "--policy", "none.json"}).err,
               StartsWith("drydock: --policy: "));
}
