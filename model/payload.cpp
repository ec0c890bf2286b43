#include "model/payload.hpp"

#include "model/json_text.hpp"

#include <algorithm>
#include <vector>

namespace drydock::model {

namespace {

/// Writes one JSON object whose members are given values unless `fields` overrides them.
class object_writer {
public:
    object_writer(std::string& out, std::string_view fields) : out_{&out}, fields_{fields}
    {
        *out_ += '{';
    }

    void text(std::string_view name, std::string_view value)
    {
        if (overridden(name)) return;
        append_json_string(*out_, value);
    }
    void null(std::string_view name)
    {
        if (!overridden(name)) *out_ += "null";
    }
    /// A value that no field may override.
    void fixed(std::string_view name, std::string_view value)
    {
        key(name);
        append_json_string(*out_, value);
    }
    void key(std::string_view name)
    {
        if (!first_) *out_ += ',';
        first_ = false;
        append_json_string(*out_, name);
        *out_ += ':';
    }
    void close() { *out_ += '}'; }

private:
    bool overridden(std::string_view name)
    {
        key(name);
        auto const given = raw_member(fields_, name);
        *out_ += given;
        return !given.empty();
    }

    std::string* out_;
    std::string_view fields_;
    bool first_ = true;
};

/// Percent-encodes all but RFC 3986's unreserved characters.
void append_url_encoded(std::string& out, std::string_view text)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
    }
}

/// All scans up to `latest`, newest occurrence first; of two at one time the later report first.
std::vector<scan const*> history(state const& s, std::uint32_t latest)
{
    std::vector<scan const*> found;
    for (auto index = latest; index != 0; index = s.scans[index - 1].previous)
        found.push_back(&s.scans[index - 1]);
    std::ranges::stable_sort(found, std::ranges::greater{}, &scan::occurred_at);
    return found;
}

/// The carrier's local time has no offset; where no other is given it is UTC.
std::string local_time(instant at)
{
    auto text = to_text(at);
    text.pop_back();
    return text;
}

void append_event(std::string& out, scan const& told, text_table const& texts)
{
    object_writer event{out, texts[told.fields]};
    event.fixed("occurred_at", to_text(told.occurred_at));
    event.text("carrier_occurred_at", local_time(told.occurred_at));
    event.text("description", description(told.status));
    for (auto const* const place : {"city_locality", "state_province", "postal_code",
                                    "country_code", "company_name", "signer"})
        event.text(place, "");
    event.text("event_code", name(told.status));
    event.close();
}

std::string field_or(std::string_view fields, std::string_view name, std::string fallback)
{
    auto const raw = raw_member(fields, name);
    return raw.empty() ? fallback : decode_json_string(raw);
}

std::string tracking_url(shipment const& subject, text_table const& texts,
                         std::string_view base_url)
{
    std::string url{base_url};
    url += "/v1/tracking?carrier_code=";
    append_url_encoded(
        url, field_or(texts[subject.fields], "carrier_code", std::string{default_carrier_code}));
    url += "&tracking_number=";
    append_url_encoded(url, tracking_number(subject, texts));
    return url;
}

void append_tracking(std::string& out, state const& s, text_table const& texts,
                     shipment const& subject, std::uint32_t latest)
{
    auto const& told = s.scans[latest - 1];
    object_writer track{out, texts[subject.fields]};
    track.null("label_url");
    track.text("tracking_number", tracking_number(subject, texts));
    track.fixed("status_code", name(told.status));
    track.null("carrier_detail_code");
    track.text("status_description", description(told.status));
    track.text("carrier_status_code", name(told.status));
    track.text("carrier_status_description", description(told.status));
    track.null("ship_date");
    track.null("estimated_delivery_date");
    if (told.status == scan_status::DE)
        track.text("actual_delivery_date", to_text(told.occurred_at));
    else
        track.null("actual_delivery_date");
    if (told.status == scan_status::EX)
        track.text("exception_description", field_or(texts[told.fields], "description",
                                                     std::string{description(told.status)}));
    else
        track.null("exception_description");
    track.key("events");
    char separator = '[';
    for (auto const* const each : history(s, latest)) {
        out += separator;
        append_event(out, *each, texts);
        separator = ',';
    }
    out += ']';
    track.close();
}

} // namespace

std::string track_payload(state const& s, text_table const& texts, shipment const& subject,
                          std::uint32_t scan, std::string_view base_url)
{
    ASSERT(scan >= 1 && scan <= s.scans.size());
    std::string out;
    object_writer payload{out, {}};
    payload.text("resource_url", tracking_url(subject, texts, base_url));
    payload.text("resource_type", "API_TRACK");
    payload.key("data");
    append_tracking(out, s, texts, subject, scan);
    payload.close();
    return out;
}

std::string tracking_number(shipment const& subject, text_table const& texts)
{
    auto const derived = subject.id.numeric != 0 ? "DRYDOCK" + std::to_string(subject.id.numeric)
                                                 : "DRYDOCK-" + to_text(subject.id, texts);
    return field_or(texts[subject.fields], "tracking_number", derived);
}

std::string_view description(scan_status status)
{
    switch (status) {
    case scan_status::UN: return "Unknown";
    case scan_status::AC: return "Accepted";
    case scan_status::IT: return "In Transit";
    case scan_status::AT: return "Delivery Attempt";
    case scan_status::EX: return "Exception";
    case scan_status::DE: return "Delivered";
    }
    assertion_failed("a known scan status", __FILE__, __LINE__);
}

} // namespace drydock::model
