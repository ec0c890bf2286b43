#include "model/api/route.hpp"

#include "model/api/batches.hpp"
#include "model/api/carriers.hpp"
#include "model/api/labels.hpp"
#include "model/api/rates.hpp"
#include "model/api/reports.hpp"
#include "model/api/shipments.hpp"
#include "model/api/stores.hpp"
#include "model/api/tracking.hpp"
#include "model/api/webhooks.hpp"

#include <optional>

namespace drydock::model::api {

namespace {

constexpr route table[] = {
    {verb::POST, "/v1/environment/webhooks", create_webhook, 200, "create_webhook",
     "Makes a webhook; 409 when its event has one."},
    {verb::GET, "/v1/environment/webhooks", list_webhooks, 200, "list_webhooks",
     "All webhooks, in the order of their events' names."},
    {verb::GET, "/v1/environment/webhooks/{webhook_id}", get_webhook, 200, "get_webhook_by_id",
     "One webhook."},
    {verb::PUT, "/v1/environment/webhooks/{webhook_id}", update_webhook, 204, "update_webhook",
     "Changes what is given of a webhook; its event stays."},
    {verb::DELETE, "/v1/environment/webhooks/{webhook_id}", delete_webhook, 204, "delete_webhook",
     "Deletes a webhook; what waits to be sent to it is cancelled."},
    {verb::GET, "/v1/tracking", get_tracking, 200, "get_tracking_log",
     "What is known of a shipment, by carrier_code and tracking_number."},
    {verb::POST, "/v1/tracking/start", start_tracking, 204, "start_tracking",
     "Tells of a tracking number's scans from now on."},
    {verb::POST, "/v1/tracking/stop", stop_tracking, 204, "stop_tracking",
     "Tells of a tracking number's scans no more."},
    {verb::POST, "/v1/shipments", create_shipments, 200, "create_shipments",
     "Makes shipments, at most eight at once."},
    {verb::GET, "/v1/shipments", list_shipments, 200, "list_shipments",
     "Shipments, a page at a time; of one batch with batch_id."},
    {verb::GET, "/v1/shipments/{shipment_id}", get_shipment, 200, "get_shipment_by_id",
     "One shipment."},
    {verb::POST, "/v1/labels", create_label, 200, "create_label",
     "Makes a shipment and buys its label."},
    {verb::POST, "/v1/labels/shipment/{shipment_id}", create_label_for_shipment, 200,
     "create_label_from_shipment", "Buys the label of a shipment."},
    {verb::GET, "/v1/labels", list_labels, 200, "list_labels",
     "Labels, a page at a time; of one batch with batch_id."},
    {verb::GET, "/v1/labels/{label_id}", get_label, 200, "get_label_by_id", "One label."},
    {verb::GET, "/v1/downloads/{id}/{file_name}", get_paper, 200, "download_label",
     "The paper of a label: label.pdf, label.png or label.zpl; labels.pdf or labels.zpl of a "
     "batch."},
    {verb::GET, "/v1/labels/{label_id}/track", get_label_tracking, 200,
     "get_tracking_log_from_label", "What is known of the shipment of a label."},
    {verb::GET, "/v1/batches", list_batches, 200, "list_batches", "Batches, a page at a time."},
    {verb::GET, "/v1/batches/{batch_id}", get_batch, 200, "get_batch_by_id", "One batch."},
    {verb::GET, "/v1/batches/{batch_id}/errors", list_batch_errors, 200, "list_batch_errors",
     "What went wrong in a batch, a page at a time."},
    {verb::POST, "/v1/batches", create_batch, 200, "create_batch", "Makes a batch of shipments."},
    {verb::POST, "/v1/batches/{batch_id}/process/labels", process_batch, 204, "process_batch",
     "Makes the labels of a batch, which takes its time."},
    {verb::POST, "/v1/rates", work_out_rates, 200, "calculate_rates",
     "Works rates out for a shipment."},
    {verb::GET, "/v1/shipments/{shipment_id}/rates", get_rates, 200, "list_shipment_rates",
     "The latest rates of a shipment."},
    {verb::GET, "/v1/carriers", list_carriers, 200, "list_carriers", "All carriers."},
    {verb::GET, "/v1/carriers/{carrier_id}", get_carrier, 200, "get_carrier_by_id", "One carrier."},
    {verb::POST, "/v1/connections/carriers/{carrier_name}", connect_carrier, 200, "connect_carrier",
     "Connects a carrier."},
    {verb::GET, "/v-beta/sales_orders", list_sales_orders, 200, "list_sales_orders",
     "Sales orders, a page at a time."},
    {verb::GET, "/v-beta/sales_orders/{sales_order_id}", get_sales_order, 200, "get_sales_order",
     "One sales order."},
    {verb::GET, "/v-beta/order_sources", list_order_sources, 200, "list_order_sources",
     "All order sources."},
    {verb::GET, "/v-beta/order_sources/{order_source_id}", get_order_source, 200,
     "get_order_source", "One order source."},
    {verb::PUT, "/v-beta/order_sources/{order_source_id}/refresh", refresh_order_source, 200,
     "refresh_order_source", "Has an order source fetch its orders."},
    {verb::GET, "/v1/reports/{report_id}", get_report, 200, "get_report_by_id",
     "One report; none in profile seed-2019."},
};

std::string_view take_segment(std::string_view& path)
{
    auto const end = std::min(path.find('/'), path.size());
    auto const segment = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    return segment;
}

/// The parameters of the path when it is one of the pattern's; a parameter is any segment that is
/// not empty.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path)
{
    std::vector<std::string> ids;
    if (path.ends_with('/')) return std::nullopt;
    while (!pattern.empty() || !path.empty()) {
        if (pattern.empty() || path.empty()) return std::nullopt;
        auto const wanted = take_segment(pattern);
        auto const given = take_segment(path);
        if (!wanted.starts_with('{')) {
            if (wanted != given) return std::nullopt;
            continue;
        }
        auto id = decode_url(given);
        if (!id || id->empty()) return std::nullopt;
        ids.push_back(std::move(*id));
    }
    return ids;
}

problem unauthorized(key_state key)
{
    std::string message{key == key_state::missing ? "An API key is required."
                                                  : "The API key is invalid."};
    return {"security", "unauthorized",
            message + " Please see https://www.shipengine.com/docs/auth"};
}

problem no_such_route(verb method, std::string_view path)
{
    std::string message{name(method)};
    ((message += ' ') += path) += " is not a valid API endpoint.";
    return {"security", "not_found", std::move(message)};
}

} // namespace

std::span<route const> routes()
{
    return table;
}

answer handle(context const& in, request const& wish, event_writer& out)
{
    if (wish.key != key_state::valid) return refuse(in.number, 401, unauthorized(wish.key));
    auto const target = parse_target(wish.target);
    if (!target)
        return refuse(in.number, 400,
                      problem{"validation", "invalid_field_value",
                              "The query is not percent-encoded as it must be."});
    for (auto const& route : table) {
        if (route.method != wish.method) continue;
        auto ids = match(route.pattern, target->path);
        if (!ids) continue;
        auto given = route.act({in, wish, *target, std::move(*ids), out});
        ASSERT(given.error_code.empty() == (given.status == route.success));
        return given;
    }
    return refuse(in.number, 404, no_such_route(wish.method, target->path));
}

sequence_number add_received(state const& s, request const& wish, request_origin from,
                             event_writer& out)
{
    auto const target = out.intern(wish.target);
    auto const body = out.intern(wish.body);
    return out.add({}, request_received{.request = {s.request_count + 1},
                                        .target = target,
                                        .body = body,
                                        .method = wish.method,
                                        .key = wish.key,
                                        .from_outside = from == request_origin::outside});
}

void add_answered(context const& in, answer const& given, event_writer& out)
{
    auto const error = out.intern(given.error_code);
    out.add(in.cause, request_answered{in.number, error, etag_of(given, in.number), given.status});
}

} // namespace drydock::model::api
