#include "sim/random.hpp"

#include "model/assert.hpp"
#include "model/draw.hpp"

#include <xxhash.h>

#include <array>
#include <bit>

namespace drydock::sim {

namespace {

__extension__ using wide = unsigned __int128;

/// log2(1 + i / 1024) in units of 2^-60, by repeated squaring: each squaring of a number in [1, 2)
/// tells one more bit of its logarithm. Integers only, so it is the same everywhere.
constexpr std::uint64_t log2_of(std::uint64_t i)
{
    std::uint64_t x = (std::uint64_t{1024} + i) << 52; // in [1, 2), with 62 bits after the point
    std::uint64_t bits = 0;
    for (int n = 0; n < 60; ++n) {
        wide const squared = (wide{x} * x) >> 62;
        bool const carry = (squared >> 63) != 0;
        bits = (bits << 1) | (carry ? 1U : 0U);
        x = static_cast<std::uint64_t>(carry ? squared >> 1 : squared);
    }
    return bits;
}

constexpr std::uint64_t one = std::uint64_t{1} << 60;

constexpr auto log2_table = [] {
    std::array<std::uint64_t, 1025> table{};
    for (std::uint64_t i = 0; i < 1024; ++i)
        table[i] = log2_of(i);
    table[1024] = one;
    return table;
}();

/// -log2(drawn / 2^64) with 57 bits after the point; `drawn` of 0 counts as 1.
std::uint64_t minus_log2(std::uint64_t drawn)
{
    if (drawn == 0) drawn = 1;
    auto const zeros = std::countl_zero(drawn);
    auto const mantissa = drawn << zeros; // in [1, 2), with 63 bits after the point
    auto const index = (mantissa >> 53) & 1023;
    auto const rest = mantissa & ((std::uint64_t{1} << 53) - 1);
    auto const low = log2_table[index];
    auto const step = log2_table[index + 1] - low;
    auto const fraction = low + static_cast<std::uint64_t>((wide{step} * rest) >> 53);
    return (static_cast<std::uint64_t>(zeros) << 57) + ((one - fraction) >> 3);
}

constexpr std::uint64_t ln2 = 0xb17217f7d1cf79ab; // x 2^64

} // namespace

std::uint64_t stable_number(std::string_view kind, std::string_view id)
{
    return XXH3_64bits_withSeed(id.data(), id.size(), XXH3_64bits(kind.data(), kind.size()));
}

model::duration exponential(model::duration mean, std::uint64_t drawn)
{
    ASSERT(mean >= model::duration{});
    // Nepers with 57 bits after the point, at most 64 x ln 2 = 44.4.
    auto const nepers = static_cast<std::uint64_t>((wide{minus_log2(drawn)} * ln2) >> 64);
    auto const length = (wide{nepers} * static_cast<std::uint64_t>(mean.count())) >> 57;
    return model::duration{static_cast<std::int64_t>(length)};
}

model::duration uniform(model::duration least, model::duration most, std::uint64_t drawn)
{
    return model::scale_draw(least, most, drawn);
}

model::duration distribution::sample(std::uint64_t drawn) const
{
    switch (is) {
    case shape::constant: return first;
    case shape::exponential: return sim::exponential(first, drawn);
    case shape::uniform: return sim::uniform(first, last, drawn);
    case shape::weighted: break;
    }
    std::uint64_t total = 0;
    for (auto const& each : choices)
        total += each.weight;
    auto left = static_cast<std::uint64_t>((wide{drawn} * total) >> 64);
    for (auto const& each : choices) {
        if (left < each.weight) return each.value;
        left -= each.weight;
    }
    model::assertion_failed("a weighted distribution has a choice", __FILE__, __LINE__);
}

} // namespace drydock::sim
