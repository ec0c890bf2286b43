// The bodies that were sent, made again from a journal: a pure function of what it says.
#pragma once

#include "model/state.hpp"
#include "sim/scenario/scenario.hpp"

#include <string>

namespace drydock::tools {

class delivery_bodies {
public:
    /// `what` is the journal's scenario and must outlive this.
    explicit delivery_bodies(sim::scenario const& what) : what_{&what}, base_url_{what.base_url} {}

    /// REQUIRES: every event, in order.
    void apply(model::event const& e, model::sequence_number sequence,
               model::text_table const& texts);

    /// A body is fixed when its delivery is requested. REQUIRES: the last event did that.
    std::string body_of(model::delivery_requested const& request,
                        model::text_table const& texts) const;

    /// What the events so far amount to.
    model::state const& folded() const { return folded_; }

private:
    sim::scenario const* what_;
    model::state folded_;
    std::string base_url_; // of links in bodies; a served world may move
};

} // namespace drydock::tools
