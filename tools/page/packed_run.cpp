#include "tools/page/packed_run.hpp"

#include "model/json/json_text.hpp"

namespace drydock::tools {

packed_run::packed_run(std::string_view header, sim::scenario const* what, page_limits limits)
    : limits_{limits}
{
    if (what != nullptr) sent_.emplace(*what);
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
            if (sent_ && extent_.kept_bodies < limits_.bodies) {
                sent_->apply(e, first, texts);
                if (e.type == model::event_type::delivery_requested) keep_body(e, texts);
            }
        }
        ++first.value;
    }
    journal_.append(line_);
}

void packed_run::keep_body(model::event const& e, model::text_table const& texts)
{
    std::string line;
    model::append_json_string(line, sent_->body_of(e.as<model::delivery_requested>(), texts));
    line += '\n';
    bodies_.append(line);
    ++extent_.kept_bodies;
}

} // namespace drydock::tools
