#include "sim/receiver/short_way.hpp"

#include "model/entity/shipment.hpp"

#include <algorithm>

namespace drydock::sim {

namespace {

bool is_common(model::retry_policy const& policy)
{
    return policy.jitter_millionths == 0 && policy.rate.attempts == 0 && policy.in_flight == 0 &&
           policy.disable_after == model::disable_rule{};
}

/// Requests could ask for any shipment, and change webhooks, as entries do.
bool is_common(timeline_entry const& entry)
{
    return !std::holds_alternative<webhook_entry>(entry.what) &&
           !std::holds_alternative<request_entry>(entry.what) &&
           !std::holds_alternative<resend_entry>(entry.what);
}

bool has_legal_moves(shipment_population const& all)
{
    for (std::size_t i = 0; i < all.story.size(); ++i)
        for (auto const& choice : all.story[i])
            if (!model::is_legal_move(static_cast<model::scan_status>(i + 1), choice.to))
                return false;
    return true;
}

bool is_common(population const& each)
{
    auto const* const shipments = std::get_if<shipment_population>(&each.what);
    return shipments == nullptr || has_legal_moves(*shipments);
}

} // namespace

std::optional<short_way> short_way_of(scenario const& plan, transport const& sender,
                                      receivers const& ends, model::state const& now,
                                      std::vector<route> const& routes)
{
    auto const all_are = [](auto const& each) { return is_common(each); };
    if (!sender.only_posts() || plan.asked_policy || !is_common(plan.policy) ||
        !std::ranges::all_of(plan.timeline, all_are) ||
        !std::ranges::all_of(plan.populations, all_are))
        return std::nullopt;

    auto const* const track = now.find_webhook(model::webhook_event::track);
    if (track == nullptr) return std::nullopt;
    auto const number = now.number_of(*track);
    auto const to = routes[number.value - 1];
    auto rules = ends.common_rules(to);
    if (rules.empty() || rules.size() > UINT8_MAX - 1U) return std::nullopt;
    return short_way{number, std::move(rules), &ends.outages_of(to)};
}

} // namespace drydock::sim
