// Expectations that look at the state of an entity or at the body of a delivery, over a state of
// their own that is folded from the journal. Only there when a scenario has such an expectation.
#pragma once

#include "model/state.hpp"
#include "sim/expect/expect_selection.hpp"

namespace drydock::sim {

class state_fold {
public:
    /// `what` must outlive the fold.
    explicit state_fold(scenario const& what) : what_{&what} {}

    void add(std::size_t index, expect_state const& e);
    /// The judges must not move until the last block.
    void check_bodies(std::vector<selection_judge*> judges) { bodies_ = std::move(judges); }
    bool is_empty() const { return expected_.empty() && bodies_.empty(); }

    void apply(std::span<model::event const> block, model::sequence_number first,
               model::text_table const& texts, std::vector<verdict>& verdicts);
    /// After the last block: what is not judged yet is judged on the state at the end.
    void finish(model::text_table const& texts, std::vector<verdict>& verdicts);

private:
    struct expected_state {
        std::size_t index = 0;
        expect_state const* given = nullptr;
        std::uint32_t delivery = 0; // the one it is about, if any
        bool requested = false;
        std::uint16_t attempts = 0; // of that delivery
        std::string_view outcome = "pending";
        model::sequence_number event; // the last one of that delivery

        void apply(model::event const& e, model::sequence_number sequence);
    };

    void sort_by_time();
    void judge(expected_state const& e, model::text_table const& texts,
               std::vector<verdict>& verdicts) const;
    std::optional<node> view(expected_state const& e, model::text_table const& texts) const;
    void judge_bodies(model::event const& e, model::text_table const& texts);

    scenario const* what_;
    model::state state_;
    instant now_{};                        // of the last event
    std::vector<expected_state> expected_; // by time once sorted, those at the end last
    bool sorted_ = true;
    std::size_t next_ = 0; // the first one not judged
    std::vector<selection_judge*> bodies_;
};

} // namespace drydock::sim
