#include "model/json/event_json.hpp"

#include "model/json/event_members.hpp"
#include "model/json/json_text.hpp"
#include "model/state.hpp"

#include <charconv>

namespace drydock::model {

namespace {

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
    template <class Number> void new_subject(std::string_view key, Number n, entity_id)
    {
        (*this)(key, n);
    }
    template <class Number> void subject_with_id(std::string_view key, Number n, entity_id)
    {
        (*this)(key, n);
    }
    void subject(std::string_view key, delivery_requested const& e) { who(key, e.subject); }
    void subject(std::string_view key, event_unsubscribed const& e) { who(key, e.subject()); }
    void operator()(std::string_view key, webhook_number w)
    {
        text(key, names_->webhook(w, *texts_));
    }
    void operator()(std::string_view key, shipment_number s) { who(key, s); }
    void operator()(std::string_view key, batch_number b) { who(key, b); }
    void operator()(std::string_view key, carrier_number c) { who(key, c); }
    void operator()(std::string_view key, order_source_number o) { who(key, o); }
    void operator()(std::string_view key, report_number r) { who(key, r); }
    void operator()(std::string_view key, text_number t) { text(key, (*texts_)[t]); }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void operator()(std::string_view key, Enum value) { text(key, name(value)); }
    void operator()(std::string_view key, attempt_outcome outcome) { text(key, to_text(outcome)); }
    void operator()(std::string_view key, delivery_number value) { plain(key, value.value); }
    void operator()(std::string_view key, attempt_number value) { plain(key, value.value); }
    void operator()(std::string_view key, std::uint16_t value) { plain(key, value); }
    void operator()(std::string_view key, std::uint32_t value) { plain(key, value); }
    void unless_none(std::string_view key, delivery_number value)
    {
        if (value) plain(key, value.value);
    }
    void operator()(std::string_view key, request_number value) { plain(key, value.value); }
    void operator()(std::string_view key, call_number value) { plain(key, value.value); }
    void operator()(std::string_view key, capture_number value) { plain(key, value.value); }
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
    void unless_epoch(std::string_view key, instant at)
    {
        if (at != instant{}) (*this)(key, at);
    }
    /// Written as `value` when on, left out when off.
    void flag(std::string_view key, std::string_view value, std::uint8_t on)
    {
        if (on == 0) return;
        open(key);
        *out_ += value;
    }
    /// Left out when there are none.
    void statuses(std::string_view key, status_set set)
    {
        if (set == 0) return;
        open(key);
        char before = '[';
        for (auto const status : scan_status_names()) {
            if ((set & set_of(*parse_scan_status(status))) == 0) continue;
            *out_ += before;
            append_json_string(*out_, status);
            before = ',';
        }
        *out_ += ']';
    }
    void fields(std::string_view key, text_number object)
    {
        if (!object) return;
        open(key);
        *out_ += (*texts_)[object];
    }
    void list(std::string_view key, text_number array) { fields(key, array); }
    template <class Enum> void unless(std::string_view key, Enum value, Enum usual)
    {
        if (value != usual) (*this)(key, value);
    }
    /// Left out when there is none.
    void given(std::string_view key, text_number t)
    {
        if (t) (*this)(key, t);
    }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void given(std::string_view key, Enum value)
    {
        if (value != Enum{}) (*this)(key, value);
    }
    void given(std::string_view key, std::uint16_t value)
    {
        if (value != 0) plain(key, value);
    }
    void seconds(std::string_view key, std::uint8_t is_given, std::uint32_t value)
    {
        if (is_given != 0) plain(key, value);
    }
    /// JSON as it is, save for strings; any other text as a string; left out when there is none.
    void body(std::string_view key, text_number t)
    {
        auto const text = (*texts_)[t];
        if (!text.starts_with('"') && is_compact_json(text))
            fields(key, t);
        else
            given(key, t);
    }
    /// 16 digits, for numbers that are too large for JavaScript.
    void hex(std::string_view key, std::uint64_t value)
    {
        std::string digits;
        append_hex(digits, value, 16);
        text(key, digits);
    }

private:
    void who(std::string_view key, model::subject s) { text(key, names_->subject(s, *texts_)); }
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
    } else if (auto const named = named_by(e)) {
        auto& ids = subjects_[static_cast<std::size_t>(named->who.kind)];
        if (named->who.ordinal > ids.size()) ids.push_back(named->id);
    }
}

std::string journal_names::webhook(webhook_number number, text_table const& texts) const
{
    ASSERT(number.value >= 1 && number.value <= webhooks_.size());
    return webhook_id(webhooks_[number.value - 1].id, number, texts);
}

std::string journal_names::subject(model::subject who, text_table const& texts) const
{
    return to_text(subject_id(who), texts);
}

webhook_event journal_names::event_of(webhook_number number) const
{
    ASSERT(number.value >= 1 && number.value <= webhooks_.size());
    return webhooks_[number.value - 1].event;
}

entity_id journal_names::subject_id(model::subject who) const
{
    auto const& ids = of(who.kind);
    ASSERT(who.ordinal >= 1 && who.ordinal <= ids.size());
    return ids[who.ordinal - 1];
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

} // namespace drydock::model
