#include "model/api/body.hpp"

#include <algorithm>
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

member_reader::member_reader(std::string_view body, std::span<std::string_view const> known)
{
    auto given = read_body(body);
    if (given.unreadable) {
        problems_.push_back(std::move(*given.unreadable));
        return;
    }
    members_ = std::move(given.members);
    for (auto const& m : members_)
        if (std::ranges::find(known, m.name) == known.end())
            complain(m.name, "is not a field of this request.", m.value);
}

void member_reader::complain(std::string_view name, std::string_view wanted, std::string_view value)
{
    auto message = std::string{name} + ' ';
    problems_.push_back(invalid_value(std::string{name}, message += wanted, std::string{value}));
}

std::string_view member_reader::raw(std::string_view name) const
{
    auto const found = std::ranges::find(members_, name, &json_member::name);
    return found == members_.end() || found->value == "null" ? std::string_view{} : found->value;
}

std::optional<std::string> member_reader::text(std::string_view name)
{
    auto const value = raw(name);
    if (value.empty()) return std::nullopt;
    if (is_string(value)) return decode_json_string(value);
    complain(name, "must be a string.", value);
    return std::nullopt;
}

std::string_view member_reader::choice(std::string_view name,
                                       std::span<std::string_view const> names)
{
    auto const value = raw(name);
    if (value.empty()) return {};
    auto const found = std::ranges::find(names, decode_json_string(value));
    if (is_string(value) && found != names.end()) return *found;
    std::string wanted = "must be one of";
    for (auto const each : names)
        (wanted += each == names.front() ? " " : ", ") += each;
    complain(name, wanted += '.', value);
    return {};
}

std::string_view member_reader::object(std::string_view name)
{
    auto const value = raw(name);
    if (value.empty() || value.starts_with('{')) return value;
    complain(name, "must be an object.", value);
    return {};
}

std::vector<std::string> member_reader::texts(std::string_view name)
{
    std::vector<std::string> all;
    auto const value = raw(name);
    if (value.empty()) return all;
    if (!value.starts_with('[')) {
        complain(name, "must be an array.", value);
        return all;
    }
    for (auto const item : split_items(value)) {
        if (is_string(item))
            all.push_back(decode_json_string(item));
        else
            complain(name, "must have strings only.", item);
    }
    return all;
}

bool member_reader::truth(std::string_view name)
{
    auto const value = raw(name);
    if (!value.empty() && value != "true" && value != "false")
        complain(name, "must be true or false.", value);
    return value == "true";
}

} // namespace drydock::model::api
