#include "model/entity/telling.hpp"

namespace drydock::model {

void tell(state const& s, webhook_event event, subject who, sequence_number cause,
          event_writer& out)
{
    auto const* const webhook = s.find_webhook(event);
    if (webhook != nullptr && webhook->enabled)
        out.add(cause, delivery_requested{{s.delivery_count + 1}, s.number_of(*webhook), who, {}});
    else
        out.add(cause, event_unsubscribed{who.ordinal, event});
}

refusal decide(state const& s, resend_delivery const& command, event_writer& out)
{
    auto const* const webhook = s.find_webhook(command.event);
    if (webhook == nullptr || !webhook->enabled) return {error::webhook_unknown};

    out.add(command.told,
            delivery_requested{
                {s.delivery_count + 1}, s.number_of(*webhook), command.who, command.resend_of});
    return accepted;
}

} // namespace drydock::model
