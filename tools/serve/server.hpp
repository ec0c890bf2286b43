// A server as a whole: a port, a front, an engine, from the first connection to the last answer.
#pragma once

#include "sim/scenario/scenario.hpp"
#include "tools/serve/serve_options.hpp"

#include <functional>
#include <string>

namespace drydock::tools {

/// Serves until SIGTERM or SIGINT, and then until what is being answered is answered. `on_open` is
/// told where. Says what went wrong, or nothing.
std::string serve(serve_options const& options, sim::scenario plan,
                  std::function<void(std::string const& url)> const& on_open);

} // namespace drydock::tools
