// JSON text without a document model: what payloads and journal lines need to write, and to read
// back from text that is known to be valid.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::model {

/// What members and items of valid JSON text have in common.
class json_scanner {
protected:
    json_scanner(std::string_view text, char open);

    bool at_next();
    void skip_space();
    void take(char expected);
    std::string_view take_value();

private:
    std::string_view rest_;
};

/// Walks the members of a valid JSON object. An empty text has none.
class json_members : json_scanner {
public:
    explicit json_members(std::string_view object) : json_scanner{object, '{'} {}

    /// Moves to the next member; false at the end.
    bool next();

    /// The name without its quotes, escapes as they are written.
    std::string_view plain_name() const { return name.substr(1, name.size() - 2); }

    std::string_view name, value; ///< as written; the name with its quotes
};

/// Walks the items of a valid JSON array. An empty text has none.
class json_items : json_scanner {
public:
    explicit json_items(std::string_view array) : json_scanner{array, '['} {}

    /// Moves to the next item; false at the end.
    bool next();

    std::string_view value; ///< as written
};

/// Appends `text` as a JSON string, quoted and escaped.
void append_json_string(std::string& out, std::string_view text);

/// The text with U+FFFD for each byte that is not part of well-formed UTF-8.
std::string mended_utf8(std::string_view text);

/// Appends the lowest digits of a number, hexadecimal.
void append_hex(std::string& out, std::uint64_t value, int digits);

/// The text without the white space between its tokens, when it is JSON no deeper than
/// `deepest_json`; empty when it is not.
std::string compact_json(std::string_view text);
inline constexpr std::size_t deepest_json = 24;
/// Whether a text is JSON without white space between its tokens.
bool is_compact_json(std::string_view text);

/// The value of a member as it is written. `object` must be a valid JSON object; empty when it has
/// no such member. An empty `object` has none. Only the top level is searched.
std::string_view raw_member(std::string_view object, std::string_view name);

/// A member of an object: its name decoded, its value as it is written.
struct json_member {
    std::string name;
    std::string_view value;
};
/// All members of a valid JSON object, in order, repeated names each time.
std::vector<json_member> split_members(std::string_view object);
/// The items of a valid JSON array, as they are written.
std::vector<std::string_view> split_items(std::string_view array);

/// How many members a valid JSON object has, repeated names counted each time.
std::size_t count_members(std::string_view object);

/// The characters of a JSON string as it is written ("\"a\\n\""), decoded. Empty when `raw` is no
/// string.
std::string decode_json_string(std::string_view raw);

} // namespace drydock::model
