// JSON text without a document model: what payloads and journal lines need to write, and to read
// back from text that is known to be valid.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace drydock::model {

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
