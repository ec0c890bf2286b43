#include "tools/page/html_file.hpp"

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
    : file_{std::move(path)}, data_{header, what, limits}
{
    ASSERT(web_page().is_there());
}

std::optional<std::string> html_file::finish(sim::node const& facts)
{
    auto const page = web_page();
    for (auto const part : page.before)
        file_.write(part);
    write_data(file_, "drydock-facts", "application/json", without_tags(sim::to_json(facts)));
    write_data(file_, "drydock-journal", "application/zlib", data_.take_journal());
    write_data(file_, "drydock-bodies", "application/zlib", data_.take_bodies());
    for (auto const part : page.after)
        file_.write(part);
    return file_.finish();
}

} // namespace drydock::tools
