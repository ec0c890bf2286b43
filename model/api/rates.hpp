// /v1/shipments/{shipment_id}/rates: what a `rate` webhook points to.
// Source: the OpenAPI's rates information, an object; the array of an official walkthrough is
// older.
#pragma once

#include "model/api/route.hpp"

namespace drydock::model::api {

/// GET. The latest rates of a shipment; one without any, or with none since created_at_start, has
/// empty lists. 404 for a shipment that there is not.
answer get_rates(call const& asked);

} // namespace drydock::model::api
