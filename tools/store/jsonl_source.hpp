// A journal read from JSON lines.
#pragma once

#include "model/json/event_json.hpp"
#include "sim/digest.hpp"
#include "tools/store/journal_source.hpp"

#include <fstream>
#include <vector>

namespace drydock::tools {

class jsonl_source final : public journal_source {
public:
    explicit jsonl_source(std::string const& path);

    std::optional<event_block> next() override;
    std::string digest() const override { return digest_.result(); }

private:
    void open();
    bool read_line();

    std::ifstream in_;
    std::string line_;
    bool ended_ = false; // the line had its newline
    std::uint64_t line_number_ = 0;
    model::event_json_reader lines_;
    std::vector<model::event> events_;
    model::sequence_number last_;
    sim::digest_fold digest_;
};

} // namespace drydock::tools
