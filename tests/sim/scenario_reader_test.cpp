#include "sim/scenario/tree/reader.hpp"

#include <catch2/catch.hpp>

using namespace drydock::sim;

namespace {

struct reading {
    std::optional<node> tree;
    std::vector<scenario_error> errors;
};
reading read(std::string_view text)
{
    reading made;
    made.tree = read_json(text, made.errors);
    return made;
}

node sound(std::string_view text)
{
    auto made = read(text);
    INFO(text);
    REQUIRE(made.errors.empty());
    REQUIRE(made.tree);
    return std::move(*made.tree);
}

/// "line:column pointer: message" of the only error.
std::string refusal_of(std::string_view text)
{
    auto const made = read(text);
    INFO(text);
    REQUIRE(made.errors.size() == 1);
    CHECK(made.errors[0].is == scenario_error::kind::text);
    return to_text(made.errors[0], "f").substr(2);
}

std::string place(node const& value)
{
    return std::to_string(value.where.line) + ':' + std::to_string(value.where.column);
}

} // namespace

TEST_CASE("a text is read with the position of every value and key", "[scenario_reader]")
{
    auto const tree = sound("{\n"
                            "  \"a\": [1, \"x\", true],\n"
                            "  \"b\\n\": { \"c\": null }\n"
                            "}");
    CHECK(place(tree) == "1:1");
    REQUIRE(tree.members.size() == 2);
    CHECK(tree.members[0].where.line == 2);
    CHECK(tree.members[0].where.column == 3);
    auto const* const a = tree.find("a");
    REQUIRE(a != nullptr);
    CHECK(place(*a) == "2:8");
    CHECK(place(a->items[1]) == "2:12");
    CHECK(place(a->items[2]) == "2:17");
    auto const* const b = tree.find("b\n");
    REQUIRE(b != nullptr);
    CHECK(place(*b) == "3:10");
    CHECK(place(*b->find("c")) == "3:17");
    CHECK(to_json(tree) == R"({"a":[1,"x",true],"b\n":{"c":null}})");
}

TEST_CASE("numbers keep the way in which they are written", "[scenario_reader]")
{
    for (auto const* const text : {"40.0", "-0", "1e400", "18446744073709551616", "0.10", "1E+2",
                                   "123456789012345678901234567890.5"}) {
        auto const tree = sound('[' + std::string{text} + ']');
        CHECK(tree.items[0].text == text);
    }
}

TEST_CASE("comments and trailing commas are accepted and shift no position", "[scenario_reader]")
{
    auto const tree = sound("// first\n"
                            "{ /* two\n lines, \" and // within */ \"a\" /*:*/ : \"//no\", // [\n"
                            "  \"b\": [1, 2,], \"c\": \"/*\" } // last");
    CHECK(place(*tree.find("a")) == "3:40");
    CHECK(tree.find("a")->text == "//no");
    CHECK(place(tree.find("b")->items[1]) == "4:12");
    CHECK(tree.find("c")->text == "/*");
}

TEST_CASE("a byte order mark is no part of the text", "[scenario_reader]")
{
    CHECK(place(sound("\xEF\xBB\xBF{}")) == "1:1");
}

TEST_CASE("escapes and UTF-8 are decoded", "[scenario_reader]")
{
    CHECK(sound(R"(["\u00e9\ud83d\ude00\"\\\/"])").items[0].text == "\u00e9\U0001F600\"\\/");
    CHECK(sound("[\"\u00e9\"]").items[0].text == "\u00e9");
}

TEST_CASE("a key given twice is an error with its position, and all else is still read",
          "[scenario_reader]")
{
    CHECK(refusal_of("{\"a\": {\n \"b/c\": 1, \"d\": 2,\n  \"b/c\": 3 }}") ==
          "3:3 /a/b~1c: expected each key once, found a second \"b/c\" (the first is on line 2)");
    auto const made = read(R"({"a":1,"b":2,"a":3,"b":4,"a":5})");
    CHECK(made.errors.size() == 3);
    CHECK(made.tree);
}

