#include "model/api/label_desk.hpp"

#include "model/api/body.hpp"
#include "model/api/rate_desk.hpp"
#include "model/api/shipments.hpp"
#include "model/json/json_edit.hpp"

namespace drydock::model::api {

namespace {

constexpr std::uint32_t first_label = 600'000'001;

/// No story is agreed for what ends in 00.
std::string new_tracking_number(state const& s)
{
    auto nth = std::to_string(s.labels.size() + 1);
    nth.insert(0, nth.size() < 8 ? 8 - nth.size() : 0, '0');
    return "1Z999AA1" + nth + "00";
}

/// What the API calls the error of one label of a batch.
std::string batch_error(std::string_view message, std::string_view shipment,
                        std::string_view given = {})
{
    std::string made;
    object_writer error{made, {}};
    error.text("error", message);
    if (!shipment.empty()) error.text("shipment_id", shipment);
    if (auto const theirs = raw_member(given, "external_shipment_id"); !theirs.empty())
        error.json("external_shipment_id", theirs);
    error.close();
    return made;
}

/// What a rate has to say of the shipment that it is for: who carries it, and how.
std::string chosen_by(std::string_view rate)
{
    std::string made;
    object_writer out{made, {}};
    for (auto const* const name : {"carrier_id", "service_code"})
        if (auto const value = raw_member(rate, name); !value.empty()) out.json(name, value);
    out.close();
    return made;
}

std::string_view list_in(std::string_view fields, std::string_view name)
{
    auto const list = raw_member(fields, name);
    return list.starts_with('[') ? list : std::string_view{};
}

} // namespace

label_price label_desk::price(std::string_view given) const
{
    label_price made;
    auto const required = [&](std::string_view name) {
        auto value = text_in(given, name);
        if (value.empty()) made.problems.push_back(value_required("shipment." + std::string{name}));
        return value;
    };
    auto const carrier_id = required("carrier_id");
    auto const service = required("service_code");
    if (!raw_member(given, "ship_to").starts_with('{'))
        made.problems.push_back(value_required("shipment.ship_to"));
    if (!made.problems.empty()) return made;
    auto const known = s.find(subject_kind::carrier, find_id(carrier_id, texts));
    if (!known) return {.problems = {unknown_carrier(carrier_id)}};
    auto const rates = rates_of(s, texts,
                                {.carriers = {{known.ordinal}},
                                 .service_codes = {service},
                                 .total = total_weight(given),
                                 .request = 1,
                                 .at = now});
    auto const offers = split_items(rates);
    if (offers.empty())
        return {.problems = {{"business_rules", "unspecified",
                              "service_code " + service + " is not one of carrier " + carrier_id,
                              "service_code"}}};
    made.cost = raw_member(offers[0], "shipping_amount");
    made.carrier_code = text_in(offers[0], "carrier_code");
    return made;
}

std::vector<problem> label_desk::obstacles(shipment const& of) const
{
    bool const is_known = !given_shipment(of, texts).empty();
    if (is_known && of.label == 0 && of.scan_count == 0) return {};
    return {{"business_rules", "invalid_status",
             "Shipment " + to_text(of.id, texts) +
                 (of.label != 0        ? " has a label."
                  : of.scan_count != 0 ? " is on its way already."
                                       : " was not made through the API.")}};
}

std::string label_desk::new_id() const
{
    auto number = first_label + s.labels.size();
    while (index.labelled(s, texts, "se-" + std::to_string(number)))
        ++number;
    return "se-" + std::to_string(number);
}

std::string label_desk::fields(std::string_view id, std::string_view given,
                               label_price const& price, label_manner const& how) const
{
    std::string made;
    object_writer out{made, {}};
    out.json("shipment", given);
    out.text("label_id", id);
    out.text("tracking_number", new_tracking_number(s));
    out.text("carrier_code", price.carrier_code);
    out.key("label");
    object_writer label{made, {}};
    auto const keep = [&](std::string_view name) {
        if (auto const value = raw_member(given, name); !value.empty()) label.json(name, value);
    };
    if (how.ship_date.empty())
        keep("ship_date");
    else
        label.text("ship_date", how.ship_date);
    keep("carrier_id");
    keep("service_code");
    label.json("shipment_cost", price.cost);
    if (!how.batch.empty()) label.text("batch_id", how.batch);
    label.text("label_format", how.format.empty() ? label_formats[0] : how.format);
    label.text("label_layout", how.layout.empty() ? label_layouts[0] : how.layout);
    label.close();
    out.close();
    return made;
}

std::vector<batch_place> batch_places(std::string_view fields)
{
    std::vector<batch_place> all;
    for (auto const id : split_items(list_in(fields, "shipment_ids")))
        all.push_back({decode_json_string(id)});
    for (auto const id : split_items(list_in(fields, "rate_ids")))
        all.push_back({decode_json_string(id), true});
    return all;
}

batch_label label_desk::at_place(batch const& b, batch_place const& place) const
{
    return place.is_rate ? for_rate(b, place.id) : for_shipment(b, place.id, {});
}

batch_label label_desk::for_shipment(batch const& b, std::string_view id,
                                     std::string_view over) const
{
    auto const known = s.find(subject_kind::shipment, find_id(id, texts));
    if (!known) return {.error = batch_error(not_found("Shipment ID", id).message, id)};
    auto const found = s.at(known.shipment());
    auto const given = with_members(given_shipment(found, texts), over);
    auto problems = obstacles(found);
    label_price cost;
    if (problems.empty()) cost = price(given);
    for (auto& each : cost.problems)
        problems.push_back(std::move(each));
    if (!problems.empty()) return {.error = batch_error(problems[0].message, id, given)};

    auto const wished = texts[b.fields];
    auto const format = text_in(wished, "label_format"), layout = text_in(wished, "label_layout");
    auto const ship_date = text_in(wished, "ship_date"), batch_id = to_text(b.id, texts);
    return {.shipment = found.number,
            .fields = fields(new_id(), given, cost, {format, layout, ship_date, batch_id})};
}

batch_label label_desk::for_rate(batch const& b, std::string_view id) const
{
    // Of rates only the latest of a shipment can be chosen.
    for (std::uint32_t n = 1; n <= s.shipment_count; ++n) {
        auto const where = s.shipments.find(n);
        if (where == slot{} || s.shipments[where].rates == 0) continue;
        auto const& found = s.shipments[where];
        auto const known = texts[s.facts[found.rates - 1].data];
        for (auto const rate : split_items(list_in(known, "rates")))
            if (rate.starts_with('{') && text_in(rate, "rate_id") == id)
                return for_shipment(b, to_text(found.id, texts), chosen_by(rate));
    }
    return {.error = batch_error(not_found("Rate ID", id).message, {})};
}

} // namespace drydock::model::api
