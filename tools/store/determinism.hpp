// Two runs of one scenario must be one and the same journal. Which event tells them apart?
#pragma once

#include "sim/journal.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/transport.hpp"

#include <optional>
#include <string>
#include <vector>

namespace drydock::tools {

/// The first place where two runs differ.
struct divergence {
    model::sequence_number at;
    std::string first, second; ///< the event of either run as a JSON line; empty: it had ended
};

/// Keeps a run to compare another with: 48 bytes an event, and the texts.
class recorded_run final : public sim::subscriber {
public:
    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;

    std::vector<model::event> const& events() const { return events_; }
    model::text_table const& texts() const { return texts_; }

private:
    std::vector<model::event> events_;
    model::text_table texts_;
};

/// Runs the scenario once more and compares it with the record, event by event and text by text.
/// Without a `transport` it is direct.
std::optional<divergence> compare_with_second_run(sim::scenario const& what,
                                                  recorded_run const& first,
                                                  sim::transport_maker const& transport = {});

/// Runs the scenario twice.
std::optional<divergence> find_divergence(sim::scenario const& what);

} // namespace drydock::tools
