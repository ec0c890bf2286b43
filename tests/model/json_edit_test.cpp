#include "model/json/json_edit.hpp"

#include "tests/support/naive_json.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace drydock;
using drydock::tests::json_node;
using model::merged;
using model::with_members;
using model::with_value;
using model::without_value;

namespace {

/// JSON by chance, with names and numbers that are easily mistaken.
class chance {
public:
    explicit chance(std::uint64_t seed) : bits_{seed} {}

    std::uint32_t below(std::uint32_t n)
    {
        bits_ = bits_ * 6364136223846793005 + 1442695040888963407;
        return static_cast<std::uint32_t>(bits_ >> 33) % n;
    }
    sim::node value(int depth)
    {
        auto const what = below(depth == 0 ? 5 : 9);
        if (what < 5) return json_node(scalars[what + 5 * below(2)]);
        sim::node made;
        made.is = what < 7 ? sim::node::kind::array : sim::node::kind::object;
        for (auto n = below(4); n > 0; --n) {
            if (made.is == sim::node::kind::array)
                made.items.push_back(value(depth - 1));
            else
                tests::made_member(made, name()) = value(depth - 1);
        }
        return made;
    }
    /// An object, whatever is in it.
    sim::node object(int depth)
    {
        auto made = json_node("{}");
        for (auto n = below(5); n > 0; --n)
            tests::made_member(made, name()) = value(depth);
        return made;
    }
    std::string name() { return names[below(names.size())]; }
    /// A way down that mostly exists.
    std::vector<std::string> steps(sim::node const& from)
    {
        std::vector<std::string> made;
        auto const* at = &from;
        while (at != nullptr && below(4) != 0) {
            sim::node const* next = nullptr;
            if (!at->members.empty() && below(5) != 0) {
                auto const& m = at->members[below(static_cast<std::uint32_t>(at->members.size()))];
                made.push_back(m.name);
                next = &m.value;
            } else if (!at->items.empty() && below(5) != 0) {
                auto const i = below(static_cast<std::uint32_t>(at->items.size()));
                made.push_back(std::to_string(i));
                next = &at->items[i];
            } else {
                made.push_back(below(2) == 0 ? name() : places[below(places.size())]);
            }
            at = next;
        }
        if (made.empty()) made.push_back(name());
        return made;
    }

private:
    static constexpr std::array<char const*, 10> scalars{
        "null", "true", "40.0", "\"a\"", "1e2", "-0", "false", "\"\"", "0", R"("\"}],{\\")"};
    static constexpr std::array<char const*, 10> names{"a",   "b", "",     "a/b", "m~n",
                                                       "~01", "0", "a\"b", "\\",  "\xC3\xA9"};
    static constexpr std::array<char const*, 8> places{"-",  "0",  "1",  "7",
                                                       "01", "1x", "-1", "99999999999999999999"};

    std::uint64_t bits_;
};

std::string pointer(std::vector<std::string> const& steps)
{
    std::string made;
    for (auto const& step : steps) {
        made += '/';
        for (char const c : step)
            made += c == '~' ? "~0" : c == '/' ? "~1" : std::string{c};
    }
    return made;
}

constexpr int rounds = 20'000;

} // namespace

TEST_CASE("objects are merged member by member, and null is a value", "[json_edit]")
{
    CHECK(merged(R"({"a":1,"b":{"c":2,"d":3}})", R"({"b":{"d":null,"e":4},"f":5})") ==
          R"({"a":1,"b":{"c":2,"d":null,"e":4},"f":5})");
    CHECK(merged("{}", R"({"a":{}})") == R"({"a":{}})");
    CHECK(merged(R"({"a":[1]})", R"({"a":{"b":1}})") == R"({"a":{"b":1}})");
    CHECK(merged(R"({"a":{"b":1}})", R"({"a":7})") == R"({"a":7})");
}

TEST_CASE("arrays are merged item by item, and end where the upper one ends", "[json_edit]")
{
    CHECK(merged("[1,2,3]", "[4]") == "[4]");
    CHECK(merged(R"([{"a":1,"b":2}])", R"([{"a":3},{"c":4}])") ==
          R"([{"a":3,"b":2},{"a":1,"b":2,"c":4}])");
    CHECK(merged("[]", R"([{"a":1}])") == R"([{"a":1}])");
    CHECK(merged("[1]", "[]") == "[]");
}

TEST_CASE("numbers stay as they are written", "[json_edit]")
{
    CHECK(merged(R"({"amount":40.0,"other":1e2})", R"({"other":-0.50})") ==
          R"({"amount":40.0,"other":-0.50})");
    CHECK(with_value(R"({"a":40.0,"b":{"c":0.10}})", "/b/d", "1.00") ==
          R"({"a":40.0,"b":{"c":0.10,"d":1.00}})");
    CHECK(without_value(R"({"a":40.0,"b":1})", "/b") == R"({"a":40.0})");
}

