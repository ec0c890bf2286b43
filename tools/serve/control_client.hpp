// Calls the control API of a server, from another process.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace drydock::tools {

struct control_reply {
    unsigned status = 0; ///< 0: there was no answer
    std::string body;
    std::string failure; ///< why there was none
};

struct control_request {
    std::string method, path, body;
    std::string ca_file; ///< for https
    bool verifies = true;
};

/// `url` is the server's. Waits as long as the answer takes.
control_reply call_control(std::string const& url, control_request const& what);

} // namespace drydock::tools
