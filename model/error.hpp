// Refusals by the domain: what a command can be answered instead of events.
#pragma once

#include <cstdint>
#include <string_view>

namespace drydock::model {

enum class error : std::uint8_t {
    none = 0,
    webhook_exists,  ///< the event has a webhook already (HTTP 409)
    webhook_unknown, ///< no such webhook (HTTP 404)
    shipment_exists, ///< a shipment of this id was created before
    illegal_move,    ///< the table of statuses has no such move
    refresh_running, ///< the order source is being refreshed already
    no_refresh,      ///< the order source is not being refreshed
    stale_attempt,   ///< an outcome for an attempt that is not in flight
    delivery_ended,  ///< the delivery is not waiting for anything
};

/// What went wrong, for a person.
std::string_view explain(error why);

/// The answer to a command: accepted, or the one reason why nothing was written.
struct [[nodiscard]] refusal {
    error why = error::none;

    explicit operator bool() const { return why != error::none; }
    bool operator==(refusal const&) const = default;
};
inline constexpr refusal accepted{};

} // namespace drydock::model