TEST_CASE("members of an entity are replaced as a whole", "[json_edit]")
{
    CHECK(with_members("", "") == "");
    CHECK(with_members("", R"({"a":1})") == R"({"a":1})");
    CHECK(with_members(R"({"a":1})", "") == R"({"a":1})");
    CHECK(with_members(R"({"a":{"b":1},"c":2})", R"({"a":{"d":3},"e":4})") ==
          R"({"a":{"d":3},"c":2,"e":4})");
}

TEST_CASE("a value is put where its pointer leads", "[json_edit]")
{
    struct {
        char const *json, *pointer, *after;
    } const rows[] = {
        {R"({"a":1})", "", "9"},
        {R"({"a":1})", "/a", R"({"a":9})"},
        {R"({"a":1})", "/b", R"({"a":1,"b":9})"},
        {R"({"a":1})", "/b/c", R"({"a":1,"b":{"c":9}})"},
        {R"({"a":1})", "/a/b", R"({"a":{"b":9}})"},
        {R"({"a":1})", "/", R"({"a":1,"":9})"},
        {R"({"a/b":1,"m~n":2})", "/a~1b", R"({"a/b":9,"m~n":2})"},
        {R"({"a/b":1,"m~n":2})", "/m~0n", R"({"a/b":1,"m~n":9})"},
        {R"({})", "/~01", R"({"~1":9})"},
        {R"({"a\"b":1})", "/a\"b", R"({"a\"b":9})"},
        {"[1,2]", "/0", "[9,2]"},
        {"[1,2]", "/-", "[1,2,9]"},
        {"[1,2]", "/2", "[1,2,9]"},
        {"[1,2]", "/01", "[1,2,9]"}, // no index: an index has no zero in front
        {"[1,2]", "/1x", "[1,2,9]"},
        {"[1,2]", "/-/a", R"([1,2,{"a":9}])"},
        {R"([{"a":1}])", "/0/a", R"([{"a":9}])"},
    };
    for (auto const& row : rows) {
        INFO(row.json << " at " << row.pointer);
        CHECK(with_value(row.json, row.pointer, "9") == row.after);
    }
}

TEST_CASE("a value is taken out where its pointer leads, if it is there", "[json_edit]")
{
    struct {
        char const *json, *pointer, *after;
    } const rows[] = {
        {R"({"a":1})", "", R"({"a":1})"},
        {R"({"a":1,"b":2})", "/a", R"({"b":2})"},
        {R"({"a":1})", "/b", R"({"a":1})"},
        {R"({"a":1})", "/a/b", R"({"a":1})"},
        {R"({"a":{"b":1,"c":2}})", "/a/b", R"({"a":{"c":2}})"},
        {R"({"a/b":1})", "/a~1b", "{}"},
        {R"({"a\"b":1})", "/a\"b", "{}"},
        {"[1,2,3]", "/1", "[1,3]"},
        {"[1,2]", "/2", "[1,2]"},
        {"[1,2]", "/-", "[1,2]"},
        {"[1,2]", "/1x", "[1,2]"},
        {R"([{"a":1}])", "/0/a", "[{}]"},
    };
    for (auto const& row : rows) {
        INFO(row.json << " at " << row.pointer);
        CHECK(without_value(row.json, row.pointer) == row.after);
    }
}

TEST_CASE("text is merged as trees are", "[json_edit]")
{
    chance draw{1};
    for (int i = 0; i < rounds; ++i) {
        auto const base = draw.value(3);
        auto const over = draw.value(3);
        INFO(sim::to_json(over) << " over " << sim::to_json(base));
        REQUIRE(merged(sim::to_json(base), sim::to_json(over)) ==
                sim::to_json(tests::merge(base, over)));
    }
}

TEST_CASE("text is changed at a pointer as a tree is", "[json_edit]")
{
    chance draw{2};
    for (int i = 0; i < rounds; ++i) {
        auto tree = draw.object(3);
        auto const before = sim::to_json(tree);
        auto const steps = draw.steps(tree);
        auto const value = draw.value(1);
        INFO(before << " at " << pointer(steps) << ": " << sim::to_json(value));
        auto less = tree;
        tests::put(tree, steps, value);
        REQUIRE(with_value(before, pointer(steps), sim::to_json(value)) == sim::to_json(tree));
        tests::take_out(less, steps);
        REQUIRE(without_value(before, pointer(steps)) == sim::to_json(less));
    }
}
