#include "tests/tidy/scan.hpp"

#include <cctype>

namespace drydock::tidy {

namespace {

// A digit separator, as in 200'000, opens no literal.
bool is_separator(std::string_view text, std::size_t at)
{
    return at > 0 && at + 1 < text.size() &&
           std::isxdigit(static_cast<unsigned char>(text[at - 1])) != 0 &&
           std::isxdigit(static_cast<unsigned char>(text[at + 1])) != 0;
}

// The end of the literal or comment that begins at `at`, one past its last character; `at` itself
// when none begins there.
std::size_t end_of_blank(std::string_view text, std::size_t at)
{
    auto const rest = text.substr(at);
    auto const past = [&](std::string_view closing, std::size_t from) {
        auto const found = text.find(closing, from);
        return found == text.npos ? text.size() : found + closing.size();
    };
    if (rest.starts_with("//")) {
        auto const newline = text.find('\n', at);
        return newline == text.npos ? text.size() : newline;
    }
    if (rest.starts_with("/*")) return past("*/", at + 2);
    if (rest.starts_with("R\"")) {
        auto const open = text.find('(', at);
        if (open == text.npos) return text.size();
        auto const delimiter = text.substr(at + 2, open - at - 2);
        return past(")" + std::string{delimiter} + "\"", open);
    }
    if (rest[0] != '"' && (rest[0] != '\'' || is_separator(text, at))) return at;
    auto end = at + 1;
    while (end < text.size() && text[end] != rest[0] && text[end] != '\n') {
        end += text[end] == '\\' ? 2 : 1;
    }
    return std::min(end + 1, text.size());
}

} // namespace

std::string code_only(std::string_view text)
{
    std::string code{text};
    for (std::size_t at = 0; at < text.size();) {
        auto const end = end_of_blank(text, at);
        for (auto i = at; i < end; ++i) {
            if (code[i] != '\n') code[i] = ' ';
        }
        at = std::max(end, at + 1);
    }
    return code;
}

} // namespace drydock::tidy
