// /v1/shipments: what is to be sent, before a label is bought for it.
#pragma once

#include "model/api/route.hpp"
#include "model/json/json_object.hpp"

namespace drydock::model::api {

/// A shipment as the API shows it.
struct shown_shipment {
    std::string_view id;
    std::string_view given; ///< JSON object: what it was made with, or empty
    instant created_at, modified_at;
    bool has_label = false;
};
/// Writes its members into an object.
void write_shipment(object_writer& out, std::string& text, shown_shipment const& what);

/// What a shipment was made with, when it was made through the API: a JSON object, else empty.
std::string_view given_shipment(shipment const& of, text_table const& texts);

/// The fields with which a shipment is made through the API.
std::string shipment_fields(std::string_view given);

/// POST. Makes as many shipments as the body has, at most eight. A `carrier_id` must be one of
/// ours. 400.
answer create_shipments(call const& asked);
/// GET. All but those that are forgotten when their story ends; of one batch with batch_id.
answer list_shipments(call const& asked);
/// GET. Any shipment, however it was made. 404.
answer get_shipment(call const& asked);

} // namespace drydock::model::api
