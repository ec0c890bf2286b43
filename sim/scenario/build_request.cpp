#include "sim/scenario/build_parts.hpp"

#include <algorithm>

namespace drydock::sim {
namespace {

/// What may stand in a request line.
bool is_target(std::string_view text)
{
    auto const is_plain = [](char c) { return c > ' ' && c < '\x7f' && c != '#'; };
    return text.starts_with('/') && std::ranges::all_of(text, is_plain);
}

std::optional<answer_check> read_check(building& b, node const& given)
{
    if (given.is != node::kind::object) return std::nullopt;
    answer_check made;
    made.where = given.where;
    made.status = status_code_of(given.find("status"));
    auto const* const body = given.find("body");
    if (body != nullptr && body->is != node::kind::null) made.body = *body;
    if (body != nullptr && !made.body && given.find("status") == nullptr)
        b.c.error(&given, "expected a status or a body: null compares nothing");
    return made;
}

} // namespace

std::optional<request_entry> read_request(building& b, node const& entry)
{
    auto const* const given = entry.find("request");
    auto const method = text_of(member(given, "method"));
    auto const* const path = member(given, "path");
    auto const target = text_of(path);
    auto const verb = method ? model::parse_verb(*method) : std::nullopt;
    if (!verb || !target) return std::nullopt;

    request_entry made{.method = *verb, .target = std::string{*target}};
    if (!is_target(*target))
        b.c.error(path, "expected a path such as \"/v1/environment/webhooks\", percent-encoded, "
                        "found " +
                            quoted(*target));
    // A text need not be JSON: that is what a service must cope with.
    if (auto const* const body = given->find("body"))
        made.body = body->is == node::kind::string ? body->text : to_json(*body);
    if (auto const key = text_of(given->find("key")))
        made.key = model::parse_key_state(*key).value_or(made.key);
    if (auto const* const expect = entry.find("expect")) made.expect = read_check(b, *expect);
    return made;
}

} // namespace drydock::sim
