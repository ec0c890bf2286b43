#include "sim/histogram.hpp"

#include "sim/random.hpp"

#include <catch2/catch.hpp>

using drydock::sim::histogram;

TEST_CASE("a histogram without values has no percentiles", "[histogram]")
{
    histogram const none;
    CHECK(none.count() == 0);
    CHECK(none.max() == 0);
    CHECK_FALSE(none.percentile(50));
}

TEST_CASE("percentiles go by nearest rank and are exact for small values", "[histogram]")
{
    histogram h;
    for (std::int64_t v = 100; v >= 1; --v)
        h.add(v);
    CHECK(h.percentile(1) == 1);
    CHECK(h.percentile(50) == 50);
    CHECK(h.percentile(99) == 99);
    CHECK(h.percentile(100) == 100);

    histogram three;
    for (auto const v : {0, 7, 9})
        three.add(v);
    CHECK(three.percentile(33) == 0);
    CHECK(three.percentile(34) == 7);
    CHECK(three.percentile(66) == 7);
    CHECK(three.percentile(67) == 9);
}

TEST_CASE("a large value that comes again and again is reported as it is", "[histogram]")
{
    histogram h;
    for (int i = 0; i < 10; ++i)
        h.add(14'400'000'000);
    h.add(INT64_MAX);
    CHECK(h.percentile(50) == 14'400'000'000);
    CHECK(h.percentile(100) == INT64_MAX);
    CHECK(h.max() == INT64_MAX);
}

TEST_CASE("a percentile is off by less than one part in 128", "[histogram]")
{
    histogram h;
    std::vector<std::int64_t> values;
    for (std::uint32_t i = 0; i < 5'000; ++i) {
        auto const drawn = drydock::sim::draw(7, {.purpose = {}, .subject = i});
        auto const value = static_cast<std::int64_t>(drawn >> (1 + drawn % 60));
        values.push_back(value);
        h.add(value);
    }
    std::sort(values.begin(), values.end());
    for (std::uint64_t percent = 1; percent <= 100; ++percent) {
        auto const exact = values[(values.size() * percent + 99) / 100 - 1];
        auto const found = h.percentile(percent);
        REQUIRE(found);
        CHECK(*found >= exact);
        CHECK((*found - exact) <= exact / 128);
    }
}
