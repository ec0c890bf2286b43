// A run: scenario in, folds of its journal out.
#pragma once

#include "sim/expect/expectation.hpp"
#include "sim/journal.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/summary.hpp"
#include "sim/transport.hpp"

#include <functional>
#include <string>
#include <vector>

namespace drydock::sim {

struct run_result {
    std::string digest; ///< 32 hexadecimal digits
    run_summary summary;
    /// As expectation_fold::result() gives them, with those of properties written in C++ after the
    /// file's expectations.
    std::vector<verdict> verdicts;
    std::uint64_t simulation_events = 0;
    instant end;
    /// What code of a library user did wrong: it threw, or answered what cannot be; or why the
    /// transport cannot go on. The run ended there, and judged nothing. Empty: nothing.
    std::string failure;

    bool held() const; ///< no failure, and all verdicts passed
    /// Why it did not hold: the failure, or a line for each verdict that did not pass.
    std::string complaints() const;
};

/// Called before virtual time moves on to an instant, when subscribers have seen all that happened
/// before it. It may take real time; nothing else depends on it.
using pacer = std::function<void(instant to)>;

/// Runs to the end. `extra` subscribers see the same stream as the folds of the result. Without a
/// `transport` it is `direct`, or `wire` where nothing else can play it.
run_result run(scenario const& what, std::vector<subscriber*> extra = {},
               transport_maker const& transport = {}, pacer const& pace = {});

} // namespace drydock::sim
