#include "model/api/webhooks.hpp"

#include "model/address.hpp"
#include "model/api/body.hpp"
#include "model/entity/webhook.hpp"
#include "model/header.hpp"

#include <algorithm>
#include <array>

namespace drydock::model::api {

namespace {

/// The fields beyond the seed's, in the order in which they are written.
constexpr std::array<std::string_view, 3> later_fields{"headers", "name", "store_id"};

/// What a request wants of a webhook. Fields that are not given are empty.
struct wished_webhook {
    std::string url;
    std::optional<webhook_event> event;
    std::array<std::string, later_fields.size()> later; ///< JSON
    std::vector<problem> problems;
};

/// Reads the body of a POST or a PUT.
class wish_reader {
public:
    wish_reader(profile spoken, bool creates) : spoken_{spoken}, creates_{creates} {}

    wished_webhook read(std::string_view body);

private:
    void read_member(json_member const& given);
    void read_event(json_member const& given);
    void read_url(json_member const& given);
    void read_headers(std::string_view list);
    void read_header(std::string_view item, std::string const& where);
    void refuse(std::string field, std::string_view wanted, std::string_view value)
    {
        auto message = field + ' ' + std::string{wanted};
        made_.problems.push_back(
            invalid_value(std::move(field), std::move(message), std::string{value}));
    }

    profile spoken_;
    bool creates_;
    wished_webhook made_;
};

wished_webhook wish_reader::read(std::string_view body)
{
    auto given = read_body(body);
    if (given.unreadable) {
        made_.problems.push_back(std::move(*given.unreadable));
        return std::move(made_);
    }
    auto const is_given = [&](std::string_view name) {
        return std::ranges::find(given.members, name, &json_member::name) != given.members.end();
    };
    for (auto const& m : given.members)
        read_member(m);
    for (auto const* const name : {"url", "event"})
        if (creates_ && !is_given(name)) made_.problems.push_back(value_required(name));
    return std::move(made_);
}

void wish_reader::read_member(json_member const& given)
{
    auto const* const later = std::ranges::find(later_fields, given.name);
    bool const is_later = later != later_fields.end() && spoken_ == profile::openapi_2026;
    if (given.name == "url") return read_url(given);
    if (given.name == "event") return read_event(given);
    if (!is_later) return refuse(given.name, "is not a field of this request.", given.value);
    if (given.name == "headers") return read_headers(given.value);

    bool const is_text = given.name == "name";
    if (is_text && !is_string(given.value))
        return refuse(given.name, "must be a string.", given.value);
    if (!is_text && !is_int32(given.value))
        return refuse(given.name, "must be a whole number of 32 bits.", given.value);
    auto& kept = made_.later[static_cast<std::size_t>(later - later_fields.begin())];
    if (is_text)
        append_json_string(kept, decode_json_string(given.value));
    else
        kept = given.value;
}

void wish_reader::read_event(json_member const& given)
{
    if (!creates_) return refuse("event", "of a webhook cannot be changed.", given.value);
    if (is_string(given.value)) made_.event = parse_webhook_event(decode_json_string(given.value));
    if (made_.event && !is_known(*made_.event, spoken_)) made_.event.reset();
    if (!made_.event) refuse("event", "must be the name of a webhook event.", given.value);
}

void wish_reader::read_url(json_member const& given)
{
    if (is_string(given.value)) made_.url = decode_json_string(given.value);
    if (parse_address(made_.url)) return;
    refuse("url", "must be an absolute http or https URL.", given.value);
}

void wish_reader::read_headers(std::string_view list)
{
    if (!list.starts_with('[')) return refuse("headers", "must be an array.", list);
    auto& kept = made_.later[0];
    kept = "[";
    auto const items = split_items(list);
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) kept += ',';
        read_header(items[i], "headers[" + std::to_string(i) + ']');
    }
    kept += ']';
}

void wish_reader::read_header(std::string_view item, std::string const& where)
{
    if (!item.starts_with('{')) return refuse(where, "must be an object.", item);
    auto const members = split_members(item);
    if (auto const twice = repeated_name(members); !twice.empty())
        return refuse(where + '.' + twice, "is given more than once.", {});
    std::array<std::string, 2> texts;
    for (auto const& m : members) {
        bool const is_key = m.name == "key";
        if (!is_key && m.name != "value")
            return refuse(where + '.' + m.name, "is not a field of a header.", m.value);
        if (!is_string(m.value)) return refuse(where + '.' + m.name, "must be a string.", m.value);
        auto const text = decode_json_string(m.value);
        if (is_key && !is_header_name(text))
            return refuse(where + ".key", "must be the name of an HTTP header.", m.value);
        if (!is_key && !is_header_value(text))
            return refuse(where + ".value", "must not have control characters.", m.value);
        append_json_string(texts[is_key ? 0 : 1], text);
    }
    for (std::size_t i = 0; i < texts.size(); ++i)
        if (texts[i].empty())
            return made_.problems.push_back(value_required(where + (i == 0 ? ".key" : ".value")));
    made_.later[0] += "{\"key\":" + texts[0] + ",\"value\":" + texts[1] + '}';
}

