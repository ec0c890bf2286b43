// The left gutter of a timeline: one band for each endpoint that has outages.
#pragma once

#include "sim/scenario/scenario.hpp"

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace drydock::tools {

class outage_bands {
public:
    explicit outage_bands(sim::scenario const& what);

    /// An outage that begins or ends.
    struct edge {
        model::instant at;
        std::string gutter;
        std::string words; ///< "outage begins: https://shop.test answers 503 until 03:00"
    };
    /// The next edge at or before `now`, in order of time; empty when there is none left.
    std::optional<edge> next(model::instant now);
    /// The next end of an outage that has begun, whenever it comes.
    std::optional<edge> next_end();

    /// The gutter of a row at the time of the last edge taken.
    std::string gutter() const { return drawn("│", "│"); }

private:
    struct change {
        model::instant at;
        std::size_t band = 0;
        std::size_t outage = 0; // which of all
        bool begins = false;
        std::string words;
    };
    edge take(std::size_t index);
    std::string drawn(std::string_view own, std::string_view others,
                      std::size_t band = SIZE_MAX) const;

    std::deque<change> changes_; // in order of time, ends before beginnings
    std::vector<int> open_;      // outages a band is in, which may overlap
    std::vector<bool> begun_;    // by outage
};

} // namespace drydock::tools
