#include "sim/scenario/tree/reader.hpp"

#include <catch2/catch.hpp>

using namespace drydock::sim;

namespace {

node tree(std::string_view text)
{
    std::vector<scenario_error> errors;
    auto made = read_json(text, errors);
    REQUIRE(made);
    return std::move(*made);
}

bool same(std::string_view a, std::string_view b)
{
    auto const result = same_value(tree(a), tree(b));
    CHECK(result == same_value(tree(b), tree(a)));
    return result;
}

bool within(std::string_view part, std::string_view whole)
{
    return is_subset(tree(part), tree(whole));
}

} // namespace

TEST_CASE("values are the same whatever the order of members and the form of numbers", "[tree]")
{
    CHECK(same(R"({"a":1,"b":[2,3]})", R"({"b":[2.0,30e-1],"a":1})"));
    CHECK(same("[0]", "[-0.0]"));
    CHECK(same("[1e3]", "[1000]"));
    CHECK_FALSE(same("[1]", "[-1]"));
    CHECK_FALSE(same("[1]", "[10]"));
    CHECK_FALSE(same("[1]", R"(["1"])"));
    CHECK_FALSE(same("[1,2]", "[2,1]"));
    CHECK_FALSE(same("[1]", "[1,1]"));
    CHECK_FALSE(same(R"({"a":1})", R"({"a":1,"b":2})"));
    CHECK_FALSE(same(R"({"a":1})", R"({"b":1})"));
    CHECK_FALSE(same("[true]", "[false]"));
    CHECK(same("[null]", "[null]"));
    CHECK_FALSE(same("[null]", "[false]"));
    CHECK_FALSE(same("[]", "{}"));
}

TEST_CASE("a subset may leave out members, but no items", "[tree]")
{
    CHECK(within("{}", R"({"a":1})"));
    CHECK(within(R"({"a":{"b":1.0}})", R"({"a":{"b":1,"c":2},"d":3})"));
    CHECK(within(R"({"a":[{"b":1}]})", R"({"a":[{"b":1,"c":2}]})"));
    CHECK_FALSE(within(R"({"a":[{"b":1}]})", R"({"a":[{"b":1},{}]})"));
    CHECK_FALSE(within(R"({"a":1})", "{}"));
    CHECK_FALSE(within(R"({"a":1})", R"({"a":"1"})"));
    CHECK_FALSE(within(R"({"a":null})", "{}"));
}

TEST_CASE("a tree is written on one line or indented, and reads back the same", "[tree]")
{
    auto const made = tree(R"({ "a": [ 40.0, {}, [], "x\ny" ], "b": null, "c": { "d": true } })");
    CHECK(to_json(made) == R"({"a":[40.0,{},[],"x\ny"],"b":null,"c":{"d":true}})");
    CHECK(to_pretty_json(made) == R"({
  "a": [
    40.0,
    {},
    [],
    "x\ny"
  ],
  "b": null,
  "c": {
    "d": true
  }
})");
    CHECK(same_value(tree(to_pretty_json(made)), made));
    CHECK(made.find("e") == nullptr);
    CHECK(made.items.empty());
}
