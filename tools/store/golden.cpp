#include "tools/store/golden.hpp"

#include "tools/store/journal_header.hpp"

#include <utility>

namespace drydock::tools {

std::filesystem::path golden_path(std::filesystem::path const& scenario)
{
    auto name = scenario.filename();
    name.replace_extension(".jsonl");
    return scenario.parent_path() / "golden" / name;
}

golden_comparison::golden_comparison(std::string text, sim::scenario const& what)
    : text_{std::move(text)}
{
    compare(journal_header(what, header_form::golden));
}

void golden_comparison::on_block(std::span<model::event const> block, model::sequence_number first,
                                 model::text_table const& texts)
{
    for (auto const& e : block) {
        if (difference_) return;
        buffer_.clear();
        lines_.append(buffer_, e, first, texts);
        compare(buffer_);
        ++first.value;
    }
}

std::optional<golden_comparison::difference> golden_comparison::result()
{
    if (difference_) return difference_;
    if (auto const more = next_line()) return difference{line_, std::string{*more}, {}};
    return std::nullopt;
}

std::optional<std::string_view> golden_comparison::next_line()
{
    if (read_ >= text_.size()) return std::nullopt;
    auto const rest = std::string_view{text_}.substr(read_);
    auto const line = rest.substr(0, rest.find('\n'));
    read_ += line.size() + 1;
    ++line_;
    return line;
}

void golden_comparison::compare(std::string_view found)
{
    auto const expected = next_line();
    if (expected && *expected == found) return;
    auto const line = expected ? line_ : line_ + 1;
    difference_ = difference{line, std::string{expected.value_or("")}, std::string{found}};
}

} // namespace drydock::tools
