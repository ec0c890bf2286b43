#include "sim/scenario/policy/presets.hpp"
#include "tests/tools/called.hpp"

using namespace drydock;
using namespace drydock::tests;
using Catch::Contains;

TEST_CASE("policies lists the library with its sources", "[policies]")
{
    auto const listed = call({"policies"});
    CHECK(listed.code == 0);
    for (auto const& preset : sim::policy_presets()) {
        CHECK_THAT(listed.out, Contains(std::string{preset.name}));
        CHECK_THAT(listed.out, Contains(std::string{preset.source}));
    }
    auto const lines = call({"policies", "--json"}).out;
    CHECK(static_cast<std::size_t>(std::count(lines.begin(), lines.end(), '\n')) ==
          sim::policy_presets().size());
    CHECK_THAT(lines,
               Contains(R"("name":"github","sender":"GitHub","source":"https://docs.github)"));
}

TEST_CASE("policies tells all of one", "[policies]")
{
    auto const svix = call({"policies", "svix"});
    CHECK(svix.code == 0);
    CHECK_THAT(svix.out, Contains("source   https://docs.svix.com/retries\n"));
    CHECK_THAT(svix.out, Contains("5        1h36m to 2h24m      2h4m4s to 3h6m6s\n"));
    // Seventy equal delays are not worth seventy lines.
    CHECK_THAT(call({"policies", "square"}).out,
               Contains("  9        1h                  3h3m\n  ...\n  79       1h  "));
    auto const unknown = call({"policies", "svx"});
    CHECK(unknown.code == 2);
    CHECK(unknown.err == "drydock: the library has no policy \"svx\"; did you mean \"svix\"?\n");
}

TEST_CASE("policies --lint looks at the library, at one policy, at a file", "[policies]")
{
    auto const all = call({"policies", "--lint"});
    CHECK(all.code == 1);
    CHECK_THAT(all.out, Contains("square: max_age_cuts_ladder: "));
    CHECK_THAT(all.out, Contains("aftership-table: formula_against_table: "));

    auto const quiet = call({"policies", "--lint", "github"});
    CHECK(quiet.code == 0);
    CHECK(quiet.out == "nothing found\n");

    CHECK(call({"policies", "--lint", R"({"delay": ["1h"], "jitter": 0.5})", "--json"}).out ==
          R"({"policy":"{\"delay\": [\"1h\"], \"jitter\": 0.5}","rule":"jitter_reorders",)"
          R"("message":"jitter makes 30m to 1h30m of the delay 1h: of two deliveries that failed )"
          R"(less than 1h apart, the later one may be tried first"})"
          "\n");
}

TEST_CASE("policies --lint looks at every policy of a scenario", "[policies]")
{
    scratch_folder const folder;
    auto const scenario = folder.file("two.json", R"({"format": 1, "policy": {"attempts": 1},
            "policies": {"short": {"delay": ["1m", "1h"], "max_age": "30m"}}})");
    auto const found = call({"policies", "--lint", scenario});
    CHECK(found.code == 1);
    CHECK_THAT(found.out, Catch::StartsWith("policies/short: max_age_cuts_ladder: "));
    CHECK_THAT(found.out, !Contains("policy: "));

    auto const policy = folder.file("one.json", R"({"delay": ["1m", "1h"], "max_age": "30m"})");
    CHECK_THAT(call({"policies", "--lint", policy}).out, Contains(": max_age_cuts_ladder: "));
    CHECK(call({"policies", "--lint", folder.file("bad.json", "{\"attempts\": 0}")}).code == 2);
    CHECK_THAT(call({"policies", "--lint", "svx"}).err, Contains("did you mean \"svix\"?"));
}
