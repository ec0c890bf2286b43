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

/// What a reader of its output must know of the run beforehand; empty: nothing.
std::string warning_before(run_options const& given);

/// Says in the scenario's assumptions what a live run takes for granted, and drops what is not so.
void assume_live(sim::scenario& what, run_options const& given);

/// Where the scenario's webhooks really go, a line each: "  track 5515  https://shop.test/hooks ->
/// http://127.0.0.1:3000/hooks".
std::string routes_text(sim::scenario const& what, run_options const& given);

/// Starts the receiver that the command line names and waits until it answers. Says why it does
/// not, or nothing.
std::string await_receiver(receiver_process& receiver, run_options const& given);

} // namespace drydock::tools
