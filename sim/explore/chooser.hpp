// What a run leaves open, and who decides it.
#pragma once

#include "sim/queue/work.hpp"
#include "sim/transport.hpp"

#include <cstddef>
#include <span>

namespace drydock::sim {

class chosen_run;

/// Where a run may go on in several ways. Option 0 is the usual one.
struct choice_point {
    std::size_t options = 1;
    attempt_order const* attempt = nullptr; ///< its outcome is open; null: the order of works is
    std::span<work const> works = {};       ///< of which one goes first, in their usual order
};

class chooser {
public:
    virtual ~chooser() = default;

    /// The number of an option. Asked in the order in which things happen; every attempt is asked
    /// about, also one that can end in one way only.
    virtual std::size_t choose(choice_point const& where, chosen_run& run) = 0;

    /// Whether the run may stop here: asked between two works.
    virtual bool has_enough() const { return false; }
};

} // namespace drydock::sim
