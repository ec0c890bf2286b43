// The journal as a table: one event a row, comma-separated (RFC 4180).
#pragma once

#include "model/json/event_json.hpp"
#include "tools/store/file.hpp"
#include "tools/store/journal_sink.hpp"

#include <optional>
#include <string>
#include <vector>

namespace drydock::tools {

/// Line 1 of the file. `subject` is what an event is about, also for events of a delivery; `more`
/// holds the members that have no column, as a JSON object.
inline constexpr std::string_view csv_columns =
    "seq,at,type,cause,subject,webhook,event,delivery,attempt,status,reason,due,url,more";

class csv_file final : public journal_sink {
public:
    explicit csv_file(std::string path);

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;

    bool good() const override { return file_.good(); }
    std::optional<std::string> finish() override { return file_.finish(); }

private:
    void append_row(std::string& out, std::string_view line);

    part_file file_;
    model::event_json_writer lines_;
    std::vector<std::string> subjects_; // by delivery number - 1
};

/// One field of a row, quoted where needed.
std::string csv_field(std::string_view text);

} // namespace drydock::tools
