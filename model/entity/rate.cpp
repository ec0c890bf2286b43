#include "model/entity/rate.hpp"

#include "model/entity/telling.hpp"

namespace drydock::model {

refusal decide(state const& s, update_rates const& command, event_writer& out)
{
    auto const updated =
        out.add(command.cause, rates_updated{command.shipment, out.intern(command.fields),
                                             out.intern(command.payload)});
    tell(s, webhook_event::rate, command.shipment, updated, out);
    return accepted;
}

} // namespace drydock::model
