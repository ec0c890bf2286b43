// The scenarios that are part of the program: list, new, and @name wherever a scenario is wanted.
#include "tools/drydock/bundled/bundled.hpp"

#include "sim/expect/mismatch.hpp"
#include "tests/tools/called.hpp"
#include "tools/drydock/scenario_source.hpp"

#include <algorithm>

using namespace drydock;
using namespace drydock::tests;
using Catch::Contains;
using Catch::EndsWith;
using Catch::StartsWith;

namespace {

std::vector<std::string> lines_of(std::string const& text)
{
    std::istringstream in{text};
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

} // namespace

TEST_CASE("every scenario that is one file is part of the program, byte for byte", "[bundled]")
{
    fs::path const folder = DRYDOCK_SOURCE_DIR "/scenarios";
    auto files = tools::find_scenarios({folder.string()}).files;
    // Those that send captured payloads have files beside them.
    std::erase_if(files, [&](auto const& f) {
        return fs::path{f.path}.parent_path() == folder / "captured";
    });
    auto const bundled = tools::bundled_scenarios();
    REQUIRE(bundled.size() == files.size());
    for (std::size_t i = 0; i < files.size(); ++i) {
        INFO(files[i].path);
        CHECK(bundled[i].name ==
              fs::path{files[i].path}.lexically_relative(folder).replace_extension().string());
        CHECK(bundled[i].text == read(files[i].path));
    }
}

TEST_CASE("list names every bundled scenario and what it is about", "[list]")
{
    auto const list = call({"list"});
    CHECK(list.code == 0);
    CHECK(list.err.empty());
    auto const lines = lines_of(list.out);
    CHECK(static_cast<std::size_t>(std::ranges::count_if(lines, [](auto const& line) {
              return line.starts_with('@');
          })) == tools::bundled_scenarios().size());
    CHECK(std::ranges::all_of(lines, [](auto const& line) { return line.size() <= 100; }));
    CHECK_THAT(list.out, Contains("@stale_overwrite  ") && Contains("  Down for half an hour: "));
    CHECK_THAT(call({"list", "everything"}).err, Contains("one argument too many"));
}

TEST_CASE("list --json gives a machine one object a scenario", "[list]")
{
    auto const lines = lines_of(call({"list", "--json"}).out);
    REQUIRE(lines.size() == tools::bundled_scenarios().size());
    for (auto const& line : lines) {
        auto const object = sim::read_own_json(line);
        CHECK(object.members.size() == 2);
        CHECK(object.find("name") != nullptr);
        REQUIRE(object.find("about") != nullptr);
        CHECK_FALSE(object.find("about")->text.empty());
    }
}

TEST_CASE("a bundled scenario runs by its name, and its repro line says so", "[bundled]")
{
    auto const run = call({"run", "@stale_overwrite", "-q"});
    CHECK(run.code == 0);
    CHECK_THAT(call({"run", "@stale_overwrite"}).out, Contains("\n@stale_overwrite, seed 1, from"));
    auto const failing = call({"run", "@outage_shorter_than_the_ladder", "--var", "down_for=5h"});
    CHECK(failing.code == 1);
    CHECK_THAT(failing.out, EndsWith("\nrepeat with: drydock run @outage_shorter_than_the_ladder "
                                     "--seed 1 --var down_for=5h\n"));
}

TEST_CASE("a bundled scenario is checked and tested by its name", "[bundled]")
{
    CHECK_THAT(call({"check", "@stale_overwrite"}).out, StartsWith("@stale_overwrite: ok, "));
    CHECK(call({"check", "--print", "@stale_overwrite"}).code == 0);
    auto const test = call({"test", "@stale_overwrite", "@late_scan"});
    CHECK(test.code == 0);
    CHECK_THAT(test.out, StartsWith("ok    @stale_overwrite  ") && Contains("\nok    @late_scan"));
    auto const failing = call({"test", "@outage_shorter_than_the_ladder", "--var", "down_for=5h"});
    CHECK(failing.code == 1);
    CHECK_THAT(failing.out, Contains("drydock run @outage_shorter_than_the_ladder --seed 1 "));
}

TEST_CASE("an unknown bundled scenario is refused with the nearest name", "[bundled]")
{
    for (auto const* const command : {"run", "check", "test"}) {
        auto const unknown = call({command, "@stale_overwite"});
        CHECK(unknown.code == 2);
        CHECK(unknown.out.empty());
        CHECK(unknown.err == "drydock: no scenario called @stale_overwite is part of the program; "
                             "did you mean @stale_overwrite? `drydock list` names them all\n");
    }
    CHECK(call({"run", "@zzzzzzzzzzzz"}).err ==
          "drydock: no scenario called @zzzzzzzzzzzz is part of the program; "
          "`drydock list` names them all\n");
    CHECK(call({"run", "@"}).code == 2);
}

TEST_CASE("a file whose name begins with @ is reached by its folder", "[bundled]")
{
    scratch_folder const folder;
    CHECK(call({"test", folder.file("@mine.json", outage_story(three_attempts))}).code == 0);
}

TEST_CASE("a bundled scenario has no golden", "[bundled]")
{
    auto const bless = call({"test", "--bless", "@stale_overwrite"});
    CHECK(bless.code == 2);
    CHECK(bless.err == "drydock: --bless takes files and folders; @stale_overwrite is part of the "
                       "program\n");
}

TEST_CASE("new writes a template that is checked and tested as it stands", "[new]")
{
    scratch_folder const folder;
    auto const file = folder.path("mine.json");
    auto const made = call({"new", file});
    CHECK(made.code == 0);
    CHECK(made.out == "wrote " + file + ", from the template\nnext: drydock run " + file + "\n");
    CHECK_THAT(read(file), Contains("  // What must hold."));
    CHECK_THAT(call({"check", file}).out, Contains(": ok, "));
    CHECK(call({"check", file}).err.empty());
    CHECK(call({"test", file}).code == 0);
    CHECK(call({"run", file, "--var", "down_for=5h"}).code == 1);
}

TEST_CASE("new copies a bundled scenario or a file", "[new]")
{
    scratch_folder const folder;
    CHECK(call({"new", folder.path("a.json"), "--from", "@late_scan"}).code == 0);
    CHECK(read(folder.path("a.json")) == read(DRYDOCK_SOURCE_DIR "/scenarios/late_scan.json"));
    CHECK(call({"new", folder.path("b.json"), "--from", folder.path("a.json")}).code == 0);
    CHECK(read(folder.path("b.json")) == read(folder.path("a.json")));
}

TEST_CASE("new overwrites nothing unless told to", "[new]")
{
    scratch_folder const folder;
    auto const file = folder.file("mine.json", "precious");
    auto const refused = call({"new", file});
    CHECK(refused.code == 2);
    CHECK(refused.err == "drydock: " + file + " exists; --force overwrites it\n");
    CHECK(read(file) == "precious");
    CHECK(call({"new", file, "--force", "--from", "@late_scan"}).code == 0);
    CHECK_THAT(read(file), Contains("\"format\": 1"));

    fs::create_symlink(folder.path("nowhere"), folder.path("link.json"));
    CHECK(call({"new", folder.path("link.json")}).code == 2);
}

TEST_CASE("new says what it cannot do", "[new]")
{
    scratch_folder const folder;
    CHECK_THAT(call({"new", folder.path("a.json"), "--from", "@late_scna"}).err,
               Contains("did you mean @late_scan?"));
    CHECK_THAT(call({"new", folder.path("a.json"), "--from", folder.path("none.json")}).err,
               Contains("cannot read"));
    CHECK_THAT(call({"new", folder.path("none/a.json")}).err, Contains("cannot write"));
    CHECK_THAT(call({"new", "@late_scan"}).err, Contains("--from @late_scan"));
    CHECK(call({"new"}).code == 2);
    CHECK(folder.entries() == 0);
}

TEST_CASE("only a file can be watched", "[watch]")
{
    for (std::vector<std::string> const& what : {std::vector<std::string>{}, {"@late_scan"}}) {
        std::vector<std::string> words{"run", "--watch"};
        words.insert(words.end(), what.begin(), what.end());
        CHECK(call(words).code == 2);
        CHECK_THAT(call(words).err, Contains("a bundled scenario cannot change"));
    }
    scratch_folder const folder;
    CHECK_THAT(call({"run", "--watch", folder.path("none.json")}).err, Contains("cannot read"));
    CHECK_THAT(call({"test", "--watch", folder.path()}).err, Contains("no scenario"));
    CHECK_THAT(call({"test", "--watch", "@late_scan"}).err,
               Contains("what is bundled cannot change"));
    CHECK_THAT(call({"test", "--watch", "--bless", folder.path()}).err, Contains("exclude"));
}
