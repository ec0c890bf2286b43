// Expectations and properties, judged by folding the journal. They look at nothing else.
#pragma once

#include "sim/journal.hpp"
#include "sim/scenario/scenario.hpp"

#include <memory>
#include <string>
#include <vector>

namespace drydock::model {
class attempt_rules;
}

namespace drydock::sim {

/// The judgement on one expectation or property.
struct verdict {
    std::string name;
    bool passed = false;
    std::string message; ///< when it failed: what was expected, what was found
    std::vector<model::sequence_number> evidence; ///< events that show the failure, in order
    position where; ///< of the expectation in its file; line 0 for an always-on property
    std::string pointer;
};

class expectation_fold final : public subscriber {
public:
    /// `sender` is what the same journal was told to; both must outlive the fold.
    expectation_fold(scenario const& what, model::attempt_rules const& sender);
    ~expectation_fold() override;
    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;
    /// After the last block, with the virtual time at which the run ended: one verdict an
    /// expectation, in file order, then one for each request of the timeline that says what its
    /// answer must be, then one for each always-on property that broke and that no expectation
    /// declares. To be called once, while the texts of the last block still exist.
    std::vector<verdict> result(instant end);

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace drydock::sim
