#include "tests/tools/called.hpp"

using namespace drydock;
using namespace drydock::tests;
using Catch::Contains;
using Catch::EndsWith;

TEST_CASE("a scenario has the same digest over wire, which is named in the summary", "[run]")
{
    auto const direct = call({"run", "-q"});
    auto const wire = call({"run", "-q", "--transport", "wire", "--verify-determinism"});
    CHECK(wire.code == 0);
    CHECK_THAT(wire.out, Contains("two runs were the same"));
    CHECK(digest_in(wire.out) == digest_in(direct.out));
    CHECK_THAT(call({"run", "--summary", "json", "--transport", "wire"}).out,
               Contains(R"("transport":"wire")"));
}

TEST_CASE("a scenario with links is played over wire, and over nothing else", "[run]")
{
    auto const run = call({"run", "@lossy_link", "--summary", "json", "--verify-determinism"});
    CHECK(run.code == 0);
    CHECK_THAT(run.out, Contains(R"("transport":"wire")"));
    for (std::string const other : {"direct", "live"}) {
        auto const refused = call({"run", "@lossy_link", "--transport", other});
        CHECK(refused.code == 2);
        CHECK_THAT(refused.err, Contains("--transport " + other +
                                         ": expected wire, or none: the scenario has links"));
        CHECK(call({"test", "@lossy_link", "--transport", other}).code == 2);
    }
    CHECK(call({"test", "@lossy_link", "@slow_down", "--transport", "wire"}).code == 0);
}

TEST_CASE("a failing run over wire is repeated over wire", "[run]")
{
    scratch_folder const folder;
    auto const file = folder.file("outage.json", outage_story(two_attempts));
    auto const failing = call({"run", file, "-q", "--transport", "wire"});
    CHECK(failing.code == 1);
    CHECK_THAT(failing.out, EndsWith(" --seed 1 --transport wire\n"));
}

TEST_CASE("the resolved file of a scenario with links has them", "[check]")
{
    auto const printed = call({"check", "--print", "@lossy_link"});
    CHECK(printed.code == 0);
    CHECK_THAT(printed.out, Contains("\"blackhole_after\""));
}
