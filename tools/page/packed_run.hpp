// What a page holds of a run while it is written: its journal and the bodies that were sent,
// packed.
#pragma once

#include "model/json/event_json.hpp"
#include "sim/journal.hpp"
#include "sim/scenario/scenario.hpp"
#include "tools/export/delivery_bodies.hpp"
#include "tools/page/packed_text.hpp"
#include "tools/page/page_facts.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace drydock::tools {

/// How much a page takes in. A browser has to hold all of it.
struct page_limits {
    std::uint64_t events = 400'000;
    std::uint64_t bodies = 2'000; ///< of the first deliveries
};

class packed_run final : public sim::subscriber {
public:
    /// `header` is line 1 of the journal; `what` is null when it has no scenario, and must outlive
    /// this otherwise.
    packed_run(std::string_view header, sim::scenario const* what, page_limits limits = {});

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;

    page_extent const& extent() const { return extent_; }
    /// JSON lines, as zlib streams in base64. REQUIRES: after the last block; once.
    std::string take_journal() { return journal_.finish(); }
    std::string take_bodies() { return bodies_.finish(); }

private:
    void keep_body(model::event const& e, model::text_table const& texts);

    page_limits limits_;
    page_extent extent_;
    model::event_json_writer lines_;
    std::optional<delivery_bodies> sent_; // none without a scenario
    packed_text journal_, bodies_;
    std::string line_;
};

} // namespace drydock::tools
