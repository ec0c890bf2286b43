// What certain attempts shall meet, as rules of a scenario's endpoints.
#pragma once

#include "sim/endpoint.hpp"

#include <optional>
#include <string>
#include <vector>

namespace drydock::tools {

/// One attempt, told apart by what it is about, and its end.
struct answered_attempt {
    std::string url;
    std::string subject;
    model::webhook_event event{};
    model::scan_status status{}; ///< of the scan that it tells of, if it is one
    std::uint16_t attempt = 1;
    sim::reaction then;
    model::duration after{};
    std::optional<bool> effect = {};

    /// A 200 at once, which needs no rule.
    bool is_plain() const
    {
        return !then.fails && then.status == 200 && after == model::duration{} && !effect;
    }
};

/// Puts rules for these attempts, in the order in which they come, in the place of all rules,
/// outages and limits of capacity. `tree` is of `what`.
void set_answers(sim::node& tree, sim::scenario const& what,
                 std::vector<answered_attempt> const& attempts);

} // namespace drydock::tools