/// The JSON object of the later fields: as given, else as in `before`; empty when there are none.
std::string later_object(wished_webhook const& wish, std::string_view before)
{
    std::string made;
    for (std::size_t i = 0; i < later_fields.size(); ++i) {
        auto const value = wish.later[i].empty() ? raw_member(before, later_fields[i])
                                                 : std::string_view{wish.later[i]};
        if (value.empty()) continue;
        made += made.empty() ? '{' : ',';
        append_json_string(made, later_fields[i]);
        made += ':';
        made += value;
    }
    return made.empty() ? made : made + '}';
}

/// A webhook as the API writes it.
void append_webhook(std::string& out, std::string_view id, std::string_view url,
                    webhook_event event, std::string_view fields)
{
    out += "{\"webhook_id\":";
    append_json_string(out, id);
    out += ",\"url\":";
    append_json_string(out, url);
    out += ",\"event\":";
    append_json_string(out, name(event));
    if (!fields.empty()) (out += ',') += fields.substr(1, fields.size() - 2);
    out += '}';
}

void append_webhook(std::string& out, webhook const& w, context const& in)
{
    append_webhook(out, webhook_id(w.id, in.s.number_of(w), in.texts), in.texts[w.url], w.event,
                   in.texts[w.fields]);
}

answer unknown_webhook(call const& asked)
{
    return asked.refuse(404, not_found("Webhook ID", asked.ids[0]));
}

} // namespace

answer create_webhook(call const& asked)
{
    auto const wish = wish_reader{asked.in.speaks.profile, true}.read(asked.wish.body);
    if (!wish.problems.empty()) return asked.refuse(400, wish.problems);

    auto const fields = later_object(wish, {});
    model::create_webhook const command{
        .event = *wish.event, .url = wish.url, .fields = fields, .cause = asked.in.cause};
    if (decide(asked.in.s, command, asked.out))
        return asked.refuse(409, problem{"business_rules", "webhook_event_type_conflict",
                                         "A webhook for the event " +
                                             std::string{name(*wish.event)} + " already exists."});
    webhook_number const made{static_cast<std::uint32_t>(asked.in.s.webhooks.size()) + 1};
    answer given;
    append_webhook(given.body, webhook_id({}, made, asked.in.texts), wish.url, *wish.event, fields);
    return given;
}

answer list_webhooks(call const& asked)
{
    std::vector<webhook const*> all;
    for (auto const& w : asked.in.s.webhooks)
        if (!w.deleted) all.push_back(&w);
    std::ranges::sort(all, {}, [](webhook const* w) { return name(w->event); });
    answer given{200, "["};
    for (auto const* const w : all) {
        if (w != all.front()) given.body += ',';
        append_webhook(given.body, *w, asked.in);
    }
    given.body += ']';
    return given;
}

answer get_webhook(call const& asked)
{
    auto const number = find_webhook(asked.in.s, asked.ids[0], asked.in.texts);
    if (!number) return unknown_webhook(asked);

    answer given;
    append_webhook(given.body, asked.in.s.at(number), asked.in);
    return given;
}

answer update_webhook(call const& asked)
{
    auto const wish = wish_reader{asked.in.speaks.profile, false}.read(asked.wish.body);
    auto const number = find_webhook(asked.in.s, asked.ids[0], asked.in.texts);
    if (!number) return unknown_webhook(asked);
    if (!wish.problems.empty()) return asked.refuse(400, wish.problems);

    auto const fields = later_object(wish, asked.in.texts[asked.in.s.at(number).fields]);
    auto const refused =
        decide(asked.in.s,
               change_webhook{
                   .url = wish.url, .fields = fields, .number = number, .cause = asked.in.cause},
               asked.out);
    ASSERT(!refused);
    return {204, {}};
}

answer delete_webhook(call const& asked)
{
    auto const number = find_webhook(asked.in.s, asked.ids[0], asked.in.texts);
    if (!number) return unknown_webhook(asked);

    auto const refused = decide(
        asked.in.s, model::delete_webhook{.number = number, .cause = asked.in.cause}, asked.out);
    ASSERT(!refused);
    return {204, {}};
}

} // namespace drydock::model::api
