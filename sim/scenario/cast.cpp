#include "model/id.hpp"
#include "sim/scenario/build_parts.hpp"
#include "sim/scenario/nearest.hpp"

#include <algorithm>

namespace drydock::sim {
namespace {

template <class Map> std::vector<std::string_view> keys(Map const& map)
{
    // Comparing with many thousands of ids would take longer than anything a suggestion is worth.
    constexpr std::size_t most = 2'000;
    std::vector<std::string_view> names;
    for (auto const& [name, ignored] : map)
        if (names.size() < most) names.push_back(name);
    return names;
}

} // namespace

cast::cast(building const& b) : incomplete_{b.incomplete}
{
    for (auto const& entry : b.out.timeline) {
        auto const* const id = shipment_of(entry);
        if (id == nullptr) continue;
        if (is_pattern(entry, *id))
            patterns_.push_back({*id, entry.times});
        else
            shipments_.emplace(*id, true);
    }
}

bool cast::has_shipment(std::string_view id) const
{
    return shipments_.contains(id) || std::ranges::any_of(patterns_, [id](pattern const& p) {
               return occurrence_of(p.text, id, p.times) != 0;
           });
}

bool cast::has_webhook(std::string_view id) const
{
    return webhook_ids_.contains(id);
}

bool cast::has_event(model::webhook_event event) const
{
    return std::ranges::find(events_, event) != events_.end();
}

void cast::check_shipment(node const* id, complaints& c) const
{
    auto const text = text_of(id);
    if (!text || incomplete_ || has_shipment(*text)) return;
    c.error(id, "expected the id of a shipment that the timeline makes, found " + quoted(*text) +
                    did_you_mean(*text, keys(shipments_)));
}

void cast::check_webhook(node const* id, complaints& c) const
{
    auto const text = text_of(id);
    if (!text || incomplete_ || has_webhook(*text)) return;
    c.error(id, "expected the id of a webhook of this scenario, found " + quoted(*text) +
                    did_you_mean(*text, keys(webhook_ids_)));
}

void cast::check_event(node const* event, complaints& c) const
{
    auto const wanted = event_of(event);
    if (!wanted || incomplete_ || has_event(*wanted)) return;
    std::vector<std::string_view> known;
    for (auto const e : events_)
        known.push_back(model::name(e));
    c.error(event, "expected an event that has a webhook, found " + quoted(event->text) +
                       did_you_mean(event->text, known));
}

} // namespace drydock::sim
