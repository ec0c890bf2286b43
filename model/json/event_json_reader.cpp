#include "model/json/event_json.hpp"
#include "model/json/event_members.hpp"
#include "model/json/json_text.hpp"
#include "model/state.hpp"

#include <boost/json/parse.hpp>

#include <charconv>

namespace drydock::model {

namespace {

std::optional<webhook_event> parse_name(std::string_view text, webhook_event)
{
    return parse_webhook_event(text);
}
std::optional<scan_status> parse_name(std::string_view text, scan_status)
{
    return parse_scan_status(text);
}
std::optional<batch_status> parse_name(std::string_view text, batch_status)
{
    return parse_batch_status(text);
}
std::optional<discard_reason> parse_name(std::string_view text, discard_reason)
{
    return parse_discard_reason(text);
}
std::optional<skip_reason> parse_name(std::string_view text, skip_reason)
{
    return parse_skip_reason(text);
}
std::optional<answerer> parse_name(std::string_view text, answerer)
{
    return parse_answerer(text);
}
std::optional<verb> parse_name(std::string_view text, verb)
{
    return parse_verb(text);
}
std::optional<key_state> parse_name(std::string_view text, key_state)
{
    return parse_key_state(text);
}

// How there was no answer: every kind but the one that is an answer.
std::optional<outcome_kind> parse_name(std::string_view text, outcome_kind)
{
    auto const parsed = parse_attempt_outcome(text);
    if (!parsed || parsed->kind == outcome_kind::http) return std::nullopt;
    return parsed->kind;
}

} // namespace

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
        reader.webhook_events_.push_back(peeked_event());
    }
    event_json_reader::numbers& numbers_of(subject_kind kind)
    {
        return reader.subject_numbers_[static_cast<std::size_t>(kind)];
    }
    /// True when the id is new.
    template <class Number> bool subject_with_id(std::string_view key, Number& n, entity_id& id)
    {
        auto const given = text(key);
        auto const numeric = numeric_part(given);
        auto& known = numbers_of(model::subject{n}.kind);
        id = numeric != 0 ? entity_id{numeric, {}} : entity_id{0, texts.intern(given, sequence)};
        auto const next = static_cast<std::uint32_t>(known.size()) + 1;
        auto const [place, is_new] = known.emplace(given, next);
        n = {place->second};
        return is_new;
    }
    template <class Number> void new_subject(std::string_view key, Number& n, entity_id& id)
    {
        if (!subject_with_id(key, n, id)) fail(key, "an id that is new");
    }
    std::uint32_t known_subject(std::string_view key, subject_kind kind)
    {
        auto const& known = numbers_of(kind);
        auto const found = known.find(text(key));
        if (found != known.end()) return found->second;
        fail(key, "the id of a " + std::string{name(kind)} + " named before");
        return 0;
    }
    /// Of the member "event", which is read later.
    webhook_event peeked_event() const
    {
        auto const* const found = object.if_contains("event");
        if (found == nullptr || !found->is_string()) return {};
        auto const& text = found->get_string();
        return parse_webhook_event({text.data(), text.size()}).value_or(webhook_event::track);
    }
    void subject(std::string_view key, delivery_requested& e)
    {
        auto const kind = e.webhook ? subject_kind_of(reader.webhook_events_[e.webhook.value - 1])
                                    : subject_kind::shipment;
        e.subject = {known_subject(key, kind), kind};
    }
    void subject(std::string_view key, event_unsubscribed& e)
    {
        e.ordinal = known_subject(key, subject_kind_of(peeked_event()));
    }
    template <class Number>
    requires std::is_convertible_v<Number, model::subject>
    void operator()(std::string_view key, Number& n)
    {
        n = {known_subject(key, model::subject{n}.kind)};
    }
    void operator()(std::string_view key, webhook_number& w)
    {
        auto const found = reader.webhook_numbers_.find(text(key));
        if (found != reader.webhook_numbers_.end())
            w = found->second;
        else
            fail(key, "the id of a webhook created before");
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
    void operator()(std::string_view key, std::uint32_t& value)
    {
        value = static_cast<std::uint32_t>(plain(key, UINT32_MAX));
    }
    void operator()(std::string_view key, request_number& value)
    {
        value = {static_cast<std::uint32_t>(plain(key, UINT32_MAX))};
    }
    void operator()(std::string_view key, call_number& value)
    {
        value = {static_cast<std::uint32_t>(plain(key, UINT32_MAX))};
    }
    void operator()(std::string_view key, capture_number& value)
    {
        value = {static_cast<std::uint32_t>(plain(key, UINT32_MAX))};
    }
    void unless_none(std::string_view key, delivery_number& value)
    {
        if (object.contains({key.data(), key.size()})) (*this)(key, value);
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
    void unless_epoch(std::string_view key, instant& when)
    {
        if (object.contains({key.data(), key.size()})) (*this)(key, when);
    }
    void flag(std::string_view key, std::string_view value, std::uint8_t& on)
    {
        if (!object.contains({key.data(), key.size()})) return;
        ++used;
        on = 1;
        if (raw_member(line, key) != value) fail(key, value);
    }
    void statuses(std::string_view key, status_set& set)
    {
        auto const* const found = object.if_contains({key.data(), key.size()});
        if (found == nullptr) return;
        ++used;
        if (!found->is_array() || found->get_array().empty()) return fail(key, "statuses");
        for (auto const& item : found->get_array()) {
            auto const* const text = item.if_string();
            auto const status =
                text == nullptr ? std::nullopt : parse_scan_status({text->data(), text->size()});
            if (!status) return fail(key, "statuses");
            set = static_cast<status_set>(set | set_of(*status));
        }
    }
    template <class Enum> void unless(std::string_view key, Enum& value, Enum usual)
    {
        value = usual;
        if (object.contains({key.data(), key.size()})) (*this)(key, value);
    }
    void given(std::string_view key, text_number& t)
    {
        if (object.contains({key.data(), key.size()})) (*this)(key, t);
    }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void given(std::string_view key, Enum& value)
    {
        if (object.contains({key.data(), key.size()})) (*this)(key, value);
    }
    void given(std::string_view key, std::uint16_t& value)
    {
        if (object.contains({key.data(), key.size()})) (*this)(key, value);
    }
    void seconds(std::string_view key, std::uint8_t& is_given, std::uint32_t& value)
    {
        if (!object.contains({key.data(), key.size()})) return;
        is_given = 1;
        (*this)(key, value);
    }
    void body(std::string_view key, text_number& t)
    {
        auto const* const found = object.if_contains({key.data(), key.size()});
        if (found == nullptr) return;
        if (found->is_string()) return (*this)(key, t);
        ++used;
        t = texts.intern(raw_member(line, key), sequence);
    }
    void hex(std::string_view key, std::uint64_t& value)
    {
        auto const digits = text(key);
        auto const* const end = digits.data() + digits.size();
        auto const [stop, failure] = std::from_chars(digits.data(), end, value, 16);
        if (digits.size() != 16 || failure != std::errc{} || stop != end)
            fail(key, "16 hexadecimal digits");
    }
    void fields(std::string_view key, text_number& t)
    {
        auto const* const found = object.if_contains({key.data(), key.size()});
        if (found == nullptr) return;
        ++used;
        if (!found->is_object()) return fail(key, "an object");
        t = texts.intern(raw_member(line, key), sequence);
    }
    void list(std::string_view key, text_number& t)
    {
        ++used;
        auto const* const found = object.if_contains({key.data(), key.size()});
        if (found == nullptr || !found->is_array()) return fail(key, "an array");
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
