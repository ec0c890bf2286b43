// What a run amounts to, as one JSON object and as a few lines for people.
#pragma once

#include "sim/runner.hpp"
#include "sim/scenario/scenario.hpp"
#include "tools/drydock/terminal.hpp"

#include <chrono>
#include <string>

namespace drydock::tools {

/// A run with what only the program can know of it.
struct measured_run {
    sim::run_result result;
    std::chrono::microseconds wall{};
    std::string_view transport = "direct";
};

/// The object of `--summary json`, on one line. Lengths of time are seconds.
std::string summary_json(sim::scenario const& what, measured_run const& run);

/// The same for people, without expectations and digest.
std::string summary_text(sim::scenario const& what, measured_run const& run, painter paint);

} // namespace drydock::tools
