// A golden: the journal that a scenario must reproduce, kept in a folder beside it.
#pragma once

#include "model/json/event_json.hpp"
#include "sim/journal.hpp"
#include "sim/scenario/scenario.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace drydock::tools {

/// "scenarios/golden/outage.jsonl" for "scenarios/outage.json".
std::filesystem::path golden_path(std::filesystem::path const& scenario);

/// Compares a run with the text of its golden, line by line, while it happens.
class golden_comparison final : public sim::subscriber {
public:
    golden_comparison(std::string text, sim::scenario const& what);

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;

    /// The first line that differs; empty lines mean that one side had ended.
    struct difference {
        std::uint64_t line = 0;
        std::string expected, found;
    };
    /// After the last block.
    std::optional<difference> result();

private:
    std::optional<std::string_view> next_line();
    void compare(std::string_view found);

    std::string text_;
    std::size_t read_ = 0; // how much of the text was compared
    std::uint64_t line_ = 0;
    std::string buffer_;
    std::optional<difference> difference_;
    model::event_json_writer lines_;
};

} // namespace drydock::tools
