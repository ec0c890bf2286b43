// `drydock serve`: an offline sandbox with a clock that is turned from outside.
#include "model/address.hpp"
#include "model/json/json_text.hpp"
#include "sim/outside_call.hpp"
#include "tools/drydock/command.hpp"
#include "tools/drydock/run_options.hpp"
#include "tools/drydock/scenario_source.hpp"
#include "tools/drydock/serve/variables.hpp"
#include "tools/serve/logger.hpp"
#include "tools/serve/server.hpp"

#include <charconv>
#include <memory>

namespace drydock::tools {

namespace {

constexpr std::string_view sandbox = "@sandbox";

struct serve_command {
    command_line app;
    std::string file{sandbox};
    std::string listen = "127.0.0.1:8787", clock = "manual", rate = "0";
    bool is_quiet = false, believes_any = false;
    serve_options options;

    int act(console const& to) const;
};

/// "127.0.0.1:8787", "[::1]:8787", ":0" or "8787".
std::string read_address(std::string_view text, serve_options& into)
{
    auto const colon = text.rfind(':');
    auto const host = colon == text.npos ? std::string_view{} : text.substr(0, colon);
    auto const port = colon == text.npos ? text : text.substr(colon + 1);
    auto const* const end = port.data() + port.size();
    auto const [stop, failed] = std::from_chars(port.data(), end, into.port);
    if (port.empty() || failed != std::errc{} || stop != end)
        return "--listen: expected ADDRESS:PORT such as 127.0.0.1:8787, or :0 for any free port";
    if (host.empty()) return {};
    into.host = host == "localhost" ? "127.0.0.1" : std::string{host};
    if (into.host.starts_with('[') && into.host.ends_with(']'))
        into.host = into.host.substr(1, into.host.size() - 2);
    return {};
}

std::string read_options(serve_command& given)
{
    auto& o = given.options;
    if (auto why = read_address(given.listen, o); !why.empty()) return why;
    auto const mode = parse_clock_mode(given.clock);
    if (!mode) return "--clock: expected manual, auto, or a pace such as 60x";
    o.clock = *mode;
    if (o.tls_cert.empty() != o.tls_key.empty()) return "--tls-cert and --tls-key go together";
    while (o.base_url.ends_with('/'))
        o.base_url.pop_back();
    if (!o.base_url.empty() && !model::parse_address(o.base_url))
        return "--base-url: expected an absolute http or https URL";
    o.verifies = !given.believes_any;
    auto const* const end = given.rate.data() + given.rate.size();
    auto const [stop, failed] = std::from_chars(given.rate.data(), end, o.rate_limit);
    if (failed != std::errc{} || stop != end)
        return "--rate-limit: expected a whole number of calls a minute";
    return {};
}

void take_variables(serve_command& given, environment const& machine)
{
    auto& o = given.options;
    variables const from{given.app, machine};
    from.fill("--listen", given.listen);
    from.fill("--clock", given.clock);
    from.fill("--rate-limit", given.rate);
    from.fill("--data", o.data);
    from.fill("--api-key", o.api_key);
    from.fill("--base-url", o.base_url);
    from.fill("--tls-cert", o.tls_cert);
    from.fill("--tls-key", o.tls_key);
    from.fill("--cacert", o.ca_file);
    from.fill("--allow-host", o.allowed_hosts);
    from.fill("--control-host", o.control_hosts);
    from.fill("--plain", o.is_plain);
    from.fill("--insecure", given.believes_any);
    from.fill("--quiet", given.is_quiet);
}

int serve_command::act(console const& to) const
{
    auto given = *this;
    take_variables(given, to.machine);
    if (auto const why = read_options(given); !why.empty()) return refuse(to, why);
    auto const source = read_scenario(given.file);
    if (source.failure) return refuse(to, *source.failure);
    sim::load_options load_with;
    load_with.now = to.machine.now;
    auto read = load(source, load_with);
    if (!read.loaded) {
        for (auto const& error : read.errors)
            to.err << shown(error, source, to.paint());
        return exit_bad_input;
    }
    if (read.loaded->needs_wire())
        return refuse(to, "links are of a simulated network: serve sends over a real one");
    if (auto const why = live_only(*read.loaded); !why.empty()) return refuse(to, why);
    if (given.is_quiet) log_less();
    auto const on_open = [&](std::string const& url) {
        std::string line = "{\"url\":";
        model::append_json_string(line, url);
        to.out << line << "}" << std::endl;
    };
    auto const why = serve(given.options, std::move(*read.loaded), on_open);
    return why.empty() ? exit_held : refuse(to, why);
}

constexpr char const* serve_examples =
    "Examples:\n"
    "  drydock serve                               at http://127.0.0.1:8787, its clock standing\n"
    "  drydock serve --listen :0                   at any free port, which it prints\n"
    "  drydock serve shop.json --data ./sandbox    what it began with; all it does is kept\n"
    "  drydock serve --clock 60x                   an hour goes by in a minute\n"
    "  drydock ctl advance 2h                      turns the clock\n"
    "\n"
    "The API is at the root, with any API-Key unless --api-key names the one; control is below\n"
    "/_drydock, a bin takes anything at /bin/NAME, and /openapi.json describes them. At / is the\n"
    "dashboard: open it in a browser. Webhooks go to this machine, and to hosts that --allow-host\n"
    "names.\n"
    "\n"
    "Every option may be given by the environment: --base-url as DRYDOCK_BASE_URL.\n";

} // namespace

command add_serve_command(command_line program)
{
    auto state = std::make_shared<serve_command>();
    auto app = program.add_subcommand("serve", "an offline sandbox whose clock you turn");
    state->app = app;
    auto& o = state->options;
    app.add_option("FILE", state->file, "a scenario or @NAME that the world begins with")
        .show_default();
    app.add_option("--listen", state->listen, "where; port 0 takes any that is free")
        .type_name("ADDRESS:PORT")
        .show_default();
    app.add_option("--data", o.data, "keep the world in this folder").type_name("DIR");
    app.add_option("--clock", state->clock, "of a new world: manual, auto, or a pace such as 60x")
        .show_default();
    app.add_option("--api-key", o.api_key, "the only key that is good").type_name("KEY");
    app.add_option("--base-url", o.base_url, "what links begin with").type_name("URL");
    app.add_option("--tls-cert", o.tls_cert, "serve HTTPS with this certificate").type_name("PEM");
    app.add_option("--tls-key", o.tls_key, "and this key").type_name("PEM");
    app.add_option("--allow-host", o.allowed_hosts, "a host beyond this machine for webhooks")
        .type_name("HOST")
        .one_value();
    app.add_option("--control-host", o.control_hosts, "a name by which control may be called")
        .type_name("HOST")
        .one_value();
    app.add_option("--rate-limit", state->rate, "calls of the API in a minute; 0: any number")
        .show_default();
    app.add_option("--cacert", o.ca_file, "whom receivers' certificates may be signed by")
        .type_name("PEM");
    app.add_flag("--insecure", state->believes_any, "believe any certificate of a receiver");
    app.add_flag("--plain", o.is_plain, "send no Drydock headers");
    app.add_flag("-q,--quiet", state->is_quiet, "log warnings and errors only");
    app.footer(serve_examples);
    return {app, [state](console const& to) { return state->act(to); }};
}

} // namespace drydock::tools
