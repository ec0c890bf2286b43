// A run as one page: its journal, the bodies that were sent, and what came of it.
#pragma once

#include "model/json/event_json.hpp"
#include "model/state.hpp"
#include "tools/page/packed_text.hpp"
#include "tools/page/page_facts.hpp"
#include "tools/store/file.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace drydock::tools {

/// How much a page takes in. A browser has to hold all of it.
struct page_limits {
    std::uint64_t events = 400'000;
    std::uint64_t bodies = 2'000; ///< of the first deliveries
};

class html_file final : public sim::subscriber {
public:
    /// Opens the file. `header` is line 1 of the journal; `what` is null when it has no scenario,
    /// and must outlive the file otherwise. REQUIRES: web_page().is_there()
    html_file(std::string path, std::string_view header, sim::scenario const* what,
              page_limits limits = {});

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;

    bool good() const { return file_.good(); }
    page_extent const& extent() const { return extent_; }
    /// Why it is not good.
    std::optional<std::string> abandon() { return file_.finish(); }
    /// After the last block: writes all of it. What went wrong, or nothing.
    std::optional<std::string> finish(sim::node const& facts);

private:
    void keep_body(model::event const& e, model::text_table const& texts);

    part_file file_;
    sim::scenario const* what_;
    page_limits limits_;
    page_extent extent_;
    model::event_json_writer lines_;
    model::state folded_;
    std::string base_url_; // of links in bodies; a served world may move
    packed_text journal_, bodies_;
    std::string line_;
};

} // namespace drydock::tools
