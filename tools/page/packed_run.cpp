#include "tools/page/packed_run.hpp"

#include "model/json/json_text.hpp"
#include "model/payload.hpp"

namespace drydock::tools {

packed_run::packed_run(std::string_view header, sim::scenario const* what, page_limits limits)
    : what_{what}, limits_{limits}
{
    if (what_ != nullptr) base_url_ = what_->base_url;
    journal_.append(header);
    journal_.append("\n");
}

void packed_run::on_block(std::span<model::event const> block, model::sequence_number first,
                          model::text_table const& texts)
{
    line_.clear();
    for (auto const& e : block) {
        ++extent_.events;
        if (e.type == model::event_type::delivery_requested) ++extent_.deliveries;
        if (extent_.kept_events < limits_.events) {
            ++extent_.kept_events;
            lines_.append(line_, e, first, texts);
            line_ += '\n';
            if (what_ != nullptr && extent_.kept_bodies < limits_.bodies) {
                model::evolve(folded_, e, first);
                if (e.type == model::event_type::base_url_changed)
                    base_url_ = texts[e.as<model::base_url_changed>().url];
                if (e.type == model::event_type::delivery_requested) keep_body(e, texts);
            }
        }
        ++first.value;
    }
    journal_.append(line_);
}

// A body is fixed when its delivery is requested, so this is when to make it.
void packed_run::keep_body(model::event const& e, model::text_table const& texts)
{
    auto const request = e.as<model::delivery_requested>();
    auto const& d = folded_.deliveries[folded_.deliveries.find(request.delivery.value)];
    auto const body =
        model::webhook_body(folded_, texts, {folded_.at(request.webhook).event, d.subject, d.told},
                            {what_->profile, base_url_});
    std::string line;
    model::append_json_string(line, body);
    line += '\n';
    bodies_.append(line);
    ++extent_.kept_bodies;
}

} // namespace drydock::tools
