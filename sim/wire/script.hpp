// What a scripted receiver says to an attempt, in bytes, and how it leaves.
#pragma once

#include "sim/scenario/scenario.hpp"

#include <cstdint>
#include <string>

namespace drydock::sim::wire {

struct script {
    enum class ending : std::uint8_t {
        close,   ///< in peace
        reset,   ///< breaks the connection
        hang,    ///< says nothing more, until the sender has gone
        trickle, ///< goes on too slowly for anybody to wait for
    };
    std::string bytes = {};
    ending then = ending::close;
};

/// The receiver's part in what was judged. Of a failure that has several faces, `draws` decides
/// which is shown. Refused and dns are the network's, tls the connector's: nothing is said then.
script script_of(reaction const& judged, std::uint64_t draws);

} // namespace drydock::sim::wire
