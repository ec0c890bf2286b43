// Chance arrives in the model as data: 64 uniform bits that somebody else drew.
#pragma once

#include "model/time.hpp"

#include <cstdint>

namespace drydock::model {

/// 64 drawn bits, spread evenly over the microseconds of [least, most], both included.
/// REQUIRES: least <= most.
inline duration scale_draw(duration least, duration most, std::uint64_t drawn)
{
    __extension__ using wide = unsigned __int128;
    auto const count = static_cast<std::uint64_t>((most - least).count()) + 1;
    auto const offset = static_cast<std::uint64_t>((wide{drawn} * count) >> 64);
    return least + duration{static_cast<std::int64_t>(offset)};
}

} // namespace drydock::model
