#include "sim/random.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace drydock::sim;
using namespace std::chrono_literals;
using drydock::model::duration;

TEST_CASE("draws are pinned: they are part of every digest", "[random]")
{
    draw_key const key{draw_purpose::answer_delay, 0, 42, 3, 1};
    CHECK(draw(1, key) == 0x980de7e0a9811c07);
}

TEST_CASE("each part of a key changes the draw", "[random]")
{
    draw_key const base{draw_purpose::rule_chance, 0, 7, 1, 1};
    auto const with = [&](auto change) {
        auto key = base;
        change(key);
        return draw(1, key);
    };
    auto const original = draw(1, base);
    CHECK(draw(2, base) != original);
    CHECK(with([](auto& k) { k.purpose = draw_purpose::answer_delay; }) != original);
    CHECK(with([](auto& k) { k.index = 1; }) != original);
    CHECK(with([](auto& k) { k.subject = 8; }) != original);
    CHECK(with([](auto& k) { k.nth = 2; }) != original);
    CHECK(with([](auto& k) { k.attempt = 2; }) != original);
}

TEST_CASE("a chance of nought never hits and a chance of one always does", "[random]")
{
    for (auto const drawn : {std::uint64_t{0}, std::uint64_t{1}, UINT64_MAX}) {
        CHECK_FALSE(chance{0, false}.hits(drawn));
        CHECK(chance{0, true}.hits(drawn));
    }
}

TEST_CASE("the integer exponential follows the logarithm to a millionth", "[random]")
{
    auto const mean = std::chrono::duration_cast<duration>(24h);
    for (std::uint64_t i = 1; i < 20'000; ++i) {
        auto const drawn = i * 922'337'203'685'477;
        auto const exact = -std::log(static_cast<long double>(drawn) / 18446744073709551616.0L) *
                           static_cast<long double>(mean.count());
        auto const ours = static_cast<long double>(exponential(mean, drawn).count());
        REQUIRE(std::abs(ours - exact) <= 1 + static_cast<long double>(mean.count()) * 1e-6L);
    }
    CHECK(exponential(mean, UINT64_MAX) == 0us);
    CHECK(exponential(mean, 0) == exponential(mean, 1));
    CHECK(exponential(1s, 1) == 44'361'419us);
}

TEST_CASE("uniform reaches both ends and weights are kept", "[random]")
{
    CHECK(uniform(1us, 3us, 0) == 1us);
    CHECK(uniform(1us, 3us, UINT64_MAX) == 3us);
    distribution const weighted{.is = distribution::shape::weighted,
                                .choices = {{1h, 3}, {24h, 1}}};
    CHECK(weighted.sample(0) == 1h);
    CHECK(weighted.sample(UINT64_MAX / 4 * 3 - 1) == 1h);
    CHECK(weighted.sample(UINT64_MAX / 4 * 3 + 4) == 24h);
}
