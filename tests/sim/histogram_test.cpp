#include "sim/histogram.hpp"

#include "sim/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <bit>

using drydock::sim::histogram;

namespace {

// Any number of bits from 1 to 63 is as likely as any other.
std::int64_t drawn_value(std::uint64_t seed, std::uint32_t n)
{
    auto const drawn = drydock::sim::draw(seed, {.purpose = {}, .subject = n});
    return static_cast<std::int64_t>(drawn >> (1 + drawn % 63));
}

// The index that HdrHistogram gives a value, as its authors' implementations count it: with two
// significant digits there are 256 sub-buckets, of which the upper half is used.
std::size_t hdr_index(std::uint64_t value)
{
    constexpr std::uint64_t half_magnitude = 7, half_count = 128, mask = 255;
    auto const zeros = static_cast<std::uint64_t>(std::countl_zero(value | mask));
    auto const bucket = 64 - zeros - (half_magnitude + 1);
    auto const sub_bucket = value >> bucket;
    return ((bucket + 1) << half_magnitude) + (sub_bucket - half_count);
}

} // namespace

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

TEST_CASE("a value lies in the bucket that HdrHistogram puts it in", "[histogram]")
{
    for (std::uint32_t n = 0; n < 2'000; ++n) {
        auto const value = n < 600 ? std::int64_t{n} : drawn_value(3, n);
        histogram h;
        h.add(value);
        CHECK(h.buckets().size() == hdr_index(static_cast<std::uint64_t>(value)) + 1);
        CHECK(h.buckets().back() == histogram::bucket{1, value});
    }
}

TEST_CASE("merged histograms are the histogram of all their values, in any order", "[histogram]")
{
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        histogram all;
        std::array<histogram, 4> parts;
        for (std::uint32_t n = 0; n < 200; ++n) {
            auto const value = drawn_value(seed, n);
            all.add(value);
            parts[(static_cast<std::uint64_t>(value) + n) % 3].add(value); // one stays empty
        }
        histogram forwards, backwards;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            forwards.merge(parts[i]);
            backwards.merge(parts[parts.size() - 1 - i]);
        }
        CHECK(forwards == all);
        CHECK(backwards == all);
        auto paired = parts[0], rest = parts[1];
        rest.merge(parts[2]);
        paired.merge(rest);
        CHECK(paired == all);
        CHECK(paired.percentile(99) == all.percentile(99));
        CHECK(paired.max() == all.max());
    }
}

TEST_CASE("a histogram is its buckets", "[histogram]")
{
    histogram h;
    for (std::uint32_t n = 0; n < 500; ++n)
        h.add(drawn_value(9, n));
    histogram again;
    for (auto const& b : h.buckets())
        if (b.count > 0) again.add(b);
    CHECK(again == h);
}
