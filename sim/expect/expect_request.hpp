// What answers must be. Bodies of the API's own are not in the journal: each answer is given anew
// by the same routes, over a state of its own that is folded from the journal. What other servers
// answered is there. Only there when a scenario expects something of an answer.
#pragma once

#include "model/api/route.hpp"
#include "sim/expect/verdict_text.hpp"

#include <set>
#include <tuple>

namespace drydock::sim {

class request_fold {
public:
    /// `what` must outlive the fold.
    explicit request_fold(scenario const& what);

    bool is_empty() const { return judges_.empty(); }

    void apply(std::span<model::event const> block, model::sequence_number first,
               model::text_table const& texts);
    /// Adds one verdict for each request that expects something, in the order of the timeline.
    void finish(std::vector<verdict>& verdicts) const;

private:
    /// Of one entry of the timeline.
    struct judge {
        std::size_t entry = 0;
        answer_check const* check = nullptr;
        std::uint64_t answers = 0;
        std::uint64_t failures = 0;
        std::vector<finding> first; // the first few failures
    };
    /// The next request that an entry makes.
    struct planned {
        instant at;
        std::size_t entry = 0;
        std::uint32_t occurrence = 1;

        auto operator<=>(planned const&) const = default;
    };

    void on_received(model::event const& e, model::sequence_number sequence,
                     model::text_table const& texts);
    void on_answered(model::request_answered const& e, model::sequence_number sequence);
    void on_call_answered(model::call_answered const& e, model::sequence_number sequence,
                          model::text_table const& texts);
    judge* judge_of(planned const& asked);
    std::string difference(answer_check const& check, std::uint16_t status) const;
    std::string difference(answer_check const& check, model::call_answered const& e,
                           model::text_table const& texts) const;
    std::string body_difference(planned const& asked, node const& expected,
                                std::string_view found) const;
    void blame(judge& j, planned const& asked, std::string why,
               model::sequence_number sequence) const;
    planned take_next();

    scenario const* what_;
    model::state state_;
    model::api::shipment_index index_; // of it
    std::set<planned> next_;
    std::vector<judge> judges_; // by entry
    bool is_ours_ = false;      // the request that is being answered is one of the scenario
    planned asked_;             // which
    planned called_;            // the call that is being answered
    model::api::answer answer_; // to it
};

} // namespace drydock::sim
