// Shapes of timeline entries about batches, rates, carriers, stores and reports, in the API's
// words, and of what changes a payload.
#include "model/status.hpp"
#include "sim/scenario/shape/shape.hpp"

namespace drydock::sim {

using enum shape::form;

namespace {

constexpr shape counter_shape{.is = number, .range = {true, 0, INT32_MAX}};
constexpr shape object_shape{.is = object, .expected = "an object", .is_open = true};
constexpr shape object_list{.is = list, .item = &object_shape};
constexpr shape any_list{.is = list, .item = &any_shape};

// --- batches: source, the OpenAPI's batch object -------------------------------------------------

constexpr shape batch_status_shape{
    .is = choice, .name = "batch_status", .names = model::batch_status_names};
constexpr key batch_keys[] = {
    {"batch", &name_shape, "Id of the batch; it is made if new, and open then.", true},
    {"status", &batch_status_shape, "Where it goes; default completed."},
    {"external_batch_id", &nullable_text, "An id of your own."},
    {"batch_number", &nullable_text, "Not in the field set of 2019."},
    {"batch_notes", &nullable_text, "Notes."},
    {"label_layout", &nullable_text, "4x6, letter, A4 or A6."},
    {"label_format", &nullable_text, "pdf, png or zpl."},
    {"errors", &counter_shape, "Labels that failed; default: as many as process_errors."},
    {"warnings", &counter_shape, "Labels with warnings; default 0."},
    {"completed", &counter_shape, "Labels that are done; default 0."},
    {"forms", &counter_shape, "Forms; default 0."},
    {"count", &counter_shape, "Default: errors, warnings and completed together."},
    {"process_errors", &object_list,
     "What went wrong: error, shipment_id, external_shipment_id, or as the API's errors."},
    {"label_download", &object_shape, "Links to the labels."},
    {"form_download", &object_shape, "Links to the forms."},
};

// --- rates: source, the OpenAPI's rates information ----------------------------------------------

constexpr std::string_view rate_status_names[] = {"working", "completed", "partial", "error"};
constexpr shape rate_status_shape{
    .is = choice, .names = [] { return std::span<std::string_view const>{rate_status_names}; }};
constexpr key rate_keys[] = {
    {"shipment", &name_shape, "Id of the shipment; it is made if new.", true},
    {"rates", &object_list, "The rates; default none."},
    {"invalid_rates", &object_list, "Rates that cannot be used."},
    {"rate_request_id", &name_shape, "Default: an id of the update's own."},
    {"created_at", &text_shape, "Default: the time of the update."},
    {"status", &rate_status_shape, "Default completed."},
    {"errors", &any_list, "What went wrong."},
};

// --- carriers: source, the OpenAPI's carrier -----------------------------------------------------

constexpr key carrier_keys[] = {
    {"carrier", &name_shape, "Id of the carrier; connected anew if it is known.", true},
    {"carrier_code", &text_shape, "Default ups."},
    {"account_number", &nullable_text, "Default: account_ and its number."},
    {"requires_funded_amount", &boolean_shape, "Default false."},
    {"balance", &number_shape, "Default 0.0."},
    {"nickname", &nullable_text, "A name of your own."},
    {"friendly_name", &nullable_text, "Default: made from the code, UPS."},
    {"primary", &boolean_shape, "Default: whether it is the first."},
    {"has_multi_package_supporting_services", &boolean_shape, "Default false."},
    {"supports_label_messages", &boolean_shape, "Default false."},
    {"services", &object_list, "Default none."},
    {"packages", &object_list, "Default none."},
    {"options", &object_list, "Default none."},
};

// --- reports -------------------------------------------------------------------------------------

constexpr key report_keys[] = {
    {"report", &name_shape, "Id of the report.", true},
    {"report_type", &text_shape, "Default shipments."},
    {"created_at", &text_shape, "Default: the time of the entry."},
    {"report_url", &object_shape, "An object with href; default: made from the id."},
};

// --- stores: source, the documentation of order sources ------------------------------------------

constexpr std::string_view refresh_outcomes[] = {"completed", "error"};
constexpr shape refresh_outcome_shape{
    .is = choice, .names = [] { return std::span<std::string_view const>{refresh_outcomes}; }};
constexpr key refresh_keys[] = {
    {"order_source", &name_shape, "Id of the order source; it is made if new.", true},
    {"takes", &duration_shape, "From the start of the refresh to its end; default 0s."},
    {"outcome", &refresh_outcome_shape, "Default completed; an error sends nothing."},
    {"orders", &object_list, "Orders that it imports: what differs from the sample order."},
    {"order_source_nickname", &nullable_text, "Default Shippity Shop Shopify."},
    {"order_source_code", &text_shape, "Default shopify."},
    {"order_source_friendly_name", &nullable_text, "Default Shopify."},
    {"active", &boolean_shape, "Default true."},
};

// --- changed payloads ----------------------------------------------------------------------------

constexpr shape pointer_list{.is = list, .item = &name_shape, .fewest = 1};
constexpr shape override_shape{.is = map,
                               .expected = "an object of JSON pointers and values",
                               .format = &any_name,
                               .item = &any_shape};
constexpr key payload_keys[] = {
    {"override", &override_shape, "JSON pointers and the values to be there."},
    {"remove", &pointer_list, "JSON pointers to what shall not be there."},
    {"file", &name_shape, "Sends this file instead, byte for byte; beside the scenario's file."},
    {"body", &text_shape, "Sends this text instead."},
};
constexpr std::string_view changing_names[] = {"override", "remove", "file", "body"};
constexpr std::string_view whole_names[] = {"file", "body"};
constexpr key_group payload_groups[] = {{changing_names, 1, 2}, {whole_names, 0, 1}};

} // namespace

constinit shape const batch_shape{.is = object, .name = "batch", .keys = batch_keys};
constinit shape const rate_shape{.is = object, .name = "rate", .keys = rate_keys};
constinit shape const carrier_shape{.is = object, .name = "carrier", .keys = carrier_keys};
constinit shape const report_shape{.is = object, .name = "report", .keys = report_keys};
constinit shape const refresh_shape{.is = object, .name = "store_refresh", .keys = refresh_keys};
constinit shape const payload_shape{
    .is = object, .name = "payload", .keys = payload_keys, .groups = payload_groups};

} // namespace drydock::sim
