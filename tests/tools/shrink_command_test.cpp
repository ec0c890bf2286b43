#include "tests/tools/called.hpp"

using namespace drydock;
using namespace drydock::tests;
using Catch::Contains;
using Catch::StartsWith;

namespace {

std::string lost_by_outage()
{
    return outage_story(R"({ "deliveries": { "outcome": "delivered" }, "count": 2 },
        { "property": "nothing_lost" })",
                        R"(, "seed": 9, "vars": { "a": 1 })");
}

} // namespace

TEST_CASE("shrink tells the failure first, and writes a file that fails the same way", "[shrink]")
{
    scratch_folder const folder;
    auto const file = folder.file("big.json", lost_by_outage());
    auto const small = folder.path("small.json");
    auto const words = std::vector<std::string>{
        "shrink",     file,           "--set", "/endpoints/https:~1~1shop.test/outages/0/until=9h",
        "--property", "nothing_lost", "--out", small};
    auto const run = call(words);
    INFO(run.out << run.err);
    CHECK(run.code == 0);
    CHECK(run.err.empty());
    CHECK_THAT(run.out, StartsWith("FAILED  expect/0 property\n  nothing_lost: expected "
                                   "violations 0; found 1\n"));
    auto const repeat = run.out.find("\nrepeat with: drydock run ");
    REQUIRE(repeat != std::string::npos);
    CHECK_THAT(run.out.substr(repeat), Contains(" --seed 9 --set "));
    CHECK(repeat < run.out.find("shrunk: nothing smaller fails so\n  before  1 entry, "));
    CHECK_THAT(run.out, Contains("run it with: drydock run " + small));

    CHECK(call({"check", small, "-q"}).err.empty());
    auto const again = call({"run", small});
    CHECK(again.code == 1);
    CHECK_THAT(again.out, Contains("nothing_lost: expected violations 0; found 1"));
    CHECK_THAT(again.out, StartsWith("Shrunk from "));
    CHECK_THAT(read(small), !Contains("vars") && !Contains("deliveries"));

    CHECK(call({"shrink", small, "--out", small}).code == 0);
    CHECK_THAT(call({"run", small}).out, Contains("expected    1 of 1 failed"));
}

TEST_CASE("without a property the first expectation that fails is meant", "[shrink]")
{
    scratch_folder const folder;
    auto const file = folder.file("big.json", lost_by_outage());
    auto const run = call({"shrink", file});
    CHECK(run.code == 0);
    CHECK_THAT(run.out, StartsWith("FAILED  expect/0 deliveries  " + file + ":"));
    auto const text = run.out.find("\n{\n");
    REQUIRE(text != std::string::npos);
    auto const small = folder.file("small.json", run.out.substr(text));
    CHECK(call({"run", small}).code == 1);
    CHECK_THAT(run.out.substr(text), Contains(R"("count": 2)") && !Contains("nothing_lost"));

    auto const machine = call({"shrink", file, "--json"});
    CHECK_THAT(machine.err, StartsWith("FAILED"));
    CHECK_THAT(machine.out, StartsWith(R"({"failed":"expect/0 deliveries","message":")"));
    CHECK_THAT(machine.out,
               Contains(R"("finished":true)") && Contains(R"("scenario":{"format":1)"));
}

TEST_CASE("what does not fail cannot be shrunk", "[shrink]")
{
    scratch_folder const folder;
    auto const file = folder.file("fine.json", outage_story(three_attempts));
    auto const fine = call({"shrink", file});
    CHECK(fine.code == 1);
    CHECK_THAT(fine.err, Contains("fine.json does not fail\n"));
    CHECK_THAT(call({"shrink", file, "--property", "nothing_lost"}).err,
               Contains("does not fail: nothing_lost holds\n"));
    // A property that finds nothing to judge is no failure of that kind.
    CHECK(call({"shrink", file, "--property", "nothing_lots"}).code == 2);
    CHECK(call({"shrink", file, "--time-limit", "soon"}).code == 2);
    CHECK(call({"shrink", folder.path("none.json")}).code == 2);
}
