#include "model/api/rates.hpp"

#include "model/json/json_object.hpp"

namespace drydock::model::api {

answer get_rates(call const& asked)
{
    query_reader query{asked.target};
    auto const since = query.time("created_at_start");
    if (!query.problems().empty()) return asked.refuse(400, query.problems());
    auto const& in = asked.in;
    auto const shipment = in.s.find(subject_kind::shipment, find_id(asked.ids[0], in.texts));
    if (!shipment) return asked.refuse(404, not_found("Shipment ID", asked.ids[0]));

    auto const place = in.s.at(shipment.shipment()).rates;
    auto const* const rates = place == 0 || (since && in.s.facts[place - 1].at < *since)
                                  ? nullptr
                                  : &in.s.facts[place - 1];
    answer given;
    object_writer out{given.body, rates == nullptr ? std::string_view{} : in.texts[rates->data]};
    out.json("rates", "[]");
    out.json("invalid_rates", "[]");
    if (rates == nullptr)
        out.null("rate_request_id");
    else
        out.text("rate_request_id", "se-" + std::to_string(place));
    out.fixed("shipment_id", asked.ids[0]);
    if (rates == nullptr)
        out.null("created_at");
    else
        out.text("created_at", to_text(rates->at));
    out.text("status", "completed");
    out.json("errors", "[]");
    out.close();
    return given;
}

} // namespace drydock::model::api
