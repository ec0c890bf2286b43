#include "model/api/tracking.hpp"

#include "model/api/new_id.hpp"
#include "model/entity/shipment.hpp"
#include "model/json/json_text.hpp"
#include "model/payload.hpp"

namespace drydock::model::api {

namespace {

/// The last shipment that satisfies; null when none does.
template <class Predicate> shipment const* find_last(state const& s, Predicate&& is_meant)
{
    auto const all = s.shipments.ordinals();
    for (auto ordinal = all.rbegin(); ordinal != all.rend(); ++ordinal) {
        auto const& found = s.shipments[s.shipments.find(*ordinal)];
        if (is_meant(found)) return &found;
    }
    return nullptr;
}

/// The shipment whose derived tracking number this may be: a million generated ones have no other.
shipment const* find_derived(context const& in, std::string_view number)
{
    if (!number.starts_with(derived_number_prefix)) return nullptr;
    number.remove_prefix(derived_number_prefix.size());
    bool const is_text = number.starts_with('-');
    auto const id = is_text ? std::string{number.substr(1)} : "se-" + std::string{number};
    auto const found = in.s.find(subject_kind::shipment, find_id(id, in.texts));
    return found ? &in.s.shipments[in.s.shipments.find(found.ordinal)] : nullptr;
}

shipment const* find_tracked(context const& in, std::string_view carrier, std::string_view number)
{
    auto const is_meant = [&](shipment const& s) {
        return tracking_number(s, in.texts) == number && carrier_code(s, in.texts) == carrier;
    };
    auto const* const given =
        find_last(in.s, [&](shipment const& s) { return s.fields && is_meant(s); });
    auto const* const derived = find_derived(in, number);
    if (derived == nullptr || !is_meant(*derived)) return given;
    return given != nullptr && given->number > derived->number ? given : derived;
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
    auto const* found = find_last(in.s, [&](shipment const& s) {
        auto const label = raw_member(in.texts[s.fields], "label_id");
        return !label.empty() && decode_json_string(label) == id;
    });
    if (auto const same = in.s.find(subject_kind::shipment, find_id(id, in.texts));
        found == nullptr && same)
        found = &in.s.shipments[in.s.shipments.find(same.ordinal)];
    if (found == nullptr) return asked.refuse(404, not_found("Label ID", id));
    return {200, tracking_object(asked.in.s, asked.in.texts, *found, asked.in.speaks.profile)};
}

} // namespace drydock::model::api
