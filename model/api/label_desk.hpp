// Where labels are bought: what must be known of a shipment, what its label costs, and what is
// kept of it; for one shipment, and for those of a batch.
#pragma once

#include "model/api/answer.hpp"
#include "model/api/shipment_index.hpp"

#include <array>
#include <vector>

namespace drydock::model::api {

inline constexpr std::array<std::string_view, 4> label_layouts{"4x6", "letter", "A4", "A6"};
inline constexpr std::array<std::string_view, 3> label_formats{"pdf", "png", "zpl"};

/// How a label is wished; what is empty is as usual.
struct label_manner {
    std::string_view format = {}, layout = {};
    std::string_view ship_date = {}; ///< else that of the shipment
    std::string_view batch = {};     ///< the id of the batch that it is made with
};

/// What a label costs, or what speaks against it.
struct label_price {
    std::vector<problem> problems = {};
    std::string carrier_code = {}, cost = {}; ///< the cost is JSON
};

/// What a batch makes a label for.
struct batch_place {
    std::string id; ///< of a shipment, or of a rate, which is for one
    bool is_rate = false;
};
/// Of the fields of a batch: each of its `shipment_ids`, then each of its `rate_ids`.
std::vector<batch_place> batch_places(std::string_view fields);

/// What a place of a batch comes to: its label, or why there is none.
struct batch_label {
    shipment_number shipment = {};
    std::string fields = {}; ///< of the shipment, from when it has the label
    std::string error = {};  ///< an item of process_errors; empty: the label can be made
};

struct label_desk {
    state const& s;
    text_table const& texts;
    shipment_index& index; ///< of `s`
    instant now;

    /// Of a shipment as it was given to the API: `carrier_id` must be one of ours and
    /// `service_code` one of that carrier's.
    label_price price(std::string_view given) const;
    /// What speaks against a label for a shipment that there is, whatever was given of it.
    std::vector<problem> obstacles(shipment const& of) const;
    std::string new_id() const;
    /// All that the shipment has from when it has the label of this id.
    std::string fields(std::string_view id, std::string_view given, label_price const& price,
                       label_manner const& how) const;

    /// What such a place comes to now.
    batch_label at_place(batch const& b, batch_place const& place) const;

private:
    batch_label for_shipment(batch const& b, std::string_view id, std::string_view over) const;
    batch_label for_rate(batch const& b, std::string_view id) const;
};

} // namespace drydock::model::api
