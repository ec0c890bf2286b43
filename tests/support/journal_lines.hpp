// The journal of a run as its JSON lines.
#pragma once

#include "model/json/event_json.hpp"
#include "sim/journal.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::test {

class journal_lines final : public sim::subscriber {
public:
    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override
    {
        for (auto const& e : block) {
            writer_.append(all.emplace_back(), e, first, texts);
            ++first.value;
        }
    }
    std::size_t count(std::string_view part) const
    {
        return static_cast<std::size_t>(std::ranges::count_if(
            all, [&](std::string const& line) { return line.find(part) != line.npos; }));
    }
    std::vector<std::string> all;

private:
    model::event_json_writer writer_;
};

} // namespace drydock::test
