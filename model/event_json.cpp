#include "model/event_json.hpp"

#include "model/json_text.hpp"
#include "model/state.hpp"

#include <boost/json/parse.hpp>

#include <charconv>

namespace drydock::model {

namespace {

// The members of each type after seq, at, type and cause, in the order in which they are written.
// One list serves both directions, so they cannot disagree.
template <class Archive> void members(Archive& a, webhook_created& e)
{
    a.new_webhook("webhook", e);
    a("event", e.event);
    a("url", e.url);
}
template <class Archive> void members(Archive& a, webhook_updated& e)
{
    a("webhook", e.webhook);
    a("url", e.url);
}
template <class Archive> void members(Archive& a, webhook_deleted& e)
{
    a("webhook", e.webhook);
}
template <class Archive> void members(Archive& a, webhook_enabled& e)
{
    a("webhook", e.webhook);
}
template <class Archive> void members(Archive& a, webhook_disabled& e)
{
    a("webhook", e.webhook);
}
template <class Archive> void members(Archive& a, shipment_created& e)
{
    a.new_shipment("shipment", e);
    a.fields("fields", e.fields);
    a.flag("unordered", "true", e.unordered);
    a.flag("notify", "\"status\"", e.changes_only);
}
template <class Archive> void members(Archive& a, shipment_scanned& e)
{
    a("shipment", e.shipment);
    a("status", e.status);
    a.unless_now("occurred_at", e.occurred_at);
    a.fields("fields", e.fields);
}
template <class Archive> void members(Archive& a, delivery_requested& e)
{
    a("delivery", e.delivery);
    a("webhook", e.webhook);
    a("subject", e.subject);
}
template <class Archive> void members(Archive& a, event_unsubscribed& e)
{
    a("subject", e.subject);
    a("event", e.event);
}
template <class Archive> void members(Archive& a, attempt_started& e)
{
    a("delivery", e.delivery);
    a("attempt", e.attempt);
}
template <class Archive> void members(Archive& a, attempt_failed& e)
{
    a("delivery", e.delivery);
    a("attempt", e.attempt);
    a("reason", e.reason);
}
template <class Archive> void members(Archive& a, retry_scheduled& e)
{
    a("delivery", e.delivery);
    a("attempt", e.attempt);
    a("due", e.due);
}
template <class Archive> void members(Archive& a, delivery_succeeded& e)
{
    a("delivery", e.delivery);
    a("attempt", e.attempt);
    a("status", e.status);
}
template <class Archive> void members(Archive& a, delivery_discarded& e)
{
    a("delivery", e.delivery);
    a("attempt", e.attempt);
    a("reason", e.reason);
}
template <class Archive> void members(Archive& a, delivery_cancelled& e)
{
    a("delivery", e.delivery);
}
template <class Archive> void members(Archive& a, effect_applied& e)
{
    a("delivery", e.delivery);
    a("attempt", e.attempt);
}
template <class Archive> void members(Archive& a, effect_skipped& e)
{
    a("delivery", e.delivery);
    a("attempt", e.attempt);
    a("reason", e.reason);
}

std::optional<webhook_event> parse_name(std::string_view text, webhook_event)
{
    return parse_webhook_event(text);
}
std::optional<scan_status> parse_name(std::string_view text, scan_status)
{
    return parse_scan_status(text);
}
std::optional<discard_reason> parse_name(std::string_view text, discard_reason)
{
    return parse_discard_reason(text);
}
std::optional<skip_reason> parse_name(std::string_view text, skip_reason)
{
    return parse_skip_reason(text);
}

void append_number(std::string& out, std::uint64_t value)
{
    char digits[20];
    auto const written = std::to_chars(digits, digits + sizeof digits, value);
    out.append(digits, written.ptr);
}

class line_writer {
public:
    line_writer(std::string& out, event const& e, text_table const& texts,
                journal_names const& names)
        : out_{&out}, at_{e.at}, texts_{&texts}, names_{&names}
    {
    }

