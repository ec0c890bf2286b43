#include "model/api/tracking.hpp"

#include "model/api/new_id.hpp"
#include "model/entity/shipment.hpp"
#include "model/json/json_text.hpp"
#include "model/payload.hpp"

namespace drydock::model::api {

namespace {

shipment const* at(context const& in, shipment_number number)
{
    return number ? &in.s.shipments[in.s.shipments.find(number.value)] : nullptr;
}

shipment const* find_tracked(context const& in, std::string_view carrier, std::string_view number)
{
    return at(in, in.index.tracked(in.s, in.texts, carrier, number));
}

} // namespace

answer get_tracking(call const& asked)
{
    query_reader query{asked.target};
    auto const carrier = query.required("carrier_code");
    auto const number = query.required("tracking_number");
    if (!query.problems().empty()) return asked.refuse(400, query.problems());

    auto const* const found = find_tracked(asked.in, carrier, number);
    if (found == nullptr) return asked.refuse(404, not_found("Tracking number", number));
    return {200, tracking_object(asked.in.s, asked.in.texts, *found, asked.in.speaks.profile)};
}

namespace {

/// What `carrier_code` and `tracking_number` of a request say.
struct tracked_pair {
    explicit tracked_pair(call const& asked)
        : query{asked.target},
          carrier{query.required("carrier_code")},
          number{query.required("tracking_number")}
    {
    }

    query_reader query;
    std::string_view carrier, number;
};

std::string fields_of(tracked_pair const& wish)
{
    std::string fields = "{\"carrier_code\":";
    append_json_string(fields, wish.carrier);
    fields += ",\"tracking_number\":";
    append_json_string(fields, wish.number);
    return fields + '}';
}

} // namespace

answer start_tracking(call const& asked)
{
    tracked_pair const wish{asked};
    if (!wish.query.problems().empty()) return asked.refuse(400, wish.query.problems());

    auto const* const found = find_tracked(asked.in, wish.carrier, wish.number);
    refusal refused;
    if (found != nullptr) {
        refused =
            decide(asked.in.s, track_shipment{found->number, true, asked.in.cause}, asked.out);
    } else {
        auto const id = new_id(asked.in.s, subject_kind::shipment);
        auto const fields = fields_of(wish);
        refused = decide(asked.in.s,
                         create_shipment{.id = id,
                                         .fields = fields,
                                         .unordered = agreed_story(wish.number) == story::unordered,
                                         .cause = asked.in.cause},
                         asked.out);
    }
    ASSERT(!refused);
    return {204, {}};
}

answer stop_tracking(call const& asked)
{
    tracked_pair const wish{asked};
    if (!wish.query.problems().empty()) return asked.refuse(400, wish.query.problems());

    auto const* const found = find_tracked(asked.in, wish.carrier, wish.number);
    if (found == nullptr) return asked.refuse(404, not_found("Tracking number", wish.number));
    auto const refused =
        decide(asked.in.s, track_shipment{found->number, false, asked.in.cause}, asked.out);
    ASSERT(!refused);
    return {204, {}};
}

answer get_label_tracking(call const& asked)
{
    auto const& id = asked.ids[0];
    auto const& in = asked.in;
    auto const* found = at(in, in.index.labelled(in.s, in.texts, id));
    if (auto const same = in.s.find(subject_kind::shipment, find_id(id, in.texts));
        found == nullptr && same)
        found = &in.s.shipments[in.s.shipments.find(same.ordinal)];
    if (found == nullptr) return asked.refuse(404, not_found("Label ID", id));
    return {200, tracking_object(asked.in.s, asked.in.texts, *found, asked.in.speaks.profile)};
}

} // namespace drydock::model::api
