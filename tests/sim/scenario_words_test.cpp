// The small readers that the loader stands on: near names, exact numbers.
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/tree/decimal.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace drydock::sim;
using namespace std::string_view_literals;

TEST_CASE("the nearest name is the one with the fewest slips", "[scenario]")
{
    constexpr std::array known{"status"sv, "start"sv, "shipment"sv, "DE"sv, "IT"sv};
    CHECK(nearest("stauts", known) == "status");
    CHECK(nearest("statu", known) == "status");
    CHECK(nearest("shipmemt", known) == "shipment");
    CHECK(nearest("DX", known) == "DE");
    CHECK(nearest("status", known) == "status");
}

TEST_CASE("nothing is near when too much differs", "[scenario]")
{
    constexpr std::array known{"status"sv, "DE"sv};
    CHECK(nearest("colour", known).empty());
    CHECK(nearest("XX", known).empty());
    CHECK(nearest("", known).empty());
    CHECK(nearest("status", {}).empty());
    CHECK(nearest(std::string(100'000, 's'), known).empty());
}

TEST_CASE("the first of equally near names is taken", "[scenario]")
{
    constexpr std::array known{"cat"sv, "bat"sv};
    CHECK(nearest("hat", known) == "cat");
}

TEST_CASE("the beginning of a name is near it when nothing is nearer", "[scenario]")
{
    constexpr std::array known{"seed-2019"sv, "sent"sv, "openapi-2026"sv};
    CHECK(nearest("openapi", known) == "openapi-2026");
    CHECK(nearest("see", known) == "seed-2019");
    CHECK(nearest("sen", known) == "sent");
    CHECK(nearest("op", known).empty());
}

TEST_CASE("the edit distance counts a swap of neighbours once", "[scenario]")
{
    CHECK(edit_distance("se-17", "se-17") == 0);
    CHECK(edit_distance("se-17", "se-71") == 1);
    CHECK(edit_distance("se-17", "se-117") == 1);
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("a decimal is read exactly, however it is written", "[scenario]")
{
    CHECK(whole(*parse_decimal("3")) == 3U);
    CHECK(whole(*parse_decimal("3.00")) == 3U);
    CHECK(whole(*parse_decimal("0.3e1")) == 3U);
    CHECK(whole(*parse_decimal("300E-2")) == 3U);
    CHECK(whole(*parse_decimal("18446744073709551615")) == UINT64_MAX);
    CHECK(whole(*parse_decimal("0")) == 0U);
    CHECK(whole(*parse_decimal("-0.0")) == 0U);
    CHECK(whole(*parse_decimal("0.2"), 6) == 200'000U);
    CHECK(whole(*parse_decimal("0e999999999999999999999")) == 0U);
}

TEST_CASE("what is no whole number within 64 bits is none", "[scenario]")
{
    for (auto const* text : {"-1", "0.5", "18446744073709551616", "1e20", "1e99999999999999999999",
                             "1e-99999999999999999999"}) {
        INFO(text);
        REQUIRE(parse_decimal(text));
        CHECK_FALSE(whole(*parse_decimal(text)));
    }
}

TEST_CASE("other texts are no decimals", "[scenario]")
{
    for (auto const* text : {"", "-", ".5", "5.", "1e", "1e+", "1x", "1 ", "0x1", "1.2.3", "nan"}) {
        INFO(text);
        CHECK_FALSE(parse_decimal(text));
    }
}

TEST_CASE("a chance is exact to the last of 64 bits", "[scenario]")
{
    auto const threshold = [](char const* text) {
        return to_chance(*parse_decimal(text))->threshold;
    };
    CHECK(threshold("0.5") == 1ULL << 63);
    CHECK(threshold("0.25") == 1ULL << 62);
    CHECK(threshold("0.75") == 3ULL << 62);
    CHECK(threshold("0.1") == 1844674407370955161U);
    CHECK(threshold("0.2") == 3689348814741910323U);
    CHECK(threshold("0.99999999999999999999999") == UINT64_MAX);
    CHECK(threshold("5.421010862427522170e-20") == 0U);
    CHECK(threshold("5.421010862427522171e-20") == 1U);
    CHECK(threshold("1e-999999999999") == 0U);
}

TEST_CASE("the ends of a chance are certain and values beyond them refused", "[scenario]")
{
    CHECK(to_chance(*parse_decimal("1.0"))->always);
    CHECK(to_chance(*parse_decimal("1"))->hits(UINT64_MAX));
    CHECK_FALSE(to_chance(*parse_decimal("0"))->hits(0));
    for (auto const* text : {"1.5", "-0.1", "1.0000001", "1e30", "2"}) {
        INFO(text);
        CHECK_FALSE(to_chance(*parse_decimal(text)));
    }
}