    void new_webhook(std::string_view key, webhook_created const& e) { (*this)(key, e.webhook); }
    void new_shipment(std::string_view key, shipment_created const& e) { (*this)(key, e.shipment); }
    void operator()(std::string_view key, webhook_number w)
    {
        text(key, names_->webhook(w, *texts_));
    }
    void operator()(std::string_view key, shipment_number s)
    {
        text(key, names_->shipment(s, *texts_));
    }
    void operator()(std::string_view key, text_number t) { text(key, (*texts_)[t]); }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void operator()(std::string_view key, Enum value) { text(key, name(value)); }
    void operator()(std::string_view key, attempt_outcome outcome) { text(key, to_text(outcome)); }
    void operator()(std::string_view key, delivery_number value) { plain(key, value.value); }
    void operator()(std::string_view key, attempt_number value) { plain(key, value.value); }
    void operator()(std::string_view key, std::uint16_t value) { plain(key, value); }
    void operator()(std::string_view key, instant at)
    {
        open(key);
        *out_ += '"';
        append_text(*out_, at);
        *out_ += '"';
    }
    void unless_now(std::string_view key, instant at)
    {
        if (at != at_) (*this)(key, at);
    }
    /// Written as `value` when on, left out when off.
    void flag(std::string_view key, std::string_view value, std::uint8_t on)
    {
        if (on == 0) return;
        open(key);
        *out_ += value;
    }
    void fields(std::string_view key, text_number object)
    {
        if (!object) return;
        open(key);
        *out_ += (*texts_)[object];
    }

private:
    void open(std::string_view key)
    {
        *out_ += ",\"";
        *out_ += key;
        *out_ += "\":";
    }
    void text(std::string_view key, std::string_view value)
    {
        open(key);
        append_json_string(*out_, value);
    }
    void plain(std::string_view key, std::uint64_t value)
    {
        open(key);
        append_number(*out_, value);
    }

    std::string* out_;
    instant at_;
    text_table const* texts_;
    journal_names const* names_;
};

} // namespace

void journal_names::apply(event const& e)
{
    if (e.type == event_type::webhook_created) {
        auto const made = e.as<webhook_created>();
        webhooks_.push_back({made.id, made.event});
    } else if (e.type == event_type::shipment_created) {
        shipments_.push_back(e.as<shipment_created>().id);
    }
}

std::string journal_names::webhook(webhook_number number, text_table const& texts) const
{
    ASSERT(number.value >= 1 && number.value <= webhooks_.size());
    return webhook_id(webhooks_[number.value - 1].id, number, texts);
}

std::string journal_names::shipment(shipment_number number, text_table const& texts) const
{
    return to_text(shipment_id(number), texts);
}

webhook_event journal_names::event_of(webhook_number number) const
{
    ASSERT(number.value >= 1 && number.value <= webhooks_.size());
    return webhooks_[number.value - 1].event;
}

entity_id journal_names::shipment_id(shipment_number number) const
{
    ASSERT(number.value >= 1 && number.value <= shipments_.size());
    return shipments_[number.value - 1];
}

void event_json_writer::append(std::string& out, event const& e, sequence_number sequence,
                               text_table const& texts)
{
    names_.apply(e);
    out += "{\"seq\":";
    append_number(out, sequence.value);
    out += ",\"at\":\"";
    append_text(out, e.at);
    out += "\",\"type\":\"";
    out += name(e.type);
    out += "\",\"cause\":";
    append_number(out, e.cause.value);
    line_writer line{out, e, texts, names_};
    visit_event(e, [&](auto body) { members(line, body); });
    out += '}';
}

/// Reads the members of one line; remembers the first thing that is wrong.
struct event_parser {
    event_json_reader& reader;
    text_table& texts;
    boost::json::object const& object;
    std::string_view line;
    sequence_number sequence;
    instant at{};
    std::size_t used = 4; // seq, at, type, cause
    std::string error = {};

    void fail(std::string_view key, std::string_view expected)
    {
        if (error.empty())
            error = "expected " + std::string{expected} + " as \"" + std::string{key} + "\"";
    }
    std::string_view text(std::string_view key)
    {
        ++used;
        auto const* const found = object.if_contains({key.data(), key.size()});
        if (found != nullptr && found->is_string())
            return {found->get_string().data(), found->get_string().size()};
        fail(key, "a string");
        return {};
    }
    std::uint64_t plain(std::string_view key, std::uint64_t most)
    {
        ++used;
        auto const* const found = object.if_contains({key.data(), key.size()});
        boost::system::error_code failure;
        auto const value = found == nullptr ? most + 1 : found->to_number<std::uint64_t>(failure);
        if (found != nullptr && !failure && value <= most) return value;
        fail(key, "a whole number up to " + std::to_string(most));
        return 0;
    }

