// Changes to JSON text that leave the rest of it as it is written, down to "40.0". All texts given
// must be valid JSON, objects where it says so.
#pragma once

#include <string>
#include <string_view>

namespace drydock::model {

/// The members of `base` and `over`, two objects or empty; where both have one, that of `over`.
std::string with_members(std::string_view base, std::string_view over);

/// `over` merged deeply over `base`: objects member by member; arrays item by item, further items
/// over the last one of `base`, as many as `over` has; anything else replaces. Null is a value.
std::string merged(std::string_view base, std::string_view over);

/// `json` with `value` at the JSON pointer (RFC 6901): replaced, or added as the last member or
/// item. Objects on the way that are missing are made.
std::string with_value(std::string_view json, std::string_view pointer, std::string_view value);

/// `json` without the value at the JSON pointer; the same when there is none.
std::string without_value(std::string_view json, std::string_view pointer);

} // namespace drydock::model
