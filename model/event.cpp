#include "model/event.hpp"

#include <algorithm>
#include <utility>

namespace drydock::model {

namespace {

using enum event_type;

constexpr std::array types{
    webhook_created,  webhook_updated,  webhook_deleted,    webhook_enabled,    webhook_disabled,
    shipment_created, shipment_scanned, delivery_requested, event_unsubscribed, attempt_started,
    attempt_failed,   retry_scheduled,  delivery_succeeded, delivery_discarded, delivery_cancelled,
    effect_applied,   effect_skipped,
};
constexpr std::array<std::string_view, types.size()> names{
    "webhook_created",    "webhook_updated",    "webhook_deleted",    "webhook_enabled",
    "webhook_disabled",   "shipment_created",   "shipment_scanned",   "delivery_requested",
    "event_unsubscribed", "attempt_started",    "attempt_failed",     "retry_scheduled",
    "delivery_succeeded", "delivery_discarded", "delivery_cancelled", "effect_applied",
    "effect_skipped",
};

} // namespace

std::span<event_type const> event_types()
{
    return types;
}

std::string_view name(event_type type)
{
    auto const* const found = std::ranges::find(types, type);
    ASSERT(found != types.end());
    return names[static_cast<std::size_t>(found - types.begin())];
}

std::optional<event_type> parse_event_type(std::string_view text)
{
    auto const* const found = std::ranges::find(names, text);
    if (found == names.end()) return std::nullopt;
    return types[static_cast<std::size_t>(found - names.begin())];
}

} // namespace drydock::model
