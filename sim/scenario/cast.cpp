#include "model/id.hpp"
#include "sim/scenario/build_parts.hpp"
#include "sim/scenario/nearest.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

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

/// What a call of the API makes, if it makes something.
std::optional<model::subject_kind> kind_made_by(timeline_entry const& entry)
{
    using enum model::subject_kind;
    static constexpr std::pair<std::string_view, model::subject_kind> makers[] = {
        {"/v1/tracking/start", shipment},
        {"/v1/rates", shipment},
        {"/v1/shipments", shipment},
        {"/v1/labels", shipment},
        {"/v1/batches", batch}};
    auto const* const call = std::get_if<request_entry>(&entry.what);
    if (call == nullptr || call->key != model::key_state::valid) return std::nullopt;
    if (call->method != model::verb::POST) return std::nullopt;
    std::string_view const target = call->target;
    if (target.starts_with("/v1/connections/carriers/")) return carrier;
    for (auto const& [path, kind] : makers)
        if (target.substr(0, target.find('?')) == path) return kind;
    return std::nullopt;
}

} // namespace

std::uint32_t generated_webhook(std::string_view id)
{
    std::uint32_t number = 0;
    auto const* const end = id.data() + id.size();
    auto const [stop, failure] = std::from_chars(id.data(), end, number);
    bool const is_plain = failure == std::errc{} && stop == end && id.front() != '0';
    return is_plain && number >= model::first_webhook_id ? number - model::first_webhook_id + 1 : 0;
}

cast::cast(building const& b) : incomplete_{b.incomplete || b.options.is_part}
{
    for (std::size_t k = 0; k < ids_.size(); ++k)
        ids_[k].generated = generated(b.out, static_cast<model::subject_kind>(k));
    for (auto const& entry : b.out.timeline) {
        if (auto const made = kind_made_by(entry))
            ids_[static_cast<std::size_t>(*made)].by_request = true;
        auto const [kind, id] = entity_of(entry);
        if (id == nullptr) continue;
        auto& known = ids_[static_cast<std::size_t>(kind)];
        if (is_pattern(entry, *id))
            known.patterns.push_back({*id, entry.times});
        else
            known.plain.emplace(*id, true);
    }
}

bool cast::has(model::subject_kind kind, std::string_view id) const
{
    auto const& known = of(kind);
    auto const number = model::numeric_part(id);
    if (known.by_request || (number != 0 && number <= known.generated)) return true;
    return known.plain.contains(id) || std::ranges::any_of(known.patterns, [id](pattern const& p) {
               return occurrence_of(p.text, id, p.times) != 0;
           });
}

bool cast::has_webhook(std::string_view id) const
{
    auto const number = generated_webhook(id);
    return webhook_ids_.contains(id) || (number != 0 && number <= most_webhooks_);
}

bool cast::has_event(model::webhook_event event) const
{
    return std::ranges::find(events_, event) != events_.end();
}

void cast::check_subject(node const* id, model::subject_kind kind, complaints& c) const
{
    auto const text = text_of(id);
    if (!text || incomplete_ || has(kind, *text)) return;
    auto what = std::string{name(kind)};
    std::ranges::replace(what, '_', ' ');
    c.error(id, "expected the id of a" + std::string{what.front() == 'o' ? "n " : " "} + what +
                    " that the timeline makes, found " + quoted(*text) +
                    did_you_mean(*text, keys(of(kind).plain)));
}

void cast::check_subject(node const* id, node const* event, complaints& c) const
{
    if (auto const narrowed = event_of(event))
        return check_subject(id, subject_kind_of(*narrowed), c);
    auto const text = text_of(id);
    if (!text || incomplete_) return;
    std::vector<std::string_view> known;
    for (std::size_t k = 0; k < ids_.size(); ++k) {
        if (has(static_cast<model::subject_kind>(k), *text)) return;
        std::ranges::copy(keys(ids_[k].plain), std::back_inserter(known));
    }
    c.error(id, "expected the id of something that the timeline makes, found " + quoted(*text) +
                    did_you_mean(*text, known));
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
