#include "model/api/rates.hpp"

#include "model/api/body.hpp"
#include "model/api/new_id.hpp"
#include "model/api/rate_desk.hpp"
#include "model/api/shipments.hpp"
#include "model/entity/rate.hpp"
#include "model/entity/shipment.hpp"
#include "model/json/json_object.hpp"

#include <array>

namespace drydock::model::api {

namespace {

/// Rates of a shipment; request 0: none.
struct known_rates {
    std::string_view fields = {}; ///< JSON object or empty
    std::uint32_t request = 0;
    instant at;
};

void append_rates(std::string& body, std::string_view shipment, known_rates const& rates)
{
    object_writer out{body, rates.fields};
    out.json("rates", "[]");
    out.json("invalid_rates", "[]");
    if (rates.request == 0)
        out.null("rate_request_id");
    else
        out.text("rate_request_id", "se-" + std::to_string(rates.request));
    out.fixed("shipment_id", shipment);
    if (rates.request == 0)
        out.null("created_at");
    else
        out.text("created_at", to_text(rates.at));
    out.text("status", "completed");
    out.json("errors", "[]");
    out.close();
}

} // namespace

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
    if (rates == nullptr)
        append_rates(given.body, asked.ids[0], {});
    else
        append_rates(given.body, asked.ids[0], {in.texts[rates->data], place, rates->at});
    return given;
}

namespace {

constexpr std::array<std::string_view, 3> rate_names{"shipment_id", "shipment", "rate_options"};
constexpr std::array<std::string_view, 7> option_names{
    "carrier_ids",        "package_types", "service_codes", "calculate_tax_amount",
    "preferred_currency", "is_return",     "rate_type"};

/// A question for rates, as it is read from a request.
struct rate_wish {
    explicit rate_wish(call const& given) : asked{given}, wish{given.wish.body, rate_names}
    {
        if (!wish.problems().empty()) return;
        auto const id = wish.text("shipment_id");
        shipment = wish.object("shipment");
        if (id) shipment_id = *id;
        if (id.has_value() == !shipment.empty()) wish.complain(value_required("shipment"));
        read_options(wish.object("rate_options"));
    }

    call const& asked;
    member_reader wish;
    std::string shipment_id;   ///< empty: a new one
    std::string_view shipment; ///< JSON object
    rate_question question;

private:
    void read_options(std::string_view object)
    {
        if (object.empty()) return wish.complain(value_required("rate_options"));
        member_reader options{object, option_names};
        for (auto const& id : options.texts("carrier_ids")) {
            auto const& in = asked.in;
            auto const known = in.s.find(subject_kind::carrier, find_id(id, in.texts));
            if (known) {
                question.carriers.push_back({known.ordinal});
                continue;
            }
            wish.complain(unknown_carrier(id));
        }
        question.service_codes = options.texts("service_codes");
        if (options.raw("carrier_ids").empty())
            wish.complain(value_required("rate_options.carrier_ids"));
        for (auto const& each : options.problems())
            wish.complain(each);
    }
};

/// The shipment as the API writes it, with what was worked out.
std::string shipment_with_rates(shown_shipment const& what, std::string_view response)
{
    std::string made;
    object_writer out{made, what.given};
    write_shipment(out, made, what);
    out.key("rate_response");
    made += response;
    out.close();
    return made;
}

} // namespace

answer work_out_rates(call const& asked)
{
    rate_wish wish{asked};
    auto const& in = asked.in;
    if (!wish.wish.problems().empty()) return asked.refuse(400, wish.wish.problems());

    bool const is_new = wish.shipment_id.empty();
    auto const id = is_new ? new_id(in.s, subject_kind::shipment) : wish.shipment_id;
    shipment_number number{in.s.shipment_count + 1};
    shown_shipment shown{.id = id, .given = {}, .created_at = in.now, .modified_at = in.now};
    if (is_new) {
        auto const fields = shipment_fields(wish.shipment);
        auto const refused =
            decide(in.s, create_shipment{.id = id, .fields = fields, .cause = in.cause}, asked.out);
        ASSERT(!refused);
    } else {
        auto const known = in.s.find(subject_kind::shipment, find_id(id, in.texts));
        if (!known) return asked.refuse(404, not_found("Shipment ID", id));
        number = known.shipment();
        auto const found = in.s.at(number);
        auto const kept = given_shipment(found, in.texts);
        if (!kept.empty()) wish.shipment = kept;
        shown.created_at = found.created_at;
        shown.has_label = found.label != 0;
    }
    auto const request = static_cast<std::uint32_t>(in.s.facts.size()) + 1;
    wish.question.total = total_weight(wish.shipment);
    wish.question.request = request;
    wish.question.at = in.now;
    auto const fields = "{\"rates\":" + rates_of(in.s, in.texts, wish.question) + '}';
    std::string response;
    append_rates(response, id, {fields, request, in.now});
    shown.given = wish.shipment;
    auto given = shipment_with_rates(shown, response);
    auto const refused = decide(
        in.s, update_rates{.shipment = number, .fields = fields, .cause = in.cause}, asked.out);
    ASSERT(!refused);
    return {200, std::move(given)};
}

} // namespace drydock::model::api
