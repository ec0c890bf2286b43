// What a page tells of a run beside its journal.
#pragma once

#include "tools/drydock/summary.hpp"

#include <cstdint>
#include <string>

namespace drydock::tools {

/// How people know a run, and how they repeat it.
struct page_title {
    std::string name;
    std::string command;  ///< that repeats it
    bool cut_off = false; ///< the journal itself says that the run went on
};

/// How much of the journal a page holds.
struct page_extent {
    std::uint64_t events = 0, kept_events = 0;
    std::uint64_t deliveries = 0, kept_bodies = 0;
};

/// What stands in front of receivers: where outages begin and end.
sim::node endpoints_json(sim::scenario const& what);

/// Of a run whose scenario is known.
sim::node page_facts(page_title const& title, page_extent const& extent, sim::scenario const& what,
                     measured_run const& run);
/// Of a journal without a scenario in its header.
sim::node page_facts(page_title const& title, page_extent const& extent, std::string_view digest);

} // namespace drydock::tools
