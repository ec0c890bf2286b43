#include "model/time.hpp"

#include <catch2/catch.hpp>

using namespace drydock::model;
using namespace std::chrono_literals;

namespace {

instant const seed_day = std::chrono::sys_days{std::chrono::year{2019} / 9 / 7};

} // namespace

TEST_CASE("an instant is written in UTC without trailing zeros", "[time]")
{
    CHECK(to_text(seed_day) == "2019-09-07T00:00:00Z");
    CHECK(to_text(seed_day + 30min) == "2019-09-07T00:30:00Z");
    CHECK(to_text(seed_day + 23h + 59min + 59s + 690ms) == "2019-09-07T23:59:59.69Z");
    CHECK(to_text(seed_day + 1us) == "2019-09-07T00:00:00.000001Z");
    CHECK(to_text(instant{} - 1us) == "1969-12-31T23:59:59.999999Z");
    std::string text = "at ";
    append_text(text, seed_day);
    CHECK(text == "at 2019-09-07T00:00:00Z");
}

TEST_CASE("an instant is read with Z, an offset and a fraction", "[time]")
{
    struct {
        char const* text;
        instant at;
    } const rows[] = {
        {"2019-09-07T00:00:00Z", seed_day},
        {"2019-09-07T02:00:00+02:00", seed_day},
        {"2019-09-06T18:30:00-05:30", seed_day},
        {"2019-09-07T00:00:00.25Z", seed_day + 250ms},
        {"2019-09-07T00:00:00.000001Z", seed_day + 1us},
        {"2020-02-29T00:00:00Z", std::chrono::sys_days{std::chrono::year{2020} / 2 / 29}},
        {"0001-01-01T00:00:00Z", std::chrono::sys_days{std::chrono::year{1} / 1 / 1}},
    };
    for (auto const& row : rows) {
        INFO(row.text);
        CHECK(parse_instant(row.text) == row.at);
    }
}

TEST_CASE("a text that is no instant is refused", "[time]")
{
    for (auto const* const text : {"",
                                   "now",
                                   "2019-09-07",
                                   "2019-09-07T00:00:00",
                                   "2019-09-07 00:00:00Z",
                                   "2019-9-07T00:00:00Z",
                                   "2019-09-07T00:00Z",
                                   "2019-02-29T00:00:00Z",
                                   "2019-13-01T00:00:00Z",
                                   "2019-09-31T00:00:00Z",
                                   "2019-09-00T00:00:00Z",
                                   "2019-09-07T24:00:00Z",
                                   "2019-09-07T00:60:00Z",
                                   "2019-09-07T00:00:60Z",
                                   "2019-09-07T00:00:00.Z",
                                   "2019-09-07T00:00:00.1234567Z",
                                   "2019-09-07T00:00:00+2:00",
                                   "2019-09-07T00:00:00+24:00",
                                   "2019-09-07T00:00:00+02:60",
                                   "2019-09-07T00:00:00Zz",
                                   "0000-01-01T00:00:00Z",
                                   "0001-01-01T00:00:00+00:01",
                                   "9999-12-31T23:59:59-00:01",
                                   "2019-09-07t00:00:00Z",
                                   "2019-09-07T00:00:00z"}) {
        INFO(text);
        CHECK_FALSE(parse_instant(text));
    }
}

TEST_CASE("an instant survives writing and reading", "[time]")
{
    // Steps that share no factor with a day pass through every field.
    for (auto at = seed_day; at < seed_day + 2000 * 24h; at += 7h + 13min + 1s + 10'007us)
        REQUIRE(parse_instant(to_text(at)) == at);
}

TEST_CASE("a duration is written as short as it is exact", "[time]")
{
    struct {
        duration length;
        char const* text;
    } const rows[] = {
        {0s, "0s"},        {2h + 30min, "2h30m"},   {250ms, "250ms"},        {-5s, "-5s"},
        {24h, "1d"},       {36h, "1d12h"},          {90s, "1m30s"},          {1500ms, "1.5s"},
        {1500us, "1.5ms"}, {15us, "15us"},          {1min + 50ms, "1m50ms"}, {1h + 1us, "1h1us"},
        {7 * 24h, "7d"},   {1s + 1us, "1.000001s"},
    };
    for (auto const& row : rows) {
        CHECK(to_text(row.length) == row.text);
        if (row.length >= 0s) CHECK(parse_duration(row.text) == row.length);
    }
    CHECK(to_text(duration::min()) == "-106751991d4h54.775808s");
}

TEST_CASE("a duration is read with units or as ISO 8601", "[time]")
{
    struct {
        char const* text;
        duration length;
    } const rows[] = {
        {"0s", 0s},
        {"250ms", 250ms},
        {"10s", 10s},
        {"2h", 2h},
        {"1d", 24h},
        {"1h30m", 90min},
        {"1.5h", 90min},
        {"0.1ms", 100us},
        {"15us", 15us},
        {"PT2H", 2h},
        {"P1DT12H", 36h},
        {"P1D", 24h},
        {"PT0.5S", 500ms},
        {"PT1H30M10S", 5410s},
        {"1d2h3m4s5ms6us", 93784s + 5ms + 6us},
        {"0.50000000000000000000s", 500ms},
        {"36525d", longest_duration},
    };
    for (auto const& row : rows) {
        INFO(row.text);
        CHECK(parse_duration(row.text) == row.length);
    }
}

TEST_CASE("a text that is no duration is refused", "[time]")
{
    for (auto const* const text : {"",
                                   "40",
                                   "40 ms",
                                   "ms",
                                   "-5s",
                                   "+5s",
                                   "1h 30m",
                                   "30m1h",
                                   "1h1h",
                                   "1H",
                                   "1.h",
                                   ".5h",
                                   "1.5.5h",
                                   "1e3s",
                                   "1w",
                                   "P",
                                   "PT",
                                   "P1",
                                   "PT1D",
                                   "P1H",
                                   "P1DT",
                                   "PT1M1H",
                                   "P1Y",
                                   "pt2h",
                                   "1hT",
                                   "T1h",
                                   "PT2HT",
                                   "0.1us",
                                   "0.0000001s",
                                   "0.33333333333333333d",
                                   "36525d1us",
                                   "36526d",
                                   "99999999999999999999d",
                                   "18446744073709551617s"}) {
        INFO(text);
        CHECK_FALSE(parse_duration(text));
    }
}

TEST_CASE("an offset may be a clock time whose hours pass 24", "[time]")
{
    CHECK(parse_clock_offset("02:30") == 2h + 30min);
    CHECK(parse_clock_offset("02:30:10") == 2h + 30min + 10s);
    CHECK(parse_clock_offset("0:00") == 0s);
    CHECK(parse_clock_offset("120:00") == 120h);
    for (auto const* const text : {"", ":", ":30", "02", "02:", "02:3", "02:60",
                                   "02:30:", "02:30:1", "02:30:60", "02:30:10:10", "02:30:10.5",
                                   "-1:00", "02h30", "99999999999999999999:00", "876600:00:01"}) {
        INFO(text);
        CHECK_FALSE(parse_clock_offset(text));
    }
}
