// What a server is told, checked.
#pragma once

#include "sim/scenario/scenario.hpp"
#include "tools/net/clock_mode.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace drydock::tools {

struct serve_options {
    std::string host = "127.0.0.1"; ///< an address to listen on
    std::uint16_t port = 8787;      ///< 0: any that is free
    std::string data;               ///< folder of the journal; empty: nothing is kept
    clock_mode clock;               ///< of a new world
    std::string api_key;            ///< the one that is good; empty: any will do, if there is one
    std::string base_url;           ///< what links begin with; empty: where it listens
    std::string tls_cert, tls_key;
    std::vector<std::string> allowed_hosts; ///< beyond this machine, that webhooks may go to
    std::vector<std::string> control_hosts; ///< names by which control may be called, beside this
                                            ///< machine's own
    std::string ca_file;
    bool verifies = true;
    bool is_plain = false;   ///< no Drydock headers
    unsigned rate_limit = 0; ///< calls of the API in a minute; 0: any number
    unsigned most_connections = 4096;
    std::string run = "serve"; ///< in the Drydock-Run header
};

} // namespace drydock::tools
