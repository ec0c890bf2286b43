#include "model/json/json_text.hpp"

#include "model/assert.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace drydock::model {

namespace {

bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool is_separator(char c)
{
    return std::string_view{",:}] \t\r\n"}.find(c) != std::string_view::npos;
}

/// How many bytes the character at the front of `text` has; 0: it is not well-formed. By the table
/// of well-formed sequences in the Unicode Standard.
std::size_t utf8_length(std::string_view text)
{
    auto const byte = [&](std::size_t at) {
        return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u;
    };
    auto const first = byte(0);
    if (first < 0x80) return 1;
    std::size_t const length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length == 0 || first > 0xF4) return 0;
    auto const least = first == 0xE0 ? 0xA0u : first == 0xF0 ? 0x90u : 0x80u;
    auto const most = first == 0xED ? 0x9Fu : first == 0xF4 ? 0x8Fu : 0xBFu;
    if (byte(1) < least || byte(1) > most) return 0;
    for (std::size_t at = 2; at < length; ++at)
        if (byte(at) < 0x80 || byte(at) > 0xBF) return 0;
    return length;
}

} // namespace

json_scanner::json_scanner(std::string_view text, char open) : rest_{text}
{
    skip_space();
    if (!rest_.empty()) take(open);
}

bool json_scanner::at_next()
{
    skip_space();
    if (!rest_.empty() && rest_.front() == ',') take(',');
    skip_space();
    return !rest_.empty() && rest_.front() != '}' && rest_.front() != ']';
}

void json_scanner::skip_space()
{
    auto const first = rest_.find_first_not_of(" \t\r\n");
    rest_.remove_prefix(first == std::string_view::npos ? rest_.size() : first);
}

void json_scanner::take(char expected)
{
    ASSERT(!rest_.empty() && rest_.front() == expected);
    rest_.remove_prefix(1);
}

// A value ends where, outside of strings and nested brackets, a separator follows.
std::string_view json_scanner::take_value()
{
    std::size_t depth = 0;
    bool quoted = false;
    std::size_t length = 0;
    for (; length < rest_.size(); ++length) {
        char const c = rest_[length];
        if (quoted) {
            if (c == '\\') ++length;
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (depth == 0 && is_separator(c)) {
            break;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    auto const taken = rest_.substr(0, length);
    rest_.remove_prefix(taken.size());
    return taken;
}

bool json_members::next()
{
    if (!at_next()) return false;
    name = take_value();
    skip_space();
    take(':');
    skip_space();
    value = take_value();
    return true;
}

bool json_items::next()
{
    if (!at_next()) return false;
    value = take_value();
    return true;
}

void append_json_string(std::string& out, std::string_view text)
{
    static constexpr char digits[] = "0123456789abcdef";
    out += '"';
    for (char const c : text) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                out += "\\u00";
                out += digits[static_cast<unsigned char>(c) >> 4];
                out += digits[static_cast<unsigned char>(c) & 15];
            } else {
                out += c;
            }
        }
    }
    out += '"';
}

std::string mended_utf8(std::string_view text)
{
    std::string mended;
    while (!text.empty()) {
        auto const length = utf8_length(text);
        if (length == 0)
            mended += "\xEF\xBF\xBD";
        else
            mended += text.substr(0, length);
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return mended;
}

void append_hex(std::string& out, std::uint64_t value, int digits)
{
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        out += "0123456789abcdef"[value >> shift & 15];
}

std::string compact_json(std::string_view text)
{
    boost::json::parse_options options;
    options.max_depth = deepest_json;
    boost::system::error_code failure;
    boost::json::parse({text.data(), text.size()}, failure, {}, options);
    std::string compact;
    if (failure) return compact;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') quoted = !quoted;
        if (!quoted && is_space(text[i])) continue;
        compact += text[i];
        if (quoted && text[i] == '\\') compact += text[++i];
    }
    return compact;
}

bool is_compact_json(std::string_view text)
{
    return !text.empty() && compact_json(text) == text;
}

std::string_view raw_member(std::string_view object, std::string_view name)
{
    json_members members{object};
    while (members.next())
        if (members.plain_name() == name) return members.value;
    return {};
}

std::vector<json_member> split_members(std::string_view object)
{
    std::vector<json_member> found;
    json_members members{object};
    while (members.next())
        found.push_back({decode_json_string(members.name), members.value});
    return found;
}

std::vector<std::string_view> split_items(std::string_view array)
{
    std::vector<std::string_view> found;
    json_items items{array};
    while (items.next())
        found.push_back(items.value);
    return found;
}

std::size_t count_members(std::string_view object)
{
    json_members members{object};
    std::size_t count = 0;
    while (members.next())
        ++count;
    return count;
}

std::string decode_json_string(std::string_view raw)
{
    boost::system::error_code failure;
    auto const value = boost::json::parse({raw.data(), raw.size()}, failure);
    if (failure || !value.is_string()) return {};
    return {value.get_string().data(), value.get_string().size()};
}

} // namespace drydock::model
