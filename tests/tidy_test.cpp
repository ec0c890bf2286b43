#include "tests/tidy/scan.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace drydock;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> sources()
{
    fs::path const root = DRYDOCK_SOURCE_DIR;
    std::vector<fs::path> found{root / "CMakeLists.txt", root / "tools/dev"};
    for (auto const* const folder : {"model", "sim", "tools", "tests"}) {
        fs::recursive_directory_iterator entries{root / folder};
        for (auto const& entry : entries) {
            // What others wrote keeps other rules.
            if (entry.path().filename() == "node_modules") entries.disable_recursion_pending();
            auto const kind = entry.path().extension();
            if (kind == ".hpp" || kind == ".cpp" || kind == ".py" || kind == ".txt" ||
                kind == ".cmake" || kind == ".ts" || kind == ".tsx" || kind == ".mjs")
                found.push_back(entry.path());
        }
    }
    std::ranges::sort(found);
    return found;
}

std::string read(fs::path const& path)
{
    std::ifstream in{path, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

// What is wrong with `line` in the middle of an otherwise clean file.
std::string planted(std::string_view path, std::string_view line)
{
    auto const found = tidy::scan(path, "// Why.\n#pragma once\n" + std::string{line} + "\n");
    if (found.empty()) return "clean";
    CHECK(found.size() == 1);
    CHECK(found[0].line == 3);
    return found[0].message;
}

using Catch::Contains;

} // namespace

TEST_CASE("every source keeps the rules of the house", "[tidy]")
{
    auto const all = sources();
    REQUIRE(all.size() > 40);
    for (auto const& path : all) {
        auto const relative = fs::relative(path, DRYDOCK_SOURCE_DIR).generic_string();
        for (auto const& broken : tidy::scan(relative, read(path)))
            FAIL_CHECK(tidy::to_text(broken));
    }
}

TEST_CASE("an include against the layering is found", "[tidy]")
{
    CHECK(planted("model/a.hpp", "#include \"model/time.hpp\"") == "clean");
    CHECK_THAT(planted("model/a.hpp", "#include \"sim/random.hpp\""), Contains("only model/"));
    CHECK(planted("sim/a.hpp", "#include \"model/time.hpp\"") == "clean");
    CHECK_THAT(planted("sim/a.cpp", "#include \"tools/drydock/command.hpp\""),
               Contains("only model/ sim/"));
    CHECK_THAT(planted("sim/a.cpp", "#include \"random.hpp\""), Contains("named from the root"));
    CHECK_THAT(planted("tools/a.cpp", "#include \"tests/support/given.hpp\""), Contains("tools/"));
    CHECK(planted("model/a.cpp", "#include <boost/json.hpp>") == "clean");
    CHECK_THAT(planted("model/a.cpp", "#include <boost/asio.hpp>"), Contains("only std and"));
    CHECK_THAT(planted("model/a.cpp", "  #  include <boost/beast/http.hpp>"),
               Contains("only std and"));
    CHECK(planted("sim/a.cpp", "#include <boost/asio.hpp>") == "clean");
    CHECK_THAT(planted("sim/a.cpp", "#include <CLI/CLI.hpp>"), Contains("only std and"));
    CHECK_THAT(planted("sim/a.cpp", "#include <unistd.h>"), Contains("only std and"));
    CHECK_THAT(planted("model/a.cpp", "#include <iostream>"), Contains("tools/"));
    CHECK(planted("tools/a.cpp", "#include <CLI/CLI.hpp>") == "clean");
}

TEST_CASE("what endangers determinism is found below tools/ and named with its replacement",
          "[tidy]")
{
    struct {
        char const* line;
        char const* instead;
    } const rows[] = {
        {"auto t = std::chrono::system_clock::now();", "take the instant"},
        {"using clock = std::chrono::steady_clock;", "take the instant"},
        {"std::random_device entropy;", "draw_key"},
        {"int x = std::rand();", "draw_key"},
        {"std::uniform_int_distribution<int> d;", "sim::uniform"},
        {"std::unordered_map<int, int> m;", "std::map"},
        {"std::hash<int> h;", "stable_number"},
        {"std::map<shipment const*, int> m;", "ordinal"},
        {"std::set<int*> s;", "ordinal"},
        {"auto* home = std::getenv(name);", "from tools/"},
        {"double mean = 0;", "integers"},
        {"float f;", "integers"},
        {"auto y = std::log(x);", "integer arithmetic"},
        {"std::thread t;", "tools/"},
        {"std::cout << 1;", "return a value"},
        {"std::printf(format);", "return a value"},
        {"std::ofstream out;", "argument"},
    };
    for (auto const& row : rows) {
        INFO(row.line);
        CHECK_THAT(planted("model/a.cpp", row.line), Contains(row.instead));
        CHECK_THAT(planted("sim/scenario/a.hpp", row.line), Contains(row.instead));
        CHECK(planted("tools/drydock/a.cpp", row.line) == "clean");
    }
}

TEST_CASE("our own words that look like banned ones are left alone", "[tidy]")
{
    for (auto const* const line :
         {"distribution parse_distribution(node const& from);", "bool unordered = false;",
          "std::map<std::string, webhook*> by_name;", "int operand(int);", "auto doubled = 2 * x;",
          "// A double delivery is not a duplicate.", "auto s = \"std::rand()\";",
          "auto n = 1'000'000; bool b = is('\"'); auto m = 2'000;", "/* float */ int x;",
          "auto r = R\"(double \" std::cout)\";", "snprintf(buffer, size, format);"}) {
        INFO(line);
        CHECK(planted("sim/a.cpp", line) == "clean");
    }
}

TEST_CASE("what ships throws nothing and defines no macro", "[tidy]")
{
    for (auto const* const path : {"model/a.hpp", "sim/a.cpp", "tools/drydock/a.cpp"}) {
        CHECK_THAT(planted(path, "throw 1;"), Contains("return one"));
        CHECK_THAT(planted(path, "#define X 1"), Contains("a function or a constant"));
        CHECK_THAT(planted(path, "assert(true);"), Contains("ASSERT"));
    }
    CHECK(planted("tests/main.cpp", "#define CATCH_CONFIG_MAIN") == "clean");
    CHECK(planted("model/assert.hpp", "#define ASSERT(condition)") == "clean");
}

TEST_CASE("unfinished work and untidy lines are found in code and comments", "[tidy]")
{
    for (std::string const word : {"\x54ODO", "\x46IXME"})
        CHECK_THAT(planted("tests/a.cpp", "// " + word + ": later"), Contains("issue"));
    CHECK(planted("tests/a.cpp", std::string(100, '/')) == "clean");
    CHECK_THAT(planted("tests/a.cpp", std::string(101, '/')), Contains("101 columns"));
    CHECK(planted("tests/a.cpp", "auto a = R\"(" + std::string(101, '/') + ")\";") == "clean");
    CHECK(planted("tests/a.cpp", std::string(99, '/') + "\xC3\xBC") == "clean");
    CHECK_THAT(planted("tests/a.cpp", "int x; "), Contains("white space"));
}

TEST_CASE("files and functions that are too long are found", "[tidy]")
{
    auto const lines = [](std::size_t n) {
        std::string text;
        for (; n > 0; --n)
            text += "    x();\n";
        return text;
    };
    CHECK(tidy::scan("sim/a.cpp", lines(500)).empty());
    REQUIRE(tidy::scan("sim/a.cpp", lines(501)).size() == 1);
    CHECK_THAT(tidy::scan("sim/a.cpp", lines(501))[0].message, Contains("501 lines"));

    CHECK(tidy::scan("sim/a.cpp", "void f()\n{\n" + lines(60) + "}\n").empty());
    auto const found = tidy::scan("sim/a.cpp", "void f()\n{\n" + lines(61) + "}\nvoid g();\n");
    REQUIRE(found.size() == 1);
    CHECK(tidy::to_text(found[0]) ==
          "sim/a.cpp:2: begins a function of 61 lines, more than 60: split it");
}

TEST_CASE("a header without a guard and a name that says nothing are found", "[tidy]")
{
    REQUIRE(tidy::scan("sim/a.hpp", "int x;\n").size() == 1);
    CHECK_THAT(tidy::scan("sim/a.hpp", "int x;\n")[0].message, Contains("#pragma once"));
    for (auto const* const path :
         {"sim/util.cpp", "sim/string_utils.cpp", "tools/data.cpp", "model/webhook_info.cpp",
          "sim/misc.cpp", "tests/test_helper.cpp", "sim/do_run.cpp", "sim/run_manager.cpp"}) {
        INFO(path);
        CHECK(tidy::scan(path, "").size() == 1);
    }
    CHECK(tidy::scan("sim/runner.cpp", "").empty());
    CHECK(tidy::scan("tests/model/payload_test.cpp", "").empty());
}
