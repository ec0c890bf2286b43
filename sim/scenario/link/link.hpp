// How connections to receivers fare on a simulated network.
#pragma once

#include "model/time.hpp"
#include "sim/random.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace drydock::sim {

/// Where a connection breaks: once so many bytes have passed in one direction.
struct link_cut {
    enum class kind : std::uint8_t {
        reset,     ///< both ends are told
        close,     ///< that direction ends, as if its sender had said so
        blackhole, ///< from then on nothing arrives in either direction, nor does an end
    };
    kind how{};
    bool of_answer = false;  ///< counted on the way back, else on the way to the receiver
    std::uint64_t after = 0; ///< 0: when its sender sends the first one
};

/// What a connection meets. As it stands, nothing: no time passes, and all arrives.
struct link {
    enum class door : std::uint8_t {
        open,
        refused,
        unknown_host,
        blackhole, ///< no connection comes about, and nobody says so
    };

    model::duration latency{}; ///< one way
    model::duration jitter{};  ///< at most so much more, drawn for each piece; order is kept
    std::uint64_t bytes_per_second = 0; ///< one way; 0: without limit
    std::uint32_t fragment = 0;         ///< pieces of at most so many bytes arrive; 0: any
    door is = door::open;
    std::optional<link_cut> cut = {};
};

/// One rule for links. The first that matches a new connection decides over it; none: link{}.
struct link_rule {
    std::string to; ///< origin of the receivers, "https://shop.test"; empty: all
    std::optional<model::instant> from, until; ///< half-open, of the attempt's start
    std::optional<chance> with_chance;
    std::optional<std::uint32_t> times; ///< at most that many connections choose this rule
    link then;
};

} // namespace drydock::sim
