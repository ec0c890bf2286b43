// The JSON object that a request carries, read strictly.
#pragma once

#include "model/api/answer.hpp"
#include "model/json/json_text.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
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

/// The text of an object's member; empty when there is none.
inline std::string text_in(std::string_view object, std::string_view name)
{
    return decode_json_string(raw_member(object, name));
}

inline bool is_string(std::string_view value)
{
    return value.starts_with('"');
}

/// Whether a JSON value is a whole number of 32 bits.
bool is_int32(std::string_view value);

/// Reads the members of a body one by one and collects what is wrong with them.
class member_reader {
public:
    /// What the body has beyond the `known` names is a problem. Both outlive the reader.
    member_reader(std::string_view body, std::span<std::string_view const> known);

    /// The value as it is written; empty when it is not given, or null.
    std::string_view raw(std::string_view name) const;
    std::optional<std::string> text(std::string_view name);
    /// One of some names.
    std::string_view choice(std::string_view name, std::span<std::string_view const> names);
    std::string_view object(std::string_view name);
    /// The texts of an array; none when it is not given.
    std::vector<std::string> texts(std::string_view name);
    bool truth(std::string_view name);

    void complain(problem what) { problems_.push_back(std::move(what)); }
    std::vector<problem> const& problems() const { return problems_; }

private:
    void complain(std::string_view name, std::string_view wanted, std::string_view value);

    std::vector<json_member> members_;
    std::vector<problem> problems_;
};

} // namespace drydock::model::api
