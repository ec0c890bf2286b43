// The page at the root of a server.
#pragma once

#include "sim/http/message.hpp"

#include <string>
#include <string_view>

namespace drydock::tools {

/// Whether a path is the dashboard's: itself, or what browsers ask for beside it.
bool is_dashboard(std::string_view path);

/// Answers for such paths. The page is compressed once, when it is first asked for.
class dashboard {
public:
    sim::http::response answer(sim::http::request const& what);

private:
    std::string const& packed();

    std::string packed_;
};

} // namespace drydock::tools
