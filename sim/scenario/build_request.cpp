// Requests in the timeline, to the service or to another server, and what they are answered.
#include "model/address.hpp"
#include "model/header.hpp"
#include "sim/scenario/build_parts.hpp"

#include <algorithm>
#include <array>

namespace drydock::sim {
namespace {

constexpr std::array<std::string_view, 3> frame_headers{"Content-Length", "Transfer-Encoding",
                                                        "Connection"};

constexpr bool is_plain(char c)
{
    return c > ' ' && c < '\x7f' && c != '#';
}

/// What may stand in a request line.
bool is_target(std::string_view text)
{
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

std::string body_of(node const& given)
{
    // A text need not be JSON: that is what a service must cope with.
    auto const* const body = given.find("body");
    if (body == nullptr) return {};
    return body->is == node::kind::string ? body->text : to_json(*body);
}

bool read_own(building& b, node const& given, model::verb method, request_entry& made)
{
    auto const* const path = given.find("path");
    auto const target = text_of(path);
    if (!target) return false;
    made.method = method;
    made.target = *target;
    made.body = body_of(given);
    if (!is_target(*target))
        b.c.error(path, "expected a path such as \"/v1/environment/webhooks\", percent-encoded, "
                        "found " +
                            quoted(*target));
    if (auto const* const headers = given.find("headers"))
        b.c.error(headers, "expected no headers beside a path: the service looks at none");
    if (auto const key = text_of(given.find("key")))
        made.key = model::parse_key_state(*key).value_or(made.key);
    return true;
}

/// What may be called: a URL whose rest can stand in a request line.
bool is_callable(std::string_view url)
{
    auto const parsed = model::parse_address(url);
    if (!parsed || parsed->has_user) return false;
    return std::ranges::all_of(url, is_plain);
}

void check_headers(building& b, node const& headers)
{
    for (auto const& m : headers.members) {
        if (!model::is_header_name(m.name) ||
            (m.value.is == node::kind::string && !model::is_header_value(m.value.text)))
            b.c.error(&m.value,
                      "expected a header that a request can carry, found " + quoted(m.name));
        for (auto const name : frame_headers)
            if (model::is_same_header(name, m.name))
                b.c.error(&m.value, "expected no " + std::string{name} +
                                        ": whoever sends the request writes it");
    }
}

bool read_call(building& b, node const& given, model::verb method, bool repeats, call_entry& made)
{
    auto const* const place = given.find("url");
    auto const url = text_of(place);
    if (!url) return false;
    made.method = method;
    made.url = *url;
    made.body = body_of(given);
    if (!is_callable(repeats ? occurrence_text(*url, 1) : *url))
        b.c.error(place,
                  "expected an absolute URL such as \"http://localhost:3000/orders\", found " +
                      quoted(*url));
    if (auto const* const key = given.find("key"))
        b.c.error(key, "expected no key beside a URL: only the service asks for one");
    if (auto const* const headers = given.find("headers")) {
        check_headers(b, *headers);
        if (!headers->members.empty()) made.headers = to_json(*headers);
    }
    return true;
}

template <class Entry> bool finish(building& b, node const& entry, Entry& made, entry_verb& into)
{
    if (auto const* const expect = entry.find("expect")) made.expect = read_check(b, *expect);
    into = std::move(made);
    return true;
}

} // namespace

bool read_request(building& b, node const& entry, entry_verb& made)
{
    auto const* const given = entry.find("request");
    auto const name = text_of(member(given, "method"));
    auto const method = name ? model::parse_verb(*name) : std::nullopt;
    if (!method) return false;
    if (request_entry own; read_own(b, *given, *method, own)) return finish(b, entry, own, made);
    bool const repeats = entry.find("repeat") != nullptr;
    call_entry call;
    return read_call(b, *given, *method, repeats, call) && finish(b, entry, call, made);
}

} // namespace drydock::sim
