// Shapes of timeline entries.
#include "sim/scenario/shape/shape.hpp"

#include <algorithm>
#include <array>

namespace drydock::sim {

using enum shape::form;

namespace {

constexpr shape const* nullable_number_parts[] = {&number_shape, &null_shape};
constexpr shape nullable_number{
    .is = either, .expected = "a number or null", .parts = nullable_number_parts};

// --- scans -----------------------------------------------------------------------------------

// Source: the OpenAPI's tracking event; the set of September 2019, then what came later.
constexpr key event_fields[] = {
    {"carrier_occurred_at", &nullable_text, "The carrier's local time, without offset."},
    {"description", &nullable_text, "Default: the description of the status."},
    {"city_locality", &nullable_text, "City."},
    {"state_province", &nullable_text, "State or province."},
    {"postal_code", &nullable_text, "Postal code."},
    {"country_code", &nullable_text, "Two letters."},
    {"company_name", &nullable_text, "Company."},
    {"signer", &nullable_text, "Who signed for the parcel."},
    {"event_code", &nullable_text, "The carrier's code; default: the status."},
    {"latitude", &nullable_number, "Degrees. Not in the field set of 2019."},
    {"longitude", &nullable_number, "Degrees. Not in the field set of 2019."},
    {"carrier_detail_code", &nullable_text, "Not in the field set of 2019."},
    {"status_description", &nullable_text, "Not in the field set of 2019."},
    {"carrier_status_code", &nullable_text, "Not in the field set of 2019."},
    {"carrier_status_description", &nullable_text, "Not in the field set of 2019."},
    {"status_detail_code", &nullable_text, "Not in the field set of 2019."},
    {"status_detail_description", &nullable_text, "Not in the field set of 2019."},
    {"proof_of_delivery_url", &nullable_text, "Not in the field set of 2019."},
};
constexpr key scan_keys[] = {
    {"at", &point_shape, "When it is reported: an offset from the entry's own at.", true},
    {"status", &status_shape, "The tracking status.", true},
    {"occurred_at", &point_shape, "When it happened; default: when it is reported."},
};
constexpr key track_keys[] = {
    {"shipment", &name_shape, "Id of the shipment; it is made if new.", true},
    {"status", &status_shape, "The tracking status.", true},
    {"occurred_at", &point_shape, "When it happened; default: at."},
};

template <std::size_t A, std::size_t B>
consteval std::array<key, A + B> joined_keys(key const (&first)[A], key const (&rest)[B])
{
    std::array<key, A + B> made{};
    std::copy(first, first + A, made.begin());
    std::copy(rest, rest + B, made.begin() + A);
    return made;
}

constexpr auto all_scan_keys = joined_keys(scan_keys, event_fields);
constexpr shape scan_shape{.is = object, .name = "scan", .keys = all_scan_keys};
constexpr shape scan_list{.is = list, .item = &scan_shape};
constexpr auto all_track_keys = joined_keys(track_keys, event_fields);
constexpr shape track_shape{.is = object, .name = "track", .keys = all_track_keys};

// --- shipments -------------------------------------------------------------------------------

constexpr std::string_view notify_names[] = {"every", "status"};
constexpr shape notify_shape{
    .is = choice, .names = [] { return std::span<std::string_view const>{notify_names}; }};
constexpr std::string_view story_names[] = {"delivered", "attempted", "exception", "lost",
                                            "unordered"};
constexpr shape story_shape{.is = choice,
                            .names = [] { return std::span<std::string_view const>{story_names}; }};
constexpr shape carrier_id_shape{.is = number, .range = {true, 0, INT32_MAX}};

// Source of the fields: the OpenAPI's tracking object without what the scans decide.
constexpr key ship_keys[] = {
    {"shipment", &name_shape, "Id of the new shipment.", true},
    {"scans", &scan_list, "Scans to come."},
    {"story", &story_shape, "A seeded life instead of scans."},
    {"unordered", &boolean_shape, "Lifts the table of legal moves."},
    {"notify", &notify_shape, "status: only scans that change the status are sent."},
    {"label_id", &name_shape, "The label that the shipment was made with."},
    {"label_url", &nullable_text, "Image of the label."},
    {"carrier_code", &text_shape, "Default ups."},
    {"carrier_id", &carrier_id_shape, "Not in the field set of 2019."},
    {"tracking_number", &text_shape, "Default: made from the id."},
    {"tracking_url", &nullable_text, "Not in the field set of 2019."},
    {"carrier_detail_code", &nullable_text, "The carrier's detail code."},
    {"ship_date", &nullable_text, "When it was shipped."},
    {"estimated_delivery_date", &nullable_text, "When it should arrive."},
    {"actual_delivery_date", &nullable_text, "Default: when the DE scan occurred."},
    {"exception_description", &nullable_text, "Default: the description of an EX scan."},
};
constexpr shape ship_shape{.is = object, .name = "ship", .keys = ship_keys};

// --- webhooks --------------------------------------------------------------------------------

constexpr key change_keys[] = {
    {"event", &event_shape, "Whose webhook.", true},
    {"url", &name_shape, "Re-points the webhook, or makes one."},
    {"enabled", &boolean_shape, "Turns the webhook on or off."},
    {"deleted", &boolean_shape, "true deletes the webhook."},
};
constexpr std::string_view change_names[] = {"url", "enabled", "deleted"};
constexpr key_group change_groups[] = {{change_names, 1, 3}};
constexpr shape change_shape{
    .is = object, .name = "webhook_change", .keys = change_keys, .groups = change_groups};

// --- entries ---------------------------------------------------------------------------------

constexpr shape repeat_times{.is = number, .range = {true, 1, UINT32_MAX}};
constexpr key repeat_keys[] = {
    {"every", &duration_shape, "Between two occurrences.", true},
    {"times", &repeat_times, "How many occurrences, the first included.", true},
};
constexpr shape repeat_shape{.is = object, .name = "repeat", .keys = repeat_keys};

constexpr key entry_keys[] = {
    {"at", &point_shape, "When: an offset from the start, or RFC 3339.", true},
    {"repeat", &repeat_shape, "The entry happens often; {n} counts from 1."},
    {"ship", &ship_shape, "Makes a shipment."},
    {"track", &track_shape, "One scan; makes its shipment if new."},
    {"webhook", &change_shape, "Changes a webhook."},
    {"batch", &batch_shape, "Moves a batch; makes it if new."},
    {"rate", &rate_shape, "New rates of a shipment; makes it if new."},
    {"carrier_connected", &carrier_shape, "Connects a carrier."},
    {"store_refresh", &refresh_shape, "Refreshes an order source; makes it if new."},
    {"report_complete", &report_shape, "A report is ready. Profile openapi-2026 only."},
    {"request", &request_shape, "Calls the API, or another server."},
    {"resend", &delivery_filter_shape, "A new delivery of the same body for each of these."},
    {"payload", &payload_shape, "How bodies that come of the entry differ from the rule."},
    {"expect", &answer_check_shape, "What every answer to the request must be."},
};
constexpr std::string_view verb_names[] = {
    "ship",          "track",           "webhook", "batch", "rate", "carrier_connected",
    "store_refresh", "report_complete", "request", "resend"};
constexpr key_group entry_groups[] = {{verb_names, 1, 1}};

} // namespace

constinit shape const entry_shape{
    .is = object, .name = "entry", .keys = entry_keys, .groups = entry_groups};

} // namespace drydock::sim
