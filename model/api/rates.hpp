// /v1/shipments/{shipment_id}/rates: what a `rate` webhook points to.
// Source: the OpenAPI's rates information, an object; the array of an official walkthrough is
// older.
#pragma once

#include "model/api/route.hpp"

namespace drydock::model::api {

/// GET. The latest rates of a shipment; one without any, or with none since created_at_start, has
/// empty lists. 404 for a shipment that there is not.
answer get_rates(call const& asked);
/// POST. Works rates out for a shipment of ours (shipment_id) or a new one (shipment), for each of
/// the carrier_ids and each of its services: the answer is the shipment and its rate_response. A
/// price depends on nothing but service, weight and size of the shipment. 404 for a shipment, 400
/// for a carrier that there is not, and for a bad body.
answer work_out_rates(call const& asked);

} // namespace drydock::model::api