    void new_webhook(std::string_view key, webhook_created& e)
    {
        auto const id = text(key);
        e.webhook = {static_cast<std::uint32_t>(reader.webhook_numbers_.size()) + 1};
        if (id != webhook_id(entity_id{}, e.webhook, texts)) e.id = {0, texts.intern(id, sequence)};
        if (!reader.webhook_numbers_.emplace(id, e.webhook).second) fail(key, "a new webhook id");
    }
    void new_shipment(std::string_view key, shipment_created& e)
    {
        auto const id = text(key);
        auto const numeric = numeric_part(id);
        e.shipment = {static_cast<std::uint32_t>(reader.shipment_numbers_.size()) + 1};
        e.id = numeric != 0 ? entity_id{numeric, {}} : entity_id{0, texts.intern(id, sequence)};
        if (!reader.shipment_numbers_.emplace(id, e.shipment).second)
            fail(key, "a new shipment id");
    }
    void operator()(std::string_view key, webhook_number& w)
    {
        auto const found = reader.webhook_numbers_.find(text(key));
        if (found != reader.webhook_numbers_.end())
            w = found->second;
        else
            fail(key, "the id of a webhook created before");
    }
    void operator()(std::string_view key, shipment_number& s)
    {
        auto const found = reader.shipment_numbers_.find(text(key));
        if (found != reader.shipment_numbers_.end())
            s = found->second;
        else
            fail(key, "the id of a shipment created before");
    }
    void operator()(std::string_view key, text_number& t) { t = texts.intern(text(key), sequence); }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void operator()(std::string_view key, Enum& value)
    {
        auto const parsed = parse_name(text(key), Enum{});
        if (parsed)
            value = *parsed;
        else
            fail(key, "a known name");
    }
    void operator()(std::string_view key, attempt_outcome& outcome)
    {
        auto const parsed = parse_attempt_outcome(text(key));
        if (parsed)
            outcome = *parsed;
        else
            fail(key, "an outcome such as \"http_503\"");
    }
    void operator()(std::string_view key, delivery_number& value)
    {
        value = {static_cast<std::uint32_t>(plain(key, UINT32_MAX))};
    }
    void operator()(std::string_view key, attempt_number& value)
    {
        value = {static_cast<std::uint16_t>(plain(key, UINT16_MAX))};
    }
    void operator()(std::string_view key, std::uint16_t& value)
    {
        value = static_cast<std::uint16_t>(plain(key, UINT16_MAX));
    }
    void operator()(std::string_view key, instant& when)
    {
        auto const parsed = parse_instant(text(key));
        if (parsed)
            when = *parsed;
        else
            fail(key, "a time in RFC 3339");
    }
    void unless_now(std::string_view key, instant& when)
    {
        when = at;
        if (object.contains({key.data(), key.size()})) (*this)(key, when);
    }
    void flag(std::string_view key, std::string_view value, std::uint8_t& on)
    {
        if (!object.contains({key.data(), key.size()})) return;
        ++used;
        on = 1;
        if (raw_member(line, key) != value) fail(key, value);
    }
    void fields(std::string_view key, text_number& t)
    {
        auto const* const found = object.if_contains({key.data(), key.size()});
        if (found == nullptr) return;
        ++used;
        if (!found->is_object()) return fail(key, "an object");
        t = texts.intern(raw_member(line, key), sequence);
    }
};

std::variant<event, std::string> event_json_reader::parse(std::string_view line, text_table& texts)
{
    boost::system::error_code failure;
    auto const value = boost::json::parse({line.data(), line.size()}, failure);
    if (failure) return "not JSON: " + failure.message();
    if (!value.is_object()) return "expected a JSON object";

    auto const& object = value.get_object();
    event_parser parser{*this, texts, object, line, {last_ + 1}};
    auto const sequence = parser.plain("seq", UINT64_MAX - 1);
    parser("at", parser.at);
    auto const type = parse_event_type(parser.text("type"));
    auto const cause = parser.plain("cause", last_);
    if (!parser.error.empty()) return parser.error;
    if (sequence != last_ + 1) return "expected \"seq\" " + std::to_string(last_ + 1);
    if (!type) return std::string{"expected a known event type as \"type\""};

    parser.used = 4;
    event made{.at = parser.at, .cause = {cause}, .type = *type};
    visit_event(made, [&](auto body) {
        members(parser, body);
        made = make_event(parser.at, {cause}, body);
    });
    if (!parser.error.empty()) return parser.error;
    if (count_members(line) != parser.used) return std::string{"an unknown or repeated member"};
    ++last_;
    return made;
}

} // namespace drydock::model
