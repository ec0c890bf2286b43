// A request of the scenario to the service's API, as HTTP over a simulated network.
#pragma once

#include "sim/api_server.hpp"
#include "sim/wire/context.hpp"

#include <string>

namespace drydock::sim::wire {

/// Sends the request, has it answered, and hears the answer, all at the current instant.
/// REQUIRES: the context does not run.
void call_api(context& in, std::string const& base_url, model::api::request const& wish,
              api_server& server);

} // namespace drydock::sim::wire
