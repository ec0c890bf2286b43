// What makes two failures the same.
#pragma once

#include "sim/runner.hpp"

#include <optional>
#include <set>
#include <string>

namespace drydock::sim {

/// A failure without what a smaller scenario may change: how many, when, which event.
struct failure_mark {
    bool is_declared = false; ///< by an expectation of the file; else by a request, or always on
    std::string kind;

    bool operator==(failure_mark const&) const = default;
};

/// REQUIRES: the verdict failed.
failure_mark mark_of(verdict const& failed);

/// Whether a run failed so. What else failed does not matter.
bool fails_so(run_result const& result, failure_mark const& mark);

/// How its attempts ended: "http_5", "timeout". A failure that is met in another way is another
/// one.
std::set<std::string> ends_of_attempts(run_result const& result);

} // namespace drydock::sim
