// The journal as CloudEvents 1.0, one event a line in the JSON format.
#pragma once

#include "model/json/event_json.hpp"
#include "tools/store/file.hpp"
#include "tools/store/journal_sink.hpp"

#include <map>

namespace drydock::tools {

/// `id` is the event's place in the journal; `source` names the run, by a hash of the journal's
/// header, so that both together are unique, and the
/// same again when the run is repeated; live runs of one scenario that begin at the same virtual
/// time share it. `type` is
/// "drydock." and the event's name, `subject` what it is about, `cause` an extension: the `id` of
/// what led to it, left out where that is the scenario. All other members are the `data`.
class cloudevents_file final : public journal_sink {
public:
    cloudevents_file(std::string path, std::string_view header);

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;
    bool good() const override { return file_.good(); }
    std::optional<std::string> finish() override { return file_.finish(); }

private:
    void append(std::string& out, std::string_view line);

    part_file file_;
    std::string source_;
    model::event_json_writer lines_;
    std::map<std::string, std::string, std::less<>> subjects_; // of deliveries, by number
};

} // namespace drydock::tools
