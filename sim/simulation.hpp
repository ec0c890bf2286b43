// The library's front door: a scenario, code of your own in it, and a run.
#pragma once

#include "sim/runner.hpp"
#include "sim/scenario/load.hpp"
#include "sim/user_property.hpp"

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace drydock::sim {

/// A scenario with receivers, a policy and properties written in C++. A value: copies are
/// independent, and simulations share nothing.
///
/// Each run starts from copies of the code, so state that a lambda captures by value is fresh in
/// each; what it captures by reference is yours to reset. What goes wrong on the way (errors of the
/// scenario's text, a bad prefix, an exception) is told by run(), never thrown.
class simulation {
public:
    /// A scenario filled in C++. REQUIRES: it keeps what the loader checks, such as legal moves.
    explicit simulation(scenario what) : plan_{std::move(what)} {}

    /// The text of a scenario file; `name` stands for it in messages.
    explicit simulation(std::string_view text, load_options const& options = {},
                        std::string const& name = "scenario");

    /// A receiver. Outages and rules that the scenario has for this prefix stand in front of it.
    simulation& endpoint(std::string_view prefix, receiver code);

    simulation& policy(model::retry_policy data);
    simulation& policy(policy_code code);

    /// A rule that looks at one event after the other.
    simulation& property(std::string name, event_rule rule);

    /// A rule with an end: each run feeds a copy of `start`, then asks for its result.
    template <std::derived_from<property_judge> Judge>
    simulation& property(std::string name, Judge start)
    {
        plan_.properties.push_back({std::move(name), [start = std::move(start)] {
                                        return std::make_unique<Judge>(start);
                                    }});
        return *this;
    }

    simulation& seed(std::uint64_t seed);

    /// Runs to the end; `observers` see every event.
    run_result run(std::vector<subscriber*> observers = {}) const;

    /// The scenario as it stands.
    scenario const& plan() const { return plan_; }

private:
    void complain(std::string_view what);

    scenario plan_;
    std::string problems_; // a line each; a simulation with problems does not run
};

} // namespace drydock::sim
