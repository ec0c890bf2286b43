// The JSON object that a request carries, read strictly.
#pragma once

#include "model/api/answer.hpp"
#include "model/json/json_text.hpp"

#include <optional>
#include <vector>

namespace drydock::model::api {

struct body_members {
    std::vector<json_member> members;
    std::optional<problem> unreadable; ///< set: there is no object to look at
};

/// REQUIRES: the members are used while the body lives. An empty body, one that is no JSON object
/// and one with a repeated name are unreadable.
body_members read_body(std::string_view body);

/// The name that occurs twice; empty when none does.
std::string repeated_name(std::vector<json_member> const& members);

inline bool is_string(std::string_view value)
{
    return value.starts_with('"');
}

/// Whether a JSON value is a whole number of 32 bits.
bool is_int32(std::string_view value);

} // namespace drydock::model::api
