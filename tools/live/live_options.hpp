// What a live run is told, checked.
#pragma once

#include "tools/live/target_map.hpp"
#include "tools/sign/rsa_key.hpp"
#include "tools/sign/sign_time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace drydock::tools {

struct live_options {
    target_map targets;
    std::vector<std::string> allowed_hosts; ///< that are not this machine
    std::string ca_file;                    ///< PEM; empty: the system's certificates
    bool verifies = true;                   ///< certificates
    bool is_plain = false;                  ///< no Drydock headers
    bool takes_time = true; ///< an attempt takes the time that it really took; else none
    unsigned in_flight = 1; ///< attempts at the same time
    std::optional<std::uint16_t> api_port; ///< where to serve the API; 0: any free port
    std::string run;                       ///< the name of the run, for the Drydock-Run header
    std::optional<rsa_key> sign_key;       ///< none: nothing is signed
    tools::sign_time sign_time;            ///< what stamps say
};

} // namespace drydock::tools
