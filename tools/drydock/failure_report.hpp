// What a failing run tells: the rule that broke, the journal around the evidence, and the command
// that shows it again.
#pragma once

#include "sim/expect/expectation.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/transport.hpp"
#include "tools/drydock/terminal.hpp"

#include <string>
#include <vector>

namespace drydock::tools {

/// Every verdict that failed, each with its message and the events around its evidence. Runs the
/// scenario once more to see them, over `again` or directly, which costs less than keeping every
/// event of every run.
std::string failure_report(sim::scenario const& what, std::vector<sim::verdict> const& verdicts,
                           painter paint, sim::transport_maker const& again = {});

} // namespace drydock::tools
