#include "model/api/shipment_index.hpp"

#include "model/json/json_text.hpp"
#include "model/payload.hpp"

namespace drydock::model::api {

namespace {

std::string key_of(std::string_view carrier, std::string_view number)
{
    std::string key{carrier};
    key += '\0';
    return key += number;
}

/// The shipment whose derived tracking number this may be: a million generated ones have no other.
shipment const* find_derived(state const& s, text_table const& texts, std::string_view number)
{
    if (!number.starts_with(derived_number_prefix)) return nullptr;
    number.remove_prefix(derived_number_prefix.size());
    bool const is_text = number.starts_with('-');
    auto const id = is_text ? std::string{number.substr(1)} : "se-" + std::string{number};
    auto const found = s.find(subject_kind::shipment, find_id(id, texts));
    return found ? &s.shipments[s.shipments.find(found.ordinal)] : nullptr;
}

shipment_number found_in(std::map<std::string, shipment_number, std::less<>> const& all,
                         std::string_view key)
{
    auto const found = all.find(key);
    return found == all.end() ? shipment_number{} : found->second;
}

void keep_last(shipment_number& kept, shipment_number found)
{
    kept = std::max(kept, found);
}

/// The batch that the label of a shipment was made with; else empty.
std::string batch_of_label(std::string_view fields)
{
    auto const label = raw_member(fields, "label");
    return label.starts_with('{') ? decode_json_string(raw_member(label, "batch_id"))
                                  : std::string{};
}

} // namespace

shipment_number shipment_index::tracked(state const& s, text_table const& texts,
                                        std::string_view carrier, std::string_view number)
{
    catch_up(s, texts);
    auto found = found_in(numbers_, key_of(carrier, number));
    auto const* const derived = find_derived(s, texts, number);
    if (derived != nullptr && tracking_number(*derived, texts) == number &&
        carrier_code(*derived, texts) == carrier)
        keep_last(found, derived->number);
    return found;
}

shipment_number shipment_index::labelled(state const& s, text_table const& texts,
                                         std::string_view label)
{
    catch_up(s, texts);
    return found_in(labels_, label);
}

std::span<shipment_number const> shipment_index::batch_labels(state const& s,
                                                              text_table const& texts,
                                                              std::string_view batch)
{
    catch_up(s, texts);
    auto const found = batches_.find(batch);
    if (found == batches_.end()) return {};
    return found->second;
}

void shipment_index::catch_up(state const& s, text_table const& texts)
{
    while (shipments_seen_ < s.shipment_count) {
        auto const where = s.shipments.find(++shipments_seen_);
        if (where != slot{} && s.shipments[where].fields) take_in(s.shipments[where], texts);
    }
    for (; labels_seen_ < s.labels.size(); ++labels_seen_) {
        auto const& found = s.shipments[s.shipments.find(s.labels[labels_seen_].shipment.value)];
        take_in(found, texts);
        auto const batch = batch_of_label(texts[found.fields]);
        if (!batch.empty()) batches_[batch].push_back(found.number);
    }
}

void shipment_index::take_in(shipment const& found, text_table const& texts)
{
    auto const fields = texts[found.fields];
    if (!raw_member(fields, "tracking_number").empty())
        keep_last(numbers_[key_of(carrier_code(found, texts), tracking_number(found, texts))],
                  found.number);
    if (auto const label = raw_member(fields, "label_id"); !label.empty())
        keep_last(labels_[decode_json_string(label)], found.number);
}

} // namespace drydock::model::api
