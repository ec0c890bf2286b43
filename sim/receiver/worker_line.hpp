// A receiver that works on so many attempts at a time, and has others wait in line.
#pragma once

#include "model/time.hpp"
#include "sim/scenario/scenario.hpp"

#include <cstdint>
#include <deque>
#include <vector>

namespace drydock::sim {

/// Workers and a line before them: first come, first served. What has been taken in is worked on to
/// the end, whatever becomes of whoever asked for it.
class worker_line {
public:
    explicit worker_line(receiver_capacity const& capacity);

    /// Whether somebody who comes now is taken in. REQUIRES: `now` never decreases.
    bool has_room(instant now);

    /// Takes in work of that length, and tells how long it waits before it begins.
    /// REQUIRES: has_room(now).
    duration take_in(instant now, duration length);

private:
    std::uint32_t most_waiting_;
    std::vector<instant> free_at_;   // of each worker; a heap, the earliest in front
    std::deque<instant> beginnings_; // of the work of those in line, from the next on
};

} // namespace drydock::sim
