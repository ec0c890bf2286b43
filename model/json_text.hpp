// JSON text without a document model: what payloads and journal lines need to write, and to read
// back from text that is known to be valid.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

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

/// The value of a member as it is written. `object` must be a valid JSON object; empty when it has
/// no such member. An empty `object` has none. Only the top level is searched.
std::string_view raw_member(std::string_view object, std::string_view name);

/// How many members a valid JSON object has, repeated names counted each time.
std::size_t count_members(std::string_view object);

/// The characters of a JSON string as it is written ("\"a\\n\""), decoded. Empty when `raw` is no
/// string.
std::string decode_json_string(std::string_view raw);

} // namespace drydock::model
