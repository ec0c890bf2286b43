// What the command line says about a live run.
#pragma once

#include "tools/drydock/run_options.hpp"
#include "tools/live/live_options.hpp"
#include "tools/live/receiver_process.hpp"

#include <string>

namespace drydock::tools {

/// What a live run is told, or why it cannot be.
struct live_request {
    live_options options;
    std::string failure;
};
/// Reads key files, and makes a key where one is needed: in a profile that signs.
/// REQUIRES: objection() has none.
live_request live_options_of(run_options const& given, sim::scenario const& what);

/// Starts the receiver that the command line names and waits until it answers. Says why it does
/// not, or nothing.
std::string await_receiver(receiver_process& receiver, run_options const& given);

} // namespace drydock::tools
