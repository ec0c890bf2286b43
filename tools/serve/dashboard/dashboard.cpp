#include "tools/serve/dashboard/dashboard.hpp"

#include "tools/page/packed_text.hpp"
#include "tools/page/page.hpp"

namespace drydock::tools {

namespace {

// What page.html has in its head, and that no other page may frame it: a click there would be ours.
constexpr std::string_view policy =
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

bool takes_gzip(sim::http::request const& what)
{
    auto const* const accepted = what.find("Accept-Encoding");
    return accepted != nullptr && accepted->find("gzip") != std::string::npos;
}

sim::http::response refusal()
{
    sim::http::response made;
    made.status = 404;
    made.fields.push_back({"Content-Type", "text/plain; charset=utf-8"});
    made.body = std::string{no_page} + '\n';
    return made;
}

} // namespace

bool is_dashboard(std::string_view path)
{
    return path == "/" || path == "/favicon.ico";
}

sim::http::response dashboard::answer(sim::http::request const& what)
{
    sim::http::response made;
    if (what.target.starts_with("/favicon.ico")) {
        made.status = 204; // the page brings its own
        return made;
    }
    if (dashboard_page().empty()) return refusal();
    made.fields = {{"Content-Type", "text/html; charset=utf-8"},
                   {"Cache-Control", "no-cache"},
                   {"Content-Security-Policy", std::string{policy}},
                   {"X-Content-Type-Options", "nosniff"},
                   {"Referrer-Policy", "no-referrer"},
                   {"Vary", "Accept-Encoding"}};
    if (takes_gzip(what)) {
        made.fields.push_back({"Content-Encoding", "gzip"});
        made.body = packed();
        return made;
    }
    for (auto const part : dashboard_page())
        made.body += part;
    return made;
}

std::string const& dashboard::packed()
{
    if (packed_.empty()) {
        packed_text text{packed_text::form::gzip};
        for (auto const part : dashboard_page())
            text.append(part);
        packed_ = text.finish_bytes();
    }
    return packed_;
}

} // namespace drydock::tools
