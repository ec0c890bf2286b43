#include "sim/scenario/tree/token_cursor.hpp"

#include <algorithm>

namespace drydock::sim {

token_cursor::token token_cursor::next()
{
    auto const begin = std::min(text_.find_first_not_of(" \t\r\n,:", at_), text_.size());
    auto const where = position_of(begin);
    // No token holds a line break, so the line stays.
    at_ = end_of_token();
    return {where, text_.substr(begin, at_ - begin)};
}

position token_cursor::position_of(std::size_t offset)
{
    advance_to(std::min(offset, text_.size()));
    return {line_, static_cast<std::uint32_t>(at_ - line_begin_ + 1)};
}

void token_cursor::advance_to(std::size_t offset)
{
    for (; at_ < offset; ++at_) {
        if (text_[at_] != '\n') continue;
        ++line_;
        line_begin_ = at_ + 1;
    }
}

std::size_t token_cursor::end_of_token() const
{
    if (at_ == text_.size()) return at_;
    if (std::string_view{"{}[]"}.find(text_[at_]) != std::string_view::npos) return at_ + 1;
    if (text_[at_] != '"')
        return std::min(text_.find_first_of(" \t\r\n,:{}[]\"", at_ + 1), text_.size());
    auto end = at_ + 1;
    while (end < text_.size() && text_[end] != '"')
        end += text_[end] == '\\' ? 2 : 1;
    return std::min(end + 1, text_.size());
}

} // namespace drydock::sim
