// Chance without a generator: each draw is a pure function of what it is for. Integers only, so
// that every compiler and machine draws the same.
#pragma once

#include "model/time.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace drydock::sim {

/// What a draw is for. Never renumber: draws, and with them digests, hang on the values.
enum class draw_purpose : std::uint16_t {
    rule_chance = 1, ///< + 256 x index of the rule
    answer_delay = 2,
    retry_jitter = 3,
    story_dwell = 4,
    story_branch = 5, ///< + 256 x index of the choice
    arrival_gap = 6,  ///< + 256 x place of the population
    order_count = 7,
    link_chance = 32, ///< with the index of the rule
    link_call = 33,   ///< how long connecting takes
    link_piece = 34,  ///< of the bytes of a connection
    attempt = 35,     ///< what the others of an attempt on the network are drawn from
    face = 36,        ///< how a failure shows
};

/// The key of a draw, save the seed.
struct draw_key {
    draw_purpose purpose{};
    std::uint16_t index = 0;   ///< where the purpose has one
    std::uint64_t subject = 0; ///< the subject's stable number
    std::uint32_t nth = 0;     ///< n-th webhook event of that subject
    std::uint16_t attempt = 0;
};

/// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): a bijection that spreads every bit.
constexpr std::uint64_t mix(std::uint64_t x)
{
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9;
    x ^= x >> 27;
    x *= 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

/// All draws about one subject, which share most of the mixing.
class subject_draws {
public:
    constexpr subject_draws(std::uint64_t seed, std::uint64_t subject)
        : mixed_{mix(mix(seed + increment) ^ subject)}
    {
    }

    /// 64 uniform bits. What else the key has is as in draw_key.
    constexpr std::uint64_t of(draw_purpose purpose, std::uint32_t nth, std::uint16_t index = 0,
                               std::uint16_t attempt = 0) const
    {
        auto const what = static_cast<std::uint64_t>(purpose) |
                          (static_cast<std::uint64_t>(index) << 16) |
                          (static_cast<std::uint64_t>(attempt) << 32);
        return mix(mixed_ + increment * (what + 1) + (static_cast<std::uint64_t>(nth) << 17));
    }

private:
    static constexpr std::uint64_t increment = 0x9e3779b97f4a7c15;

    std::uint64_t mixed_;
};

/// 64 uniform bits.
constexpr std::uint64_t draw(std::uint64_t seed, draw_key const& key)
{
    return subject_draws{seed, key.subject}.of(key.purpose, key.nth, key.index, key.attempt);
}

/// The stable number of a named subject: a hash of its kind and id.
std::uint64_t stable_number(std::string_view kind, std::string_view id);

/// A chance from 0 to 1, exact at both ends: a draw hits when it is below the threshold.
struct chance {
    std::uint64_t threshold = 0; ///< chance x 2^64, rounded down
    bool always = false;

    bool hits(std::uint64_t drawn) const { return always || drawn < threshold; }
};

/// How long something takes.
struct distribution {
    enum class shape : std::uint8_t { constant, exponential, uniform, weighted };

    shape is = shape::constant;
    model::duration first{}; ///< the constant, the mean, or the least
    model::duration last{};  ///< the most, for uniform
    struct choice {
        model::duration value{};
        std::uint64_t weight = 1;
    };
    std::vector<choice> choices; ///< for weighted

    model::duration sample(std::uint64_t drawn) const;
    /// The constant or the middle, for messages and for work that must not depend on chance.
    bool is_random() const { return is != shape::constant; }
};

/// mean x -ln(drawn / 2^64), rounded down to a microsecond; relative error below one millionth.
model::duration exponential(model::duration mean, std::uint64_t drawn);

/// Uniform on [least, most], both included.
model::duration uniform(model::duration least, model::duration most, std::uint64_t drawn);

} // namespace drydock::sim
