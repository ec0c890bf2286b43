// One end of HTTP traffic on this machine, for measuring the other:
//
//   drydock_bench_http receiver                  a minimal server in plain Beast
//   drydock_bench_http server                    ours
//   drydock_bench_http client PORT CONNECTIONS   our client, for a few seconds
//
// Servers print their port, answer every request with 200 and end with their standard input. The
// client prints requests per second.
#include "sim/http/client.hpp"
#include "sim/http/server.hpp"
#include "tools/net/real_clock.hpp"
#include "tools/net/socket_acceptor.hpp"
#include "tools/net/socket_connector.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <chrono>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <unistd.h>

using namespace drydock;
namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;

namespace {

constexpr auto measured_for = std::chrono::seconds{3};
constexpr std::size_t body_size = 1024;

void end_with_input(asio::io_context& context, asio::posix::stream_descriptor& input)
{
    static char byte;
    input.async_read_some(asio::buffer(&byte, 1),
                          [&](boost::system::error_code, std::size_t) { context.stop(); });
}

void tell_port(unsigned port)
{
    std::printf("%u\n", port);
    std::fflush(stdout);
}

asio::awaitable<void> receive(tcp::socket socket)
{
    try {
        beast::flat_buffer buffer;
        socket.set_option(tcp::no_delay{true});
        for (;;) {
            beast::http::request<beast::http::string_body> asked;
            co_await beast::http::async_read(socket, buffer, asked, asio::use_awaitable);
            beast::http::response<beast::http::empty_body> answer{beast::http::status::ok, 11};
            answer.prepare_payload();
            co_await beast::http::async_write(socket, answer, asio::use_awaitable);
        }
    } catch (std::exception const&) { // the other side has enough
    }
}

asio::awaitable<void> accept_all(tcp::acceptor& door)
{
    for (;;) {
        auto socket = co_await door.async_accept(asio::use_awaitable);
        asio::co_spawn(door.get_executor(), receive(std::move(socket)), asio::detached);
    }
}

void run_receiver(asio::io_context& context)
{
    tcp::acceptor door{context, {asio::ip::address_v4::loopback(), 0}};
    tell_port(door.local_endpoint().port());
    asio::co_spawn(context, accept_all(door), asio::detached);
    context.run();
}

class accepting final : public sim::http::handler {
public:
    asio::awaitable<sim::http::response> handle(sim::http::request const&) override
    {
        co_return sim::http::response{};
    }

    sim::http::response refuse(unsigned status, std::string_view) override
    {
        return {.status = status};
    }
};

void run_server(asio::io_context& context)
{
    tools::socket_acceptor door{context.get_executor()};
    if (!door.listen("127.0.0.1", 0).empty()) std::exit(1);
    tell_port(door.port());
    accepting handler;
    tools::real_clock clock{context.get_executor()};
    sim::http::server server{door, handler, clock};
    asio::co_spawn(context, server.run(), asio::detached);
    context.run();
}

asio::awaitable<void> send_all(sim::http::client& client, model::address to, std::size_t& answered)
{
    for (;;) {
        auto where = to;
        sim::http::request what{.method = "POST", .body = std::string(body_size, 'x')};
        auto const heard =
            co_await client.exchange(std::move(where), std::move(what), std::chrono::seconds{10});
        if (heard.outcome != model::attempt_outcome::http(200)) std::exit(1);
        ++answered;
    }
}

void run_client(asio::io_context& context, std::string const& port, int connections)
{
    tools::socket_connector way{tools::target_guard{}, nullptr};
    tools::real_clock clock{context.get_executor()};
    sim::http::idle_connections idle;
    sim::http::client client{way, clock, &idle};
    auto const to = model::parse_address("http://127.0.0.1:" + port);
    if (!to) std::exit(2);
    std::size_t answered = 0;
    for (int count = 0; count < connections; ++count)
        asio::co_spawn(context, send_all(client, *to, answered), asio::detached);
    context.run_for(measured_for);
    std::printf("%zu\n", answered / static_cast<std::size_t>(measured_for.count()));
    std::fflush(stdout);
    std::_Exit(0); // in the middle of exchanges
}

} // namespace

int main(int count, char** words)
{
    std::string_view const what = count > 1 ? words[1] : "";
    asio::io_context context{1};
    asio::posix::stream_descriptor input{context};
    if (what == "client" && count == 4) {
        run_client(context, words[2], std::stoi(words[3]));
    } else if (what == "receiver" || what == "server") {
        input.assign(::dup(STDIN_FILENO));
        end_with_input(context, input);
        what == "server" ? run_server(context) : run_receiver(context);
    } else {
        return 2;
    }
}
