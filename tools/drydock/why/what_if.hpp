// A scenario run as it is, and with one thing changed.
#pragma once

#include "sim/runner.hpp"
#include "tools/drydock/why/run_story.hpp"

#include <cstdint>
#include <map>
#include <utility>

namespace drydock::tools {

class what_if {
public:
    /// `by` runs it, as in sim::run(); empty: as usual. `what` must outlive this.
    what_if(sim::scenario const& what, sim::transport_maker by);

    sim::scenario const& scenario() const { return *what_; }
    /// What happened.
    run_story const& story() const { return story_; }
    /// Whether the receivers are real ones that were heard once: nobody can give them a handler.
    bool is_heard() const { return static_cast<bool>(by_); }
    /// The rule of its endpoint that an attempt met, counted from 1; 0: none, or not known.
    std::uint32_t rule_of(model::delivery_number delivery, std::uint16_t attempt) const;

    run_story under(model::retry_policy const& policy) const;
    /// The receiver at a URL with another handler.
    run_story handled(std::string const& url, sim::handler_kind handler) const;
    /// An event like that of a delivery, alone, at another time.
    told_delivery alone(told_delivery const& like, model::instant at) const;

private:
    run_story run(sim::scenario const& what) const;

    sim::scenario const* what_;
    sim::transport_maker by_;
    std::map<std::pair<std::uint32_t, std::uint16_t>, std::uint32_t> rules_;
    run_story story_;
};

} // namespace drydock::tools
