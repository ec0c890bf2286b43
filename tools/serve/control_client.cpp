#include "tools/serve/control_client.hpp"

#include "sim/http/client.hpp"
#include "tools/live/target_map.hpp"
#include "tools/net/real_clock.hpp"
#include "tools/net/socket_connector.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace drydock::tools {

namespace asio = boost::asio;
namespace http = sim::http;

namespace {

constexpr model::duration patience_of_client = std::chrono::hours{24};
constexpr http::message_limits limits{.header = 64 * 1024, .body = 1024ULL * 1024 * 1024};

} // namespace

control_reply call_control(std::string const& url, control_request const& what)
{
    auto const to = parse_target(url);
    if (!to) return {0, {}, "expected the URL of a server, found \"" + url + '"'};
    auto const tls = client_context({what.ca_file, what.verifies});
    if (!tls.made) return {0, {}, tls.problem};
    asio::io_context context{1};
    real_clock time{context.get_executor()};
    socket_connector way{target_guard{{std::string{without_brackets(to->server.host)}}}, tls.made};
    http::client client{way, time, nullptr, limits};
    http::request request;
    request.method = what.method;
    request.target = what.path;
    request.body = what.body;
    if (!what.body.empty()) request.fields.push_back({"Content-Type", "application/json"});
    control_reply made;
    auto server = to->server;
    asio::co_spawn(context,
                   client.exchange(std::move(server), std::move(request), patience_of_client),
                   [&](std::exception_ptr const& thrown, http::heard heard) {
                       if (heard.answer && !thrown)
                           made = {heard.answer->status, std::move(heard.answer->body), {}};
                       else
                           made.failure = thrown ? "it was broken off" : heard.detail;
                   });
    context.run();
    return made;
}

} // namespace drydock::tools
