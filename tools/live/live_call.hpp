// A call of the scenario as a message, and what was heard as the journal keeps it.
#pragma once

#include "sim/http/client.hpp"
#include "sim/outside_call.hpp"
#include "tools/live/target_map.hpp"

namespace drydock::tools {

/// A JSON body is said to be one, unless the headers say something else of it.
sim::http::request message_of(sim::outside_call const& wish, real_target const& to);

sim::heard_call kept_of(sim::http::heard const& heard);

} // namespace drydock::tools
