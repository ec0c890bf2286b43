// /v1/labels: labels for shipments, and the paper that a printer gets.
#pragma once

#include "model/api/route.hpp"

#include <array>

namespace drydock::model::api {

inline constexpr std::array<std::string_view, 4> label_layouts{"4x6", "letter", "A4", "A6"};
inline constexpr std::array<std::string_view, 3> label_formats{"pdf", "png", "zpl"};

/// Where the paper of a label is.
std::string label_url(std::string_view base_url, std::string_view label, std::string_view format);

/// POST. Makes a shipment and buys its label: its `carrier_id` must be one of ours and its
/// `service_code` one of that carrier's. Its life begins at once. 400.
answer create_label(call const& asked);
/// POST. The same for a shipment that was made through the API. 404; 400 also for one that has a
/// label or is on its way.
answer create_label_for_shipment(call const& asked);
/// GET. 404.
answer get_label(call const& asked);
/// GET. The paper: label.pdf, label.png or label.zpl. 404.
answer get_label_paper(call const& asked);

} // namespace drydock::model::api
