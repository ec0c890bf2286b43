#include "tools/sign/sign_time.hpp"

#include <catch2/catch.hpp>

using namespace drydock;
using namespace drydock::tools;
using namespace std::chrono_literals;

namespace {

using kind = sign_time::kind;

model::instant const start = *model::parse_instant("2019-09-07T00:00:00Z");
model::instant const today = *model::parse_instant("2026-01-02T03:04:05.9Z");

// The three attempts of the seed's policy, sent within a second.
std::vector<attempt_times> const story{
    {start + 30min, today}, {start + 150min, today + 10ms}, {start + 270min, today + 1s}};

} // namespace

TEST_CASE("a time to sign with is wall, virtual or an offset from real time", "[sign]")
{
    CHECK(parse_sign_time("wall").time == sign_time{kind::wall});
    CHECK(parse_sign_time("virtual").time == sign_time{kind::virtual_time});
    CHECK(parse_sign_time("-10m").time == sign_time{kind::offset, -10min});
    CHECK(parse_sign_time("+1h30m").time == sign_time{kind::offset, 90min});
    CHECK(parse_sign_time("0s").time == sign_time{kind::offset});
    for (auto const* const text : {"wall", "virtual", "-10m", "+1h30m", "+0s"}) {
        auto const read = parse_sign_time(text);
        REQUIRE(read.time);
        CHECK(to_text(*read.time) == text);
    }
}

TEST_CASE("what is no time to sign with says what was expected", "[sign]")
{
    CHECK(parse_sign_time("virtaul").failure ==
          "expected wall, virtual or an offset from real time such as -10m, found \"virtaul\"; "
          "did you mean \"virtual\"?");
    for (auto const* const text :
         {"", "10", "-", "--10m", "+-1m", "Wall", "2024-04-04T15:48:44Z"}) {
        CHECK_FALSE(parse_sign_time(text).time);
        CHECK(parse_sign_time(text).failure.starts_with("expected wall, virtual or an offset"));
    }
}

TEST_CASE("a stamp has whole seconds, cut off and not rounded", "[sign]")
{
    CHECK(stamp_of({kind::wall}, story[0]) == *model::parse_instant("2026-01-02T03:04:05Z"));
    CHECK(stamp_of({kind::virtual_time}, story[1]) == start + 150min);
    CHECK(stamp_of({kind::offset, -10min}, story[0]) ==
          *model::parse_instant("2026-01-02T02:54:05Z"));
    CHECK(stamp_of({kind::virtual_time}, {model::instant{-1us}, today}) == model::instant{-1s});
}

TEST_CASE("real time is refused by nobody, virtual time of long ago always", "[sign]")
{
    auto const wall = predict({kind::wall}, story);
    CHECK(wall.attempts == 3);
    CHECK(wall.refused.empty());
    CHECK(to_text(wall, {kind::wall}).empty());

    auto const past = predict({kind::virtual_time}, story);
    CHECK(past.refused == std::vector<std::size_t>{0, 1, 2});
    CHECK(past.farthest == start + 30min - today);
    CHECK(to_text(past, {kind::virtual_time}) ==
          "--sign-time virtual: a receiver that takes stamps up to 5m off will refuse all "
          "attempts; the farthest stamp is 2309d2h34m5s in its past");
}

TEST_CASE("a run that starts now loses its retries to virtual time", "[sign]")
{
    std::vector<attempt_times> const attempts{{today, today}, {today + 2h, today + 1s}};
    auto const made = predict({kind::virtual_time}, attempts);
    CHECK(made.refused == std::vector<std::size_t>{1});
    CHECK(to_text(made, {kind::virtual_time}) ==
          "--sign-time virtual: a receiver that takes stamps up to 5m off will refuse 1 of 2 "
          "attempts; the farthest stamp is 1h59m58s in its future");
}

TEST_CASE("a prediction knows that stamps are cut to seconds", "[sign]")
{
    auto const at = [](model::duration fraction) {
        return std::vector<attempt_times>{{start, today - 900ms + fraction}};
    };
    CHECK(predict({kind::offset, -5min}, at(0ms)).refused.empty());
    CHECK(predict({kind::offset, -5min}, at(1us)).refused.size() == 1);
    CHECK(predict({kind::offset, 5min}, at(999ms)).refused.empty());
    CHECK(predict({kind::offset, 301s}, at(0ms)).refused.size() == 1);
    CHECK(predict({kind::offset, -1h}, at(1us), 2h).refused.empty());
    CHECK(to_text(predict({kind::offset, -10min}, at(0ms)), {kind::offset, -10min}) ==
          "--sign-time -10m: a receiver that takes stamps up to 5m off will refuse the attempt; "
          "the farthest stamp is 10m in its past");
}

TEST_CASE("without attempts there is nothing to predict", "[sign]")
{
    auto const none = predict({kind::virtual_time}, {});
    CHECK(none.attempts == 0);
    CHECK(to_text(none, {kind::virtual_time}).empty());
}
