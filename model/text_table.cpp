#include "model/text_table.hpp"

#include "model/assert.hpp"

namespace drydock::model {

// The keys of a copy must not point into the original.
text_table::text_table(text_table const& other) : entries_{other.entries_}
{
    for (std::uint32_t n = 1; n <= size(); ++n)
        numbers_.emplace(entries_[n - 1].text, text_number{n});
}

text_table& text_table::operator=(text_table other)
{
    entries_.swap(other.entries_);
    numbers_.swap(other.numbers_);
    return *this;
}

text_number text_table::intern(std::string_view text, sequence_number first_use)
{
    if (text.empty()) return {};
    if (auto const known = find(text)) return known;
    entries_.push_back({std::string{text}, first_use});
    text_number const made{size()};
    numbers_.emplace(entries_.back().text, made);
    return made;
}

text_number text_table::find(std::string_view text) const
{
    auto const found = numbers_.find(text);
    return found == numbers_.end() ? text_number{} : found->second;
}

std::string_view text_table::operator[](text_number number) const
{
    ASSERT(number.value <= entries_.size());
    return number ? std::string_view{entries_[number.value - 1].text} : std::string_view{};
}

sequence_number text_table::first_use(text_number number) const
{
    ASSERT(number.value <= entries_.size());
    return number ? entries_[number.value - 1].first_use : sequence_number{};
}

} // namespace drydock::model
