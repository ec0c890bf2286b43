#include "model/api/answer.hpp"

#include "model/assert.hpp"
#include "model/json/json_text.hpp"

namespace drydock::model::api {

namespace {

/// The finisher of splitmix64.
std::uint64_t mixed(std::uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/// FNV-1a, continued.
std::uint64_t hashed(std::uint64_t hash, std::string_view text)
{
    for (char const c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return hash;
}

void append_member(std::string& out, std::string_view name, std::string_view text)
{
    append_json_string(out, name);
    out += ':';
    append_json_string(out, text);
}

void append_problem(std::string& out, problem const& p)
{
    out += '{';
    append_member(out, "error_source", "shipengine");
    out += ',';
    append_member(out, "error_type", p.type);
    out += ',';
    append_member(out, "error_code", p.code);
    out += ',';
    append_member(out, "message", p.message);
    if (!p.field_name.empty()) {
        out += ',';
        append_member(out, "field_name", p.field_name);
    }
    if (!p.field_value.empty()) {
        out += ",\"field_value\":";
        out += p.field_value;
    }
    out += '}';
}

} // namespace

namespace {

/// The body of a request that connects a carrier, with nothing that only the carrier should know: a
/// journal is shown around.
std::string without_credentials(std::string_view body)
{
    constexpr std::string_view masked = "\"***\"";
    if (body.empty()) return {};
    if (!body.starts_with('{')) return "***";
    std::string made = "{";
    for (auto const& [name, value] : split_members(body)) {
        if (made.size() > 1) made += ',';
        append_json_string(made, name);
        made += ':';
        made += name == "nickname" || name == "account_number" ? value : masked;
    }
    return made + '}';
}

} // namespace

taken_request::taken_request(request const& given)
    : method_{given.method},
      key_{given.key},
      target_{mended_utf8(given.target)},
      body_{mended_utf8(given.body)}
{
    auto compact = compact_json(body_);
    if (target_.starts_with("/v1/connections/"))
        body_ = compact.empty() ? without_credentials(body_.empty() ? "" : "***")
                                : without_credentials(compact);
    else if (!compact.empty())
        body_ = std::move(compact);
}

problem value_required(std::string field)
{
    auto message = field + " is required.";
    return {"validation", "field_value_required", std::move(message), std::move(field)};
}

problem invalid_value(std::string field, std::string message, std::string value)
{
    return {"validation", "invalid_field_value", std::move(message), std::move(field),
            std::move(value)};
}

problem unknown_carrier(std::string const& id)
{
    std::string value;
    append_json_string(value, id);
    return {"business_rules", "unspecified", "carrier_id " + id + " not found", "carrier_id",
            value};
}

problem not_found(std::string_view kind, std::string_view id)
{
    std::string message{kind};
    ((message += ' ') += id) += " was not found.";
    return {"system", "unspecified", std::move(message)};
}

answer refuse(request_number number, std::uint16_t status, std::span<problem const> problems)
{
    ASSERT(!problems.empty());
    answer made{status, "{\"request_id\":\"" + request_id(number) + "\",\"errors\":[",
                problems.front().code};
    for (auto const& p : problems) {
        if (&p != &problems.front()) made.body += ',';
        append_problem(made.body, p);
    }
    made.body += "]}";
    return made;
}

answer refuse(request_number number, std::uint16_t status, problem const& problem)
{
    return refuse(number, status, {&problem, 1});
}

std::string request_id(request_number number)
{
    auto const high = mixed(number.value + std::uint64_t{0x9e3779b97f4a7c15u});
    auto const low = mixed(high + 0x9e3779b97f4a7c15u);
    std::string id;
    append_hex(id, high >> 32, 8);
    id += '-';
    append_hex(id, high >> 16, 4);
    id += "-4"; // of version 4, as if it were drawn
    append_hex(id, high, 3);
    id += '-';
    append_hex(id, (low >> 48 & 0x3fff) | 0x8000, 4);
    id += '-';
    append_hex(id, low, 12);
    return id;
}

std::uint64_t etag_of(answer const& given, request_number number)
{
    auto const id = request_id(number);
    std::uint64_t hash = 0xcbf29ce484222325u;
    std::string_view rest = given.body;
    for (auto at = rest.find(id); at != rest.npos; at = rest.find(id)) {
        hash = hashed(hash, rest.substr(0, at));
        rest.remove_prefix(at + id.size());
    }
    return hashed(hash, rest);
}

} // namespace drydock::model::api
