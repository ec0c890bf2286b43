#include "model/error.hpp"

#include "model/assert.hpp"

namespace drydock::model {

std::string_view explain(error why)
{
    switch (why) {
    case error::none: return "accepted";
    case error::webhook_exists: return "a webhook for this event already exists";
    case error::webhook_unknown: return "there is no such webhook";
    case error::shipment_exists: return "a shipment with this id already exists";
    case error::illegal_move: return "it cannot go from its status to this one";
    case error::refresh_running: return "the order source is being refreshed already";
    case error::no_refresh: return "the order source is not being refreshed";
    case error::stale_attempt: return "that attempt is not in flight";
    case error::delivery_ended: return "the delivery is not waiting for anything";
    }
    assertion_failed("a known error", __FILE__, __LINE__);
}

} // namespace drydock::model
