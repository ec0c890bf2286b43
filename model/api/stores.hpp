// /v-beta: order sources and their sales orders, what the webhooks of a refresh point to.
// Source: ShipEngine's pages on sales orders; none of this is in its OpenAPI.
#pragma once

#include "model/api/route.hpp"

namespace drydock::model::api {

/// GET. A page of sales orders, each as it was imported last, by default the last modified first.
/// Filters: order_source_id, external_order_id, external_order_number, payment_status,
/// fulfillment_status, cancelled; modified_at, created_at and order_date from _start to _end, both
/// included.
answer list_sales_orders(call const& asked);
/// GET of one. 404.
answer get_sales_order(call const& asked);
/// GET. All order sources, in the order of their first refresh.
answer list_order_sources(call const& asked);
/// GET of one. 404. Whether the service has this route is not known; a payload points to it.
answer get_order_source(call const& asked);
/// PUT. Starts a refresh; while one is under way, nothing more. 404.
answer refresh_order_source(call const& asked);

} // namespace drydock::model::api
