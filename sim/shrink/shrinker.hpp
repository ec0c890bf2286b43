// From a scenario that fails to the smallest that fails the same way.
#pragma once

#include "sim/shrink/failure_mark.hpp"

#include <cstdint>
#include <functional>
#include <optional>

namespace drydock::sim {

struct shrink_options {
    /// Asked before each try; null: never.
    std::function<bool()> is_out_of_time = {};
    /// Told of the smallest so far, each time that all has been tried once; may be null.
    std::function<void(node const&)> on_progress = {};
    /// The same scenario with what is drawn written out: stories, chances, random delays. Null, or
    /// nothing: it cannot be written out.
    std::function<std::optional<node>(node const&)> write_out = {};
};

struct shrunk {
    node tree;
    std::uint64_t tries = 0;
    bool is_finished = false; ///< nothing smaller fails so; false: time ran out
};

/// `resolved` is a scenario whose only expectation fails, or that has none and fails otherwise.
/// Parts are left out (delta debugging: halves, quarters, ... single ones), of the timeline first,
/// then of all else; then times and numbers become rounder; until nothing changes any more. The
/// same for the same scenario, save when time runs out; what came of it then can be shrunk further.
shrunk shrink(node const& resolved, failure_mark const& mark, shrink_options const& options);

} // namespace drydock::sim
