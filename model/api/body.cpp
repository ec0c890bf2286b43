#include "model/api/body.hpp"

#include <charconv>
#include <set>

namespace drydock::model::api {

body_members read_body(std::string_view body)
{
    body_members made;
    auto const compact = compact_json(body);
    auto const first = body.find_first_not_of(" \t\r\n");
    if (first == body.npos)
        made.unreadable =
            problem{"validation", "request_body_required", "Request body cannot be empty."};
    else if (compact.empty())
        made.unreadable = problem{"system", "unspecified", "Request body is not valid JSON."};
    else if (!compact.starts_with('{'))
        made.unreadable = problem{"system", "unspecified", "Request body must be a JSON object."};
    else
        made.members = split_members(body.substr(first));
    if (auto const twice = repeated_name(made.members); !twice.empty())
        made.unreadable = invalid_value(twice, twice + " is given more than once.");
    return made;
}

std::string repeated_name(std::vector<json_member> const& members)
{
    std::set<std::string_view> seen;
    for (auto const& m : members)
        if (!seen.insert(m.name).second) return m.name;
    return {};
}

bool is_int32(std::string_view value)
{
    std::int32_t number = 0;
    auto const* const end = value.data() + value.size();
    auto const [stop, failure] = std::from_chars(value.data(), end, number);
    return failure == std::errc{} && stop == end;
}

} // namespace drydock::model::api
