#include "model/header.hpp"

#include <algorithm>

namespace drydock::model {

namespace {

constexpr bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool is_of_token(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') ||
           std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

constexpr bool is_of_value(char c)
{
    auto const byte = static_cast<unsigned char>(c);
    return c == '\t' || (byte >= 0x20 && byte != 0x7F);
}

constexpr char lower_case(char c)
{
    return is_letter(c) ? static_cast<char>(c | 0x20) : c;
}

} // namespace

bool is_header_name(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, is_of_token);
}

bool is_header_value(std::string_view text)
{
    return std::ranges::all_of(text, is_of_value);
}

bool is_whole_header_value(std::string_view text)
{
    constexpr std::string_view blanks = " \t";
    return is_header_value(text) && (text.empty() || (blanks.find(text.front()) == blanks.npos &&
                                                      blanks.find(text.back()) == blanks.npos));
}

bool is_same_header(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, lower_case, lower_case);
}

} // namespace drydock::model
