// A run as one page: its journal, the bodies that were sent, and what came of it.
#pragma once

#include "tools/page/packed_run.hpp"
#include "tools/store/file.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace drydock::tools {

class html_file final : public sim::subscriber {
public:
    /// Opens the file. `header` and `what` are as for packed_run. REQUIRES: web_page().is_there()
    html_file(std::string path, std::string_view header, sim::scenario const* what,
              page_limits limits = {});

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override
    {
        if (good()) data_.on_block(block, first, texts);
    }

    bool good() const { return file_.good(); }
    page_extent const& extent() const { return data_.extent(); }
    /// Why it is not good.
    std::optional<std::string> abandon() { return file_.finish(); }
    /// After the last block: writes all of it. What went wrong, or nothing.
    std::optional<std::string> finish(sim::node const& facts);

private:
    part_file file_;
    packed_run data_;
};

} // namespace drydock::tools
