// The journal as JSON lines: a header, then one event a line.
#pragma once

#include "model/json/event_json.hpp"
#include "tools/store/file.hpp"
#include "tools/store/journal_sink.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace drydock::tools {

/// Writes a journal as JSON lines. An unfinished one leaves nothing behind.
class journal_file final : public journal_sink {
public:
    /// Opens and writes the header. What goes wrong is told by finish().
    journal_file(std::string path, std::string_view header);

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;

    bool good() const override { return file_.good(); }
    std::optional<std::string> finish() override { return file_.finish(); }

private:
    part_file file_;
    std::string buffer_;
    model::event_json_writer lines_;
};

} // namespace drydock::tools
