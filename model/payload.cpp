#include "model/payload.hpp"

#include "model/address.hpp"
#include "model/json/json_edit.hpp"
#include "model/json/json_object.hpp"

#include <algorithm>
#include <vector>

namespace drydock::model {

namespace {

/// All scans up to the told one, newest occurrence first; of two at one time the later report
/// first.
std::vector<scan> history(state const& s, shipment const& subject, std::uint32_t told)
{
    auto found = s.scans_up_to(subject.number, told);
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

void append_event(std::string& out, scan const& told, text_table const& texts, profile of)
{
    object_writer event{out, texts[told.fields]};
    event.fixed("occurred_at", to_text(told.occurred_at));
    event.text("carrier_occurred_at", local_time(told.occurred_at));
    event.text("description", description(told.status));
    for (auto const* const place : {"city_locality", "state_province", "postal_code",
                                    "country_code", "company_name", "signer"})
        event.text(place, "");
    event.text("event_code", name(told.status));
    if (of == profile::openapi_2026) {
        event.null("carrier_detail_code");
        event.text("status_code", name(told.status));
        event.text("status_description", description(told.status));
        event.text("carrier_status_code", name(told.status));
        event.text("carrier_status_description", description(told.status));
        for (auto const* const unknown : {"status_detail_code", "status_detail_description",
                                          "latitude", "longitude", "proof_of_delivery_url"})
            event.null(unknown);
    }
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
    url += encode_url(carrier_code(subject, texts));
    url += "&tracking_number=";
    url += encode_url(tracking_number(subject, texts));
    return url;
}

/// What a shipment is without a scan, and what its tracking tells of otherwise.
struct told_scan {
    scan_status status = scan_status::UN;
    instant occurred_at;
    text_number fields;
};

/// The members but for the label's, with all scans up to `latest`.
void append_tracking(object_writer& track, std::string& out, state const& s,
                     text_table const& texts, shipment const& subject, told_scan const& told,
                     std::uint32_t latest, profile of)
{
    track.text("tracking_number", tracking_number(subject, texts));
    if (of == profile::openapi_2026) {
        track.null("tracking_url");
        track.text("carrier_code", default_carrier_code);
        track.null("carrier_id");
        track.null("status_detail_code");
        track.null("status_detail_description");
    }
    track.fixed("status_code", name(told.status));
    track.null("carrier_detail_code");
    track.text("status_description", description(told.status));
    track.text("carrier_status_code", name(told.status));
    track.text("carrier_status_description", description(told.status));
    track.null("ship_date");
    track.null("estimated_delivery_date");
    if (told.status == scan_status::DE || told.status == scan_status::SP)
        track.text("actual_delivery_date", to_text(told.occurred_at));
    else
        track.null("actual_delivery_date");
    if (told.status == scan_status::EX)
        track.text("exception_description", field_or(texts[told.fields], "description",
                                                     std::string{description(told.status)}));
    else
        track.null("exception_description");
    track.key("events");
    out += '[';
    for (auto const& each : history(s, subject, latest)) {
        if (out.back() != '[') out += ',';
        append_event(out, each, texts, of);
    }
    out += ']';
    track.close();
}

told_scan told_by(state const& s, shipment const& subject, std::uint32_t told)
{
    if (told == 0) return {};
    auto const found = s.told_scan(subject.number, told);
    return {found.status, found.occurred_at, found.fields};
}

/// The path of what a payload points to, after the base URL; empty for `track`.
std::string resource_path(webhook_event event, std::string_view id)
{
    switch (event) {
    case webhook_event::track: return {};
    case webhook_event::batch: return "/v1/batches/" + encode_url(id);
    case webhook_event::rate: return "/v1/shipments/" + encode_url(id) + "/rates";
    case webhook_event::carrier_connected: return "/v1/carriers/" + encode_url(id);
    case webhook_event::sales_orders_imported: return "/v-beta/sales_orders";
    case webhook_event::order_source_refresh_complete:
        return "/v-beta/order_sources/" + encode_url(id);
    case webhook_event::report_complete: return "/v1/reports/" + encode_url(id);
    }
    assertion_failed("a known webhook event", __FILE__, __LINE__);
}

std::string_view resource_type(webhook_event event)
{
    switch (event) {
    case webhook_event::track: return "API_TRACK";
    case webhook_event::batch: return "API_BATCH";
    case webhook_event::rate: return "API_RATE";
    case webhook_event::carrier_connected: return "API_CARRIER_CONNECTED";
    case webhook_event::sales_orders_imported: return "API_SALES_ORDERS_IMPORTED";
    case webhook_event::order_source_refresh_complete: return "API_ORDER_SOURCE_REFRESH_COMPLETE";
    case webhook_event::report_complete: return "API_REPORT_COMPLETE";
    }
    assertion_failed("a known webhook event", __FILE__, __LINE__);
}

/// What an entry wished to be otherwise in its body.
std::string changed(std::string body, std::string_view change)
{
    if (change.empty()) return body;
    if (auto const whole = raw_member(change, "body"); !whole.empty())
        return decode_json_string(whole);
    json_members overrides{raw_member(change, "override")};
    while (overrides.next())
        body = with_value(body, decode_json_string(overrides.name), overrides.value);
    json_items removed{raw_member(change, "remove")};
    while (removed.next())
        body = without_value(body, decode_json_string(removed.value));
    return body;
}

std::string track_body(state const& s, text_table const& texts, shipment const& subject,
                       std::uint32_t told, dialect of)
{
    std::string out;
    object_writer payload{out, {}};
    payload.text("resource_url", tracking_url(subject, texts, of.base_url));
    payload.text("resource_type", resource_type(webhook_event::track));
    payload.key("data");
    object_writer track{out, texts[subject.fields]};
    track.null("label_url");
    append_tracking(track, out, s, texts, subject, told_by(s, subject, told), told, of.profile);
    payload.close();
    return out;
}

std::string resource_body(std::string_view id, webhook_event event, fact const& told,
                          text_table const& texts, dialect of)
{
    auto const url = std::string{of.base_url} + resource_path(event, id);
    std::string out;
    object_writer payload{out, {}};
    payload.text("resource_url", url);
    payload.text("resource_type", resource_type(event));
    if (event == webhook_event::sales_orders_imported) {
        payload.key("data");
        out += texts[told.data];
    } else if (event == webhook_event::report_complete) {
        payload.key("data");
        out += report_object(id, texts[told.data], told.at, of.base_url);
    }
    payload.close();
    return out;
}

} // namespace

std::string webhook_body(state const& s, text_table const& texts, telling const& what, dialect of)
{
    if (what.event == webhook_event::track) {
        auto const who = what.who.shipment();
        return changed(track_body(s, texts, s.at(who), what.told, of),
                       texts[s.told_scan(who, what.told).payload]);
    }
    ASSERT(what.told >= 1 && what.told <= s.facts.size());
    auto const& told = s.facts[what.told - 1];
    return changed(resource_body(to_text(s.id_of(what.who), texts), what.event, told, texts, of),
                   texts[told.payload]);
}

std::string tracking_object(state const& s, text_table const& texts, shipment const& subject,
                            profile of)
{
    std::string out;
    object_writer track{out, texts[subject.fields]};
    append_tracking(track, out, s, texts, subject, told_by(s, subject, subject.newest_scan),
                    subject.last_scan, of);
    return out;
}

std::string report_object(std::string_view id, std::string_view fields, instant completed_at,
                          std::string_view base_url)
{
    auto const url =
        std::string{base_url} + resource_path(webhook_event::report_complete, id) + "/download";
    std::string link = "{\"href\":";
    append_json_string(link, url);
    link += '}';

    std::string out;
    object_writer report{out, fields};
    report.text("report_type", "shipments");
    report.text("created_at", to_text(completed_at));
    report.json("report_url", link);
    report.close();
    return out;
}

std::string carrier_code(shipment const& subject, text_table const& texts)
{
    return field_or(texts[subject.fields], "carrier_code", std::string{default_carrier_code});
}

std::string tracking_number(shipment const& subject, text_table const& texts)
{
    std::string derived{derived_number_prefix};
    derived += subject.id.numeric != 0 ? std::to_string(subject.id.numeric)
                                       : '-' + to_text(subject.id, texts);
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
    case scan_status::NY: return "Not Yet In System";
    case scan_status::SP: return "Delivered To Collection Location";
    }
    assertion_failed("a known scan status", __FILE__, __LINE__);
}

} // namespace drydock::model
