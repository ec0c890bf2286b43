#include "sim/delivery_ledger.hpp"

namespace drydock::sim {

using model::event_type;

void delivery_ledger::apply(model::event const& e, model::state const& s)
{
    if (e.type == event_type::delivery_requested) {
        auto const request = e.as<model::delivery_requested>();
        entries_.push_back(
            {.event = s.at(request.webhook).event, .subject = request.subject, .told = e.cause});
    } else if (e.type == event_type::attempt_started) {
        auto const start = e.as<model::attempt_started>();
        at(start.delivery).attempts = start.attempt.value;
    } else if (e.type == event_type::delivery_succeeded) {
        at(e.as<model::delivery_succeeded>().delivery).outcome = "delivered";
    } else if (e.type == event_type::delivery_discarded) {
        at(e.as<model::delivery_discarded>().delivery).outcome = "discarded";
    } else if (e.type == event_type::delivery_cancelled) {
        at(e.as<model::delivery_cancelled>().delivery).outcome = "cancelled";
    }
}

std::vector<model::delivery_number> delivery_ledger::take(entity_filter const& which,
                                                          model::state const& s,
                                                          model::text_table const& texts)
{
    std::vector<model::delivery_number> taken;
    for (std::uint32_t i = 0; i < entries_.size(); ++i) {
        auto& d = entries_[i];
        if (d.resent || (which.event && *which.event != d.event)) continue;
        if (which.outcome && *which.outcome != d.outcome) continue;
        if (which.attempts && !which.attempts->hold(d.attempts)) continue;
        if (which.subject && to_text(s.id_of(d.subject), texts) != *which.subject) continue;
        auto const* const webhook = s.find_webhook(d.event);
        if (webhook == nullptr || !webhook->enabled) continue;
        d.resent = true;
        taken.push_back({i + 1});
    }
    return taken;
}

} // namespace drydock::sim
