// Sales orders: what a store sold, as the API shows it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace drydock::model {

/// A whole sales order as a JSON object: `over` merged deeply over the seed's sample. Ids and
/// numbers that `over` leaves out count up from the sample's, which are those of order 1.
/// `source_fields` is what differs in its order source, or empty.
/// Source: the seed, "Sales Order Imported Example (beta)".
std::string sales_order(std::string_view over, std::uint32_t ordinal, std::string_view source_id,
                        std::string_view source_fields);

/// An order source as a JSON object: `fields` merged over that of the sample.
std::string order_source_object(std::string_view id, std::string_view fields);

} // namespace drydock::model
