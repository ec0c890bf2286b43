// /v1/labels: labels for shipments, and the paper that a printer gets.
#pragma once

#include "model/api/label_desk.hpp"
#include "model/api/route.hpp"

namespace drydock::model::api {

/// Where the paper of a label is, or of a batch whose file is "labels.pdf".
std::string paper_url(std::string_view base_url, std::string_view id, std::string_view file);

/// POST. Makes a shipment and buys its label: its `carrier_id` must be one of ours and its
/// `service_code` one of that carrier's. Its life begins at once. 400.
answer create_label(call const& asked);
/// POST. The same for a shipment that was made through the API. 404; 400 also for one that has a
/// label or is on its way.
answer create_label_for_shipment(call const& asked);
/// GET. 404.
answer get_label(call const& asked);
/// GET. Of labels that were bought one by one or in batches: not of those that a scenario names.
answer list_labels(call const& asked);
/// GET. The paper: label.pdf, label.png or label.zpl of a label; labels.pdf or labels.zpl of a
/// batch, with a page for each. 404.
answer get_paper(call const& asked);

} // namespace drydock::model::api
