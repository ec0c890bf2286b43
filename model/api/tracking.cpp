#include "model/api/tracking.hpp"

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

answer get_label_tracking(call const& asked)
{
    auto const& id = asked.ids[0];
    auto const* const found = find_last(asked.in.s, [&](shipment const& s) {
        auto const label = raw_member(asked.in.texts[s.fields], "label_id");
        return !label.empty() && decode_json_string(label) == id;
    });
    if (found == nullptr) return asked.refuse(404, not_found("Label ID", id));
    return {200, tracking_object(asked.in.s, asked.in.texts, *found, asked.in.speaks.profile)};
}

} // namespace drydock::model::api
