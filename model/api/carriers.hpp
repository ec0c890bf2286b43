// /v1/carriers: what a `carrier_connected` webhook points to.
// Source: the OpenAPI's carrier, in the field set of 2019, of which nothing is required.
#pragma once

#include "model/api/route.hpp"

namespace drydock::model::api {

/// GET. All carriers in order of connection, beside an envelope without errors.
answer list_carriers(call const& asked);
/// GET of one. 404.
answer get_carrier(call const& asked);
/// POST. Connects a new carrier, whose code is the name in the path; of the body only `nickname`
/// and `account_number` are looked at. 400 for a bad body.
answer connect_carrier(call const& asked);

} // namespace drydock::model::api
