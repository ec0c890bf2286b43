// The run as a trace that browsers' tracing tools and Perfetto open: Trace Event Format, as JSON.
#pragma once

#include "sim/scenario/tree/tree.hpp"
#include "tools/drydock/labels.hpp"
#include "tools/store/file.hpp"
#include "tools/store/journal_sink.hpp"

#include <set>

namespace drydock::tools {

/// One microsecond of virtual time is one of the trace. A delivery is an asynchronous slice from
/// its request to its end, and each attempt one within it; what else happens is an instant on the
/// line of what it happens to. Every slice has the place in the journal that began it.
class trace_file final : public journal_sink {
public:
    explicit trace_file(std::string path);

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;
    bool good() const override { return file_.good(); }
    std::optional<std::string> finish() override;

private:
    // What a phase of the format needs beside its letter.
    struct entry {
        std::string_view phase;
        std::string name;
        sim::node args;
        model::delivery_number delivery = {}; // of a slice
    };
    void tell(model::event const& e, model::sequence_number sequence,
              model::text_table const& texts);
    void append(model::event const& e, std::uint64_t line, entry const& what);
    void name_line(std::uint64_t line, std::string_view name);
    std::uint64_t line_of(model::subject who, model::text_table const& texts);

    part_file file_;
    model::event_json_writer lines_;
    labels labels_;
    std::set<std::uint64_t> named_;
    std::string ready_; // entries that are not written yet
};

} // namespace drydock::tools
