#include "tests/tools/called.hpp"

#include <cstdlib>
#include <sys/wait.h>

using namespace drydock::tests;
using Catch::Contains;
using Catch::StartsWith;

namespace {

int shell(std::string const& script)
{
    auto const status = std::system(script.c_str());
    REQUIRE(WIFEXITED(status));
    return WEXITSTATUS(status);
}

// The real program; its outputs go where the words say.
int program(std::string const& words)
{
    return shell(std::string{DRYDOCK_PROGRAM} + " " + words);
}

} // namespace

TEST_CASE("the version and the overview are told on request", "[program]")
{
    CHECK(call({"--version"}).out == "drydock 0.1.0\n");
    CHECK(call({"--version"}).code == 0);
    auto const help = call({"--help"});
    CHECK(help.code == 0);
    CHECK(help.err.empty());
    for (auto const* const command : {"run", "check", "test", "trigger", "list", "new", "schema"}) {
        CHECK_THAT(help.out, Contains("\n  " + std::string{command} + " "));
        auto const own = call({command, "--help"});
        CHECK(own.code == 0);
        CHECK_THAT(own.out, Contains("Examples:\n  drydock " + std::string{command}));
    }
}

TEST_CASE("no command at all is bad usage, because nothing ran", "[program]")
{
    auto const none = call({});
    CHECK(none.code == 2);
    CHECK(none.out.empty());
    CHECK_THAT(none.err, Contains("Usage: drydock"));
}

TEST_CASE("unknown commands and options name the nearest known one", "[program]")
{
    CHECK(call({"rnu"}).err ==
          "drydock: there is no command \"rnu\"; did you mean \"run\"?\ntry: drydock --help\n");
    CHECK(call({"run", "--sede", "3"}).err ==
          "drydock: there is no option --sede; did you mean \"--seed\"?\n"
          "try: drydock run --help\n");
    CHECK(call({"test", "--jnuit=x", "."}).err ==
          "drydock: there is no option --jnuit; did you mean \"--junit\"?\n"
          "try: drydock test --help\n");
    CHECK(call({"run", "a.json", "b.json"}).err ==
          "drydock: \"b.json\" is one argument too many\ntry: drydock run --help\n");
    CHECK(call({"frobnicate-everything"}).err ==
          "drydock: there is no command \"frobnicate-everything\"\ntry: drydock --help\n");
    CHECK(call({"rnu"}).code == 2);
}

TEST_CASE("the schema is printed and nothing else", "[schema]")
{
    auto const schema = call({"schema"});
    CHECK(schema.code == 0);
    CHECK(schema.err.empty());
    CHECK_THAT(schema.out, StartsWith("{"));
    CHECK_THAT(schema.out, Contains("https://json-schema.org/draft/2020-12/schema"));
    CHECK(schema.out.back() == '\n');
}

TEST_CASE("schema takes no arguments", "[schema]")
{
    auto const schema = call({"schema", "outage.json"});
    CHECK(schema.code == 2);
    CHECK(schema.out.empty());
    CHECK_THAT(schema.err, Contains("one argument too many"));
}

TEST_CASE("the real program has the exit codes that scripts rely on", "[program]")
{
    scratch_folder const folder;
    auto const good = folder.file("good.json", outage_story(three_attempts));
    auto const bad = folder.file("bad.json", outage_story(two_attempts));
    auto const silent = " >/dev/null 2>&1";
    CHECK(program("run" + std::string{silent}) == 0);
    CHECK(program("test " + good + silent) == 0);
    CHECK(program("run " + bad + silent) == 1);
    CHECK(program("test " + bad + silent) == 1);
    CHECK(program("run " + folder.path("none.json") + silent) == 2);
    CHECK(program(silent) == 2);
}

TEST_CASE("output that cannot be written is an error", "[program]")
{
    CHECK(program("run >/dev/full 2>/dev/null") == 2);
    CHECK(program("schema >/dev/full 2>/dev/null") == 2);
}

TEST_CASE("the real program prints colour neither to a file nor against NO_COLOR", "[program]")
{
    scratch_folder const folder;
    auto const out = folder.path("out.txt");
    CHECK(program("run >" + out) == 0);
    CHECK_THAT(read(out), !Contains("\x1b["));
}

// The shell waits for the journal to be opened, so that the program is past its start; the pipe,
// which nobody reads, keeps it from ending before the signal.
TEST_CASE("a defect ends the real program with exit code 4", "[program]")
{
    scratch_folder const folder;
    auto const pipe = folder.path("journal");
    CHECK(shell("mkfifo " + pipe +
                " && { " DRYDOCK_PROGRAM " run " DRYDOCK_SOURCE_DIR
                "/scenarios/flaky_receiver.json -q --journal " +
                pipe + " >/dev/null 2>&1 & } && exec 3<" + pipe + " && kill -ABRT $! && wait $!") ==
          4);
}
