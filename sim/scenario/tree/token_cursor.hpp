// Where the values of a JSON text begin. The parser says what they are, but not where.
#pragma once

#include "sim/scenario/tree/tree.hpp"

#include <string_view>

namespace drydock::sim {

/// Walks the tokens of a text without comments that a parser has found well-formed up to the one
/// asked for.
class token_cursor {
public:
    explicit token_cursor(std::string_view text) : text_{text} {}

    struct token {
        position where;
        std::string_view text; ///< as written
    };
    /// The next bracket, string, number or name. Commas and colons are passed over.
    token next();

    /// Of the byte at `offset`, at or after the end of the last token.
    position position_of(std::size_t offset);

private:
    void advance_to(std::size_t offset);
    std::size_t end_of_token() const;

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_begin_ = 0;
    std::uint32_t line_ = 1;
};

} // namespace drydock::sim
