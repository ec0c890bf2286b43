// What a shipment costs: prices that depend on nothing but what is given, so that a test may rely
// on them. They are nobody's tariff.
#pragma once

#include "model/state.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::model::api {

/// Thousandths of an ounce.
using weight = std::int64_t;

/// The weight of a JSON object {"value": 1.5, "unit": "pound"}; 0 where it is none.
weight weight_of(std::string_view object);

/// Of all `packages` of a shipment, a JSON object.
weight total_weight(std::string_view shipment);

/// {"value":24.5,"unit":"ounce"}
std::string to_json(weight total);

/// What a shipment is asked rates for.
struct rate_question {
    std::vector<carrier_number> carriers;
    std::vector<std::string> service_codes; ///< only these; empty: all
    weight total = 0;
    std::uint32_t request = 0; ///< what ids of rates are made of
    instant at;
};

/// A JSON array of rates: of each carrier one for each of the `services` that its fields name, or
/// for one service of its own when they name none. The n-th service of a carrier costs 4.95
/// and 3.50 for each one before it, and for each ounce 0.05 and a cent for each one before it.
std::string rates_of(state const& s, text_table const& texts, rate_question const& asked);

} // namespace drydock::model::api
