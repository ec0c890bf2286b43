#include "tests/tools/called.hpp"

using namespace drydock::tests;
using Catch::Contains;

TEST_CASE("check says that a file is valid", "[check]")
{
    scratch_folder const folder;
    auto const file = folder.file("outage.json", outage_story(three_attempts));
    auto const check = call({"check", file});
    CHECK(check.code == 0);
    CHECK(check.out == file + ": ok, 1 timeline entry and 1 expectation\n");
    CHECK(check.err.empty());
}

TEST_CASE("check of a folder tells every error of every file", "[check]")
{
    scratch_folder const folder;
    auto const good = folder.file("a.json", outage_story(three_attempts));
    auto const bad = folder.file("b.json", R"({ "format": 1, "seed": 1.5, "until": 3 })");
    auto const check = call({"check", folder.path()});
    CHECK(check.code == 2);
    CHECK_THAT(check.out, Contains(good + ": ok"));
    CHECK_THAT(check.err, Contains(bad + ":1:24 /seed: "));
    CHECK_THAT(check.err, Contains(bad + ":1:38 /until: "));
    CHECK(call({"check", good, bad}).code == 2);
    CHECK(call({"check", good, folder.path("none.json")}).code == 2);
}

TEST_CASE("a quiet check of a valid file prints nothing", "[check]")
{
    scratch_folder const folder;
    auto const check = call({"check", "-q", folder.file("a.json", outage_story(three_attempts))});
    CHECK(check.code == 0);
    CHECK(check.out.empty());
    CHECK(check.err.empty());
}

TEST_CASE("check --print shows the file as it is resolved, and it is a scenario again", "[check]")
{
    scratch_folder const folder;
    auto const file = folder.file("vars.json", R"({
  "format": 1, // comments go
  "vars": { "hours": "3h" },
  "until": "${hours}",
})");
    auto const check = call({"check", "--print", file, "--var", "hours=5h", "--seed", "3"});
    CHECK(check.code == 0);
    CHECK_THAT(check.out, Contains("\"until\": \"5h\""));
    CHECK_THAT(check.out, Contains("\"seed\": 3"));
    CHECK_THAT(check.out, !Contains("comments"));
    auto const again = call({"check", "--print", folder.file("again.json", check.out)});
    CHECK(again.out == check.out);
}

TEST_CASE("check --json is one object a file, errors included", "[check]")
{
    scratch_folder const folder;
    auto const good = folder.file("a.json", outage_story(three_attempts));
    auto const bad = folder.file("b.json", R"({ "format": 1, "seed": 1.5 })");
    auto const check = call({"check", "--json", good, bad});
    CHECK(check.code == 2);
    CHECK(check.err.empty());
    CHECK_THAT(check.out, Contains("{\"file\":\"" + good + "\",\"ok\":true,\"errors\":[],"));
    CHECK_THAT(check.out, Contains("{\"file\":\"" + bad +
                                   "\",\"ok\":false,\"errors\":[{\"kind\":\"shape\",\"line\":1,"
                                   "\"column\":24,\"pointer\":\"/seed\",\"message\":\""));
    CHECK(call({"check", "--json", "--print", good}).err ==
          "drydock: --print and --json exclude each other\n");
}

TEST_CASE("a long line of a file is shown around its error", "[check]")
{
    scratch_folder const folder;
    auto const long_text = std::string(300, 'x');
    auto const file = folder.file("long.json", "{ \"format\": 1, \"about\": \"" + long_text +
                                                   "\", \"seed\": -1 }");
    auto const check = call({"check", file});
    CHECK_THAT(check.err, Contains("\", \"seed\": -1 }\n"));
    CHECK_THAT(check.err, !Contains(std::string(100, 'x')));
}

TEST_CASE("check needs a file", "[check]")
{
    auto const check = call({"check"});
    CHECK(check.code == 2);
    CHECK(check.err == "drydock: FILE is required\ntry: drydock check --help\n");
}
