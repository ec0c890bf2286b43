// The named lives of a shipment: which statuses, and how long it dwells in each.
#pragma once

#include "sim/scenario/scenario.hpp"

#include <span>

namespace drydock::sim {

/// The statuses of a life, in the order in which they are reported. The first comes at once.
std::span<model::scan_status const> statuses(story life);

/// How long a shipment dwells before step `step` (from 1) of its life, drawn for it alone.
/// Source: dwell times of the reference workload: 6 h once accepted, else 24 h, on average.
duration dwell_before(std::size_t step, std::uint64_t seed, std::uint64_t stable_subject);

/// When, counted from its shipping, the last report of the `unordered` life happened: halfway
/// between the reports IT and DE.
duration late_report_age(std::uint64_t seed, std::uint64_t stable_subject);

/// What comes next in the story of a generated shipment.
struct next_scan {
    model::scan_status status{};
    duration dwell{}; ///< before it
};

/// After its n-th scan, which was `now`; none: the story is over. Drawn for this shipment alone.
std::optional<next_scan> next_of(shipment_population const& all, model::scan_status now,
                                 subject_draws const& its, std::uint32_t nth);

/// The statuses with which a story can end.
model::status_set ends_of(shipment_population const& all);

/// The gap before the n-th arrival (from 1) of the population at `place` in the file.
duration gap_before(distribution const& gaps, std::uint64_t seed, std::size_t place,
                    std::uint32_t nth);

} // namespace drydock::sim
