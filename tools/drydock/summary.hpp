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

/// The object of `--summary json`. Lengths of time are seconds.
sim::node summary_tree(sim::scenario const& what, measured_run const& run);
/// The same, on one line.
std::string summary_json(sim::scenario const& what, measured_run const& run);

/// The same for people, without expectations and digest.
std::string summary_text(sim::scenario const& what, measured_run const& run, painter paint);

/// The part of the summary that also several runs together have: deliveries, attempts, latency and
/// effects. As members of an object, and for people, a line each.
void append_counts(sim::node& object, sim::run_summary const& summary);
std::string counts_text(sim::run_summary const& summary, painter paint);
/// One line of a summary: a title, and what there is to say.
std::string summary_line(painter paint, std::string_view title, std::string_view text);

} // namespace drydock::tools
