// Which rule decides over a new connection.
#pragma once

#include "model/address.hpp"
#include "sim/scenario/scenario.hpp"

#include <vector>

namespace drydock::sim::wire {

/// Asked once for each attempt, in the order of the journal.
class link_choice {
public:
    /// `plan` must outlive this.
    explicit link_choice(scenario const& plan) : plan_{&plan}, chosen_(plan.links.size()) {}

    /// The first rule that matches, or a link that costs nothing. `draws` is the attempt's.
    link choose(model::address const& to, instant at, std::uint64_t draws);

private:
    bool matches(std::size_t index, model::address const& to, instant at, std::uint64_t draws);

    scenario const* plan_;
    std::vector<std::uint32_t> chosen_; // by rule, for `times`
};

} // namespace drydock::sim::wire
