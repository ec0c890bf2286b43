// Every way in which a scenario can go: all outcomes of all attempts, and all orders of what is due
// at one instant.
#pragma once

#include "sim/explore/chosen_run.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace drydock::sim {

struct explore_bounds {
    std::uint16_t attempts = UINT16_MAX;   ///< of a delivery: later ones end in the first outcome
    std::uint32_t deliveries = UINT32_MAX; ///< later ones' attempts end in the first outcome
    /// Asked before each run; null: never.
    std::function<bool()> is_out_of_time = {};
    std::size_t states = 2'000'000; ///< that are remembered; then time is up
    /// Runs that amount to the same go on together. False: each is played to its end, to prove it.
    bool shares = true;
};

/// Counts of runs. A count that would pass 2^64 - 1 stays there.
struct run_counts {
    std::uint64_t all = 0;
    std::uint64_t delivered = 0; ///< every delivery was
    std::uint64_t discarded = 0; ///< at least one delivery was; so the others
    std::uint64_t cancelled = 0;
    std::uint64_t pending = 0;
    std::uint64_t repeated = 0; ///< a delivery had more than one effect
    std::array<std::uint64_t, properties_count> violated{};

    bool operator==(run_counts const&) const = default;
};

/// How far a run is from the usual one, in which every attempt is a success.
struct path_length {
    std::uint32_t faults = 0;   ///< attempts that did not end well
    std::uint32_t reorders = 0; ///< times when something went first that usually would not
    std::uint32_t attempts = 0;

    auto operator<=>(path_length const&) const = default;
};

/// One decision on a path.
struct path_step {
    instant at;
    std::size_t option = 0;
    // Of an attempt:
    model::delivery_number delivery; ///< none: the order of works
    std::uint16_t attempt = 0;
    std::string subject;
    model::webhook_event event{};
    model::scan_status status{}; ///< of the scan that it tells of, if it is one
    std::string url;
    // Of an order:
    std::vector<work> works; ///< in their usual order; `option` went first
};

struct explored {
    run_counts runs;
    bool is_exhaustive = false;
    bool is_out_of_time = false;
    bool is_out_of_states = false;
    bool is_bounded = false;  ///< an attempt was not varied
    std::uint64_t states = 0; ///< told apart where runs may part
    std::uint64_t played = 0; ///< runs that were, from their beginning
    std::uint64_t simulation_events = 0;
    /// By property: how long the shortest path to a violation is; none: it was not violated.
    std::array<std::optional<path_length>, properties_count> shortest;
    std::array<std::vector<path_step>, properties_count> paths;
};

/// Each run begins anew and is led along a path, depth first; where it amounts to what an earlier
/// one amounted to, it stops and counts what came of that one. So the counts are those of all runs,
/// though few are played. REQUIRES: the scenario has no links and calls no other server; `outcomes`
/// has at least one.
explored explore(scenario const& what, std::vector<possible_outcome> const& outcomes,
                 explore_bounds const& bounds = {});

} // namespace drydock::sim
