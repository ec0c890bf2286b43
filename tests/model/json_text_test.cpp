#include "model/json/json_text.hpp"

#include <catch2/catch.hpp>

using namespace drydock::model;

TEST_CASE("JSON is compacted without a change to what it says", "[json_text]")
{
    CHECK(compact_json(" { \"a\" : [ 1.50 , \"x \\\" y\\\\\" ] ,\n\t\"b\":null } ") ==
          R"({"a":[1.50,"x \" y\\"],"b":null})");
    CHECK(compact_json(R"({"a":1,"a":2})") == R"({"a":1,"a":2})");
    CHECK(compact_json(" 1e3\r\n") == "1e3");
    CHECK(compact_json(R"(" a ")") == R"(" a ")");
    CHECK(is_compact_json(R"({"a":" "})"));
    CHECK_FALSE(is_compact_json(R"({"a": " "})"));
}

TEST_CASE("what is no JSON, or too deep, compacts to nothing", "[json_text]")
{
    for (auto const* const text :
         {"", " ", "{", "{}}", "[1,]", "nul", "\"\xff\"", "\"\n\"", "{\"a\"}", "01", "'a'"}) {
        INFO(text);
        CHECK(compact_json(text).empty());
        CHECK_FALSE(is_compact_json(text));
    }
    auto const nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    CHECK(compact_json(nested(deepest_json)) == nested(deepest_json));
    CHECK(compact_json(nested(deepest_json + 1)).empty());
}

TEST_CASE("members and items are split as they are written", "[json_text]")
{
    auto const members = split_members(R"( { "a\u0062" : {"x":[1,2]} , "c":"},{", "c" : -0.0 } )");
    REQUIRE(members.size() == 3);
    CHECK(members[0].name == "ab");
    CHECK(members[0].value == R"({"x":[1,2]})");
    CHECK(members[1].value == R"("},{")");
    CHECK(members[2].name == "c");
    CHECK(members[2].value == "-0.0");
    CHECK(split_members("{}").empty());
    CHECK(split_members("").empty());

    CHECK(split_items(R"([ {"a":[]} ,[1 , 2],"]", null ])") ==
          std::vector<std::string_view>{R"({"a":[]})", "[1 , 2]", R"("]")", "null"});
    CHECK(split_items(" [ ] ").empty());
}

TEST_CASE("numbers are written as hexadecimal digits", "[json_text]")
{
    std::string out = "x";
    append_hex(out, 0x1d, 16);
    CHECK(out == "x000000000000001d");
    out.clear();
    append_hex(out, UINT64_MAX, 3);
    CHECK(out == "fff");
}

TEST_CASE("what is no UTF-8 is mended byte by byte", "[json_text]")
{
    std::string const mark = "\xEF\xBF\xBD";
    for (std::string const good : {"", "a", "\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF",
                                   "\xEE\x80\x80", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
        CHECK(mended_utf8('x' + good + 'y') == 'x' + good + 'y');
    for (std::string const bad :
         {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xC3", "\xE2\x82", "\xF0\x9F\x98"}) {
        std::string marks;
        for (std::size_t i = 0; i < bad.size(); ++i)
            marks += mark;
        CHECK(mended_utf8(bad) == marks);
        CHECK(mended_utf8('x' + bad + 'y') == 'x' + marks + 'y');
        CHECK(is_compact_json('"' + mended_utf8(bad) + '"'));
    }
}
