// What is known of a shipment: /v1/tracking, and the same by label.
#pragma once

#include "model/api/route.hpp"

namespace drydock::model::api {

/// GET. The shipment of a carrier_code and a tracking_number, both of which must be given; of
/// several the one made last. 400; 404 for a pair that no shipment has.
answer get_tracking(call const& asked);
/// POST. From now on what is scanned of the number is told of; one that is not known gets a
/// shipment and a story of its own. 204; 400 without carrier_code or tracking_number.
answer start_tracking(call const& asked);
/// POST. It is told of no more. 204; 400; 404 for a pair that no shipment has.
answer stop_tracking(call const& asked);
/// GET. The shipment that was made with this label_id, else the one of this id. 404.
answer get_label_tracking(call const& asked);

} // namespace drydock::model::api
