// Requests about webhooks: what they are answered and what they lead to. Bodies are those that
// random scenarios send, compared as texts. Answers have no body here, and so no etag.
#include "tests/oracle/oracle_world.hpp"
#include "tests/support/naive_json.hpp"

namespace drydock::oracle {
namespace {

constexpr std::string_view webhooks = "/v1/environment/webhooks";

std::string member_text(std::string const& body, std::string_view name)
{
    auto object = tests::json_node(body);
    auto const* const found = tests::member_of(object, name);
    return found == nullptr ? std::string{} : found->text;
}

bool is_bad_url(std::string const& text)
{
    return !text.empty() && text.find("://") == std::string::npos;
}

/// A body as a journal line has it.
std::string told_body(std::string const& body)
{
    return body.starts_with('{') || body.empty() ? raw("body", body) : quoted("body", body);
}

} // namespace

void world::request(sim::request_entry const& entry, std::uint32_t n)
{
    auto const target = numbered(entry.target, n);
    auto const body = numbered(entry.body, n);
    auto const key = model::name(entry.key);
    auto const number = ",\"request\":" + std::to_string(++requests_);
    auto const received =
        line("request_received", 0,
             number + quoted("method", model::name(entry.method)) + quoted("path", target) +
                 (key == "valid" ? "" : quoted("key", key)) + told_body(body));
    auto const given = entry.key == model::key_state::valid || is(defect::any_key_will_do)
                           ? act(entry.method, target, body, received)
                           : answered{401, "unauthorized"};
    if (given.status == 401) note("a request without a good key");
    line("request_answered", received,
         number + ",\"status\":" + std::to_string(given.status) +
             (given.error.empty() ? "" : quoted("error", given.error)));
    if (given.then) given.then();
}

world::answered world::act(model::verb method, std::string const& target, std::string const& body,
                           std::uint64_t cause)
{
    if (is(defect::request_causes_nothing)) cause = 0;
    if (target == webhooks && method == model::verb::GET) return {200, ""};
    if (target == webhooks && method == model::verb::POST) return post(body, cause);
    bool const is_one = target.starts_with(std::string{webhooks} + '/');
    if (!is_one || method == model::verb::POST) {
        note("a request without a route");
        return {404, "not_found"};
    }
    auto* const to = find_hook_by_id(target.substr(webhooks.size() + 1));
    if (method == model::verb::PUT && is(defect::body_read_before_id) && !wrong_with(body).empty())
        return {400, wrong_with(body)};
    if (!to) {
        note("a request for a webhook that is not there");
        return {404, "unspecified"};
    }
    if (method == model::verb::GET) return {200, ""};
    return method == model::verb::PUT ? put(*to, body, cause) : remove(*to, cause);
}

/// The first thing that is wrong with the body of a PUT; empty when nothing is.
std::string world::wrong_with(std::string const& body) const
{
    if (body.empty()) return "request_body_required";
    if (!body.starts_with('{')) return "unspecified";
    auto const named = !member_text(body, "name").empty();
    if (named && plan_.profile == model::profile::seed_2019) return "invalid_field_value";
    bool const is_bad = is_bad_url(member_text(body, "url")) || !member_text(body, "event").empty();
    return is_bad ? "invalid_field_value" : "";
}

world::answered world::post(std::string const& body, std::uint64_t cause)
{
    if (body.empty()) return {400, "request_body_required"};
    if (!body.starts_with('{')) return {400, "unspecified"};
    auto const url = member_text(body, "url");
    auto const name = member_text(body, "name");
    auto const of = member_text(body, "event");
    auto const event = model::parse_webhook_event(of);
    bool const is_known = event && model::is_known(*event, plan_.profile);
    bool const is_later = !name.empty() && plan_.profile == model::profile::seed_2019;
    if (is_bad_url(url) || (!of.empty() && !is_known) || is_later)
        return {400, "invalid_field_value"};
    if (url.empty() || of.empty()) return {400, "field_value_required"};
    if (find_hook(*event)) {
        note("a request for a second webhook of an event");
        if (!is(defect::conflict_let_in)) return {409, "webhook_event_type_conflict"};
    }
    note("a webhook made by a request");
    create(*event, url, "", cause, name.empty() ? "" : "{\"name\":\"" + name + "\"}");
    return {200, ""};
}

world::answered world::put(hook& to, std::string const& body, std::uint64_t cause)
{
    if (auto const wrong = wrong_with(body); !wrong.empty()) return {400, wrong};
    auto const url = member_text(body, "url");
    auto const name = member_text(body, "name");
    auto const before = std::pair{to.url, to.fields};
    if (!url.empty()) to.url = url;
    if (!name.empty() || is(defect::put_forgets_fields))
        to.fields = name.empty() ? "" : "{\"name\":\"" + name + "\"}";
    if (std::pair{to.url, to.fields} == before) {
        note("a request that changes nothing");
        if (!is(defect::no_change_is_journaled)) return {204, ""};
    }
    line("webhook_updated", cause,
         quoted("webhook", to.id) + quoted("url", to.url) + raw("fields", to.fields));
    return {204, ""};
}

world::answered world::remove(hook& to, std::uint64_t cause)
{
    for (auto const& d : deliveries_) {
        if (d.to != &to || d.is == phase::ended) continue;
        note(d.is == phase::waiting ? "a request that cancels"
                                    : "a request that deletes a webhook with an attempt in flight");
    }
    to.deleted = true;
    auto const cancels = !is(defect::request_cancels_nothing);
    if (!is(defect::answered_before_cancelling)) {
        turn_off(to, "webhook_deleted", cause, cancels);
        return {204, ""};
    }
    turn_off(to, "webhook_deleted", cause, false);
    return {204, "", [this, &to] { cancel_waiting(to, to.off); }};
}

world::hook* world::find_hook_by_id(std::string const& id)
{
    for (auto& one : hooks_)
        if (one.id == id && (!one.deleted || is(defect::deleted_can_be_asked_for))) return &one;
    return nullptr;
}

} // namespace drydock::oracle
