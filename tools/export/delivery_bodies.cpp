#include "tools/export/delivery_bodies.hpp"

#include "model/payload.hpp"

namespace drydock::tools {

void delivery_bodies::apply(model::event const& e, model::sequence_number sequence,
                            model::text_table const& texts)
{
    model::evolve(folded_, e, sequence);
    if (e.type == model::event_type::base_url_changed)
        base_url_ = texts[e.as<model::base_url_changed>().url];
}

std::string delivery_bodies::body_of(model::delivery_requested const& request,
                                     model::text_table const& texts) const
{
    auto const& d = folded_.deliveries[folded_.deliveries.find(request.delivery.value)];
    return model::webhook_body(folded_, texts,
                               {folded_.at(request.webhook).event, d.subject, d.told},
                               {what_->profile, base_url_});
}

} // namespace drydock::tools
