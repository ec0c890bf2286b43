// What is known of a shipment: /v1/tracking, and the same by label.
#pragma once

#include "model/api/route.hpp"

namespace drydock::model::api {

/// GET. The shipment of a carrier_code and a tracking_number, both of which must be given; of
/// several the one made last. 400; 404 for a pair that no shipment has.
answer get_tracking(call const& asked);
/// GET. The shipment that was made with this label_id. 404.
answer get_label_tracking(call const& asked);

} // namespace drydock::model::api
