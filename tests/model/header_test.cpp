#include "model/header.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace drydock::model;

TEST_CASE("the name of a header is a token", "[header]")
{
    for (auto const* const name : {"Host", "x-shipengine-timestamp", "X", "a!#$%&'*+-.^_`|~0"})
        CHECK(is_header_name(name));
    for (auto const* const text :
         {"", " ", "X Y", "X:", "X\r\nY", "(x)", "x/y", "\xC3\xBC", "x\x7F"})
        CHECK_FALSE(is_header_name(text));
    CHECK_FALSE(is_header_name(std::string_view{"x\0", 2}));
}

TEST_CASE("the value of a header has no control character but the tab", "[header]")
{
    for (auto const* const value : {"", "a b", "a\tb", " ~", "\xC3\xBC", "\"quoted\", x"})
        CHECK(is_header_value(value));
    for (char c = 0; c < 0x20; ++c)
        CHECK(is_header_value(std::string{"a"} + c) == (c == '\t'));
    CHECK_FALSE(is_header_value("a\x7F"));
}

TEST_CASE("names of headers are one in either case", "[header]")
{
    CHECK(is_same_header("Content-Type", "content-TYPE"));
    CHECK(is_same_header("", ""));
    CHECK_FALSE(is_same_header("Host", "Hosts"));
    CHECK_FALSE(is_same_header("a_b", "a\x7F"
                                      "b"));
    CHECK_FALSE(is_same_header("x@", "x`"));
}

TEST_CASE("blanks at the ends of a value are none of it", "[header]")
{
    for (auto const* const value : {"", "a b", "a\tb", "\xC3\xBC"})
        CHECK(is_whole_header_value(value));
    for (auto const* const value : {" a", "a ", "\ta", "a\t", " ", "a\nb"})
        CHECK_FALSE(is_whole_header_value(value));
}
