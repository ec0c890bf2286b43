#include "tools/page/html_file.hpp"

#include "model/json/json_text.hpp"
#include "model/payload.hpp"
#include "tools/page/page.hpp"

namespace drydock::tools {

namespace {

// In a script element only "<" could end it, and JSON has that only within strings.
std::string without_tags(std::string_view json)
{
    std::string safe;
    safe.reserve(json.size());
    for (auto const c : json) {
        if (c == '<')
            safe += "\\u003c";
        else
            safe += c;
    }
    return safe;
}

void write_data(part_file& file, std::string_view id, std::string_view type, std::string_view data)
{
    file.write("<script id=\"");
    file.write(id);
    file.write("\" type=\"");
    file.write(type);
    file.write("\">");
    file.write(data);
    file.write("</script>\n");
}

} // namespace

html_file::html_file(std::string path, std::string_view header, sim::scenario const* what,
                     page_limits limits)
    : file_{std::move(path)}, what_{what}, limits_{limits}
{
    ASSERT(web_page().is_there());
    if (what_ != nullptr) base_url_ = what_->base_url;
    journal_.append(header);
    journal_.append("\n");
}

void html_file::on_block(std::span<model::event const> block, model::sequence_number first,
                         model::text_table const& texts)
{
    if (!good()) return;
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
void html_file::keep_body(model::event const& e, model::text_table const& texts)
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

std::optional<std::string> html_file::finish(sim::node const& facts)
{
    auto const page = web_page();
    for (auto const part : page.before)
        file_.write(part);
    write_data(file_, "drydock-facts", "application/json", without_tags(sim::to_json(facts)));
    write_data(file_, "drydock-journal", "application/zlib", journal_.finish());
    write_data(file_, "drydock-bodies", "application/zlib", bodies_.finish());
    for (auto const part : page.after)
        file_.write(part);
    return file_.finish();
}

} // namespace drydock::tools
