// Who may call the control API: programs on this machine, and pages that it served itself. A page
// from elsewhere that a browser shows must not, whatever name it gives this machine.
#pragma once

#include "sim/http/message.hpp"

#include <string>
#include <vector>

namespace drydock::tools {

struct control_guard {
    bool is_local = true; ///< nobody but this machine can connect
    std::string scheme = "http";
    std::vector<std::string> hosts = {}; ///< names, beside this machine's own

    /// Why the request is refused; empty: it is not.
    std::string objection(sim::http::request const& what) const;
};

} // namespace drydock::tools