TEST_CASE("what is no JSON is refusal_of with line and column", "[scenario_reader]")
{
    struct {
        char const* text;
        char const* error;
    } const rows[] = {
        {"", "1:1: expected a JSON object, found the end of the text"},
        {" \n ", "2:2: expected a JSON object, found the end of the text"},
        {"// only\n", "2:1: expected a JSON object, found the end of the text"},
        {"{", "1:2: expected a key in double quotes, found the end of the text"},
        {"{\"a\":1,\n", "2:1: expected a key in double quotes, found the end of the text"},
        {"{\"a\":[1,\n2", "2:2 /a: expected a comma or \"]\", found the end of the text"},
        {"{\"a\":", "1:6: expected a value, found the end of the text"},
        {"{\"a\"", "1:5: expected a colon after the key, found the end of the text"},
        {"{\"a\":\"x", "1:8: expected the quotes that end the string, found the end of the text"},
        {"{\"a\" 1}", "1:6: expected a colon after the key, found '1'"},
        {"{\"a\":1 \"b\":2}", "1:8: expected a comma or \"}\", found '\"'"},
        {"{a:1}", "1:2: expected a key in double quotes, found 'a'"},
        {"{'a':1}", "1:2: expected a key in double quotes, found '''"},
        {"[1,,2]", "1:4: expected a value, found ','"},
        {"[,]", "1:2: expected a value, found ','"},
        {"[1}", "1:3: expected a comma or \"]\", found '}'"},
        {"[tru]", "1:2: expected a value, found 't'"},
        {"[nan]", "1:2: expected a value, found 'n'"},
        {"[01]", "1:3: expected a comma or \"]\", found '1'"},
        {"{} x", "1:4: expected nothing after the whole value, found 'x'"},
        {"{}}", "1:3: expected nothing after the whole value, found '}'"},
        {"{} /* c", "1:4: expected \"*/\" that ends this comment"},
        {"{} /", "1:4: expected nothing after the whole value, found '/'"},
        {"[1e99999999999]", "1:13: expected a number that is not so large"},
        {"[\"a\nb\"]", "1:4: expected an escape such as \\n or \\u0000, found a line break"},
        {"[\"\xff\"]", "1:3: expected UTF-8 text, found the byte 0xff"},
        {"[\xff]", "1:2: expected a value, found the byte 0xff"},
        {"[\"\\q\"]",
         "1:4: expected an escape that JSON has, such as \\n, \\\\ or \\u00e9, found 'q'"},
    };
    for (auto const& row : rows)
        CHECK(refusal_of(row.text) == row.error);
    CHECK(refusal_of(R"(["\ud800"])").starts_with("1:"));
    CHECK(refusal_of(R"(["\u12"])").starts_with("1:"));
}

TEST_CASE("a NUL byte is refusal_of where it stands", "[scenario_reader]")
{
    using namespace std::string_view_literals;
    CHECK(refusal_of("{\"a\":\n\0 1}"sv) == "2:1: expected a value, found a NUL byte");
    CHECK(refusal_of("[\"x\0y\"]"sv) ==
          "1:4: expected an escape such as \\n or \\u0000, found a NUL byte");
    CHECK(refusal_of("{}\0"sv) == "1:3: expected nothing after the whole value, found a NUL byte");
    CHECK(refusal_of("\0"sv) == "1:1: expected a JSON object, found a NUL byte");
}

TEST_CASE("nesting is limited, so that ten thousand brackets are an error and no crash",
          "[scenario_reader]")
{
    sound(std::string(deepest_nesting, '[') + std::string(deepest_nesting, ']'));
    for (auto const count : {deepest_nesting + 1, std::size_t{10'000}, std::size_t{1'000'000}}) {
        auto const error = refusal_of(std::string(count, '['));
        CHECK(error.starts_with("1:65 /0/0"));
        CHECK(error.ends_with(": expected at most 64 nested brackets"));
    }
    std::string objects;
    for (int i = 0; i < 10'000; ++i)
        objects += "{\"a\":";
    CHECK(refusal_of(objects).ends_with(": expected at most 64 nested brackets"));
}

TEST_CASE("a text cut off anywhere is refusal_of, never misread", "[scenario_reader]")
{
    std::string const text =
        "{\n  \"format\": 1, // one\n  \"a\\u00e9\": [ -1.5e3, true, null, \"x\\ny\" ],\n"
        "  /* two */ \"b\": { \"c\": {}, \"d\": [] }\n}";
    sound(text);
    for (std::size_t length = 0; length < text.size(); ++length) {
        auto const made = read(text.substr(0, length));
        INFO(length);
        CHECK_FALSE(made.tree);
        REQUIRE(made.errors.size() == 1);
        CHECK(made.errors[0].where.line >= 1);
        CHECK(made.errors[0].where.line <= 5);
        CHECK(made.errors[0].where.column >= 1);
    }
}
