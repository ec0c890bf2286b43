#include "tools/net/tcp_stream.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace drydock::tools {

namespace asio = boost::asio;
using sim::http::error_code;

void prepare(tcp_stream::socket& connected)
{
    error_code ignored;
    connected.set_option(asio::ip::tcp::no_delay{true}, ignored);
    connected.non_blocking(true, ignored);
}

bool is_quiet(tcp_stream::socket& open)
{
    char byte = 0;
    error_code failed;
    open.receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, failed);
    return failed == asio::error::would_block;
}

void abort_later(asio::any_io_executor const& on, sim::http::io_handler then)
{
    asio::post(on, [then = std::move(then)]() mutable {
        std::move(then)(asio::error::operation_aborted, 0);
    });
}

tcp_stream::tcp_stream(socket connected) : socket_{std::move(connected)}
{
    prepare(socket_);
}

void tcp_stream::read_some(std::span<asio::mutable_buffer const> into, sim::http::io_handler then)
{
    if (!socket_.is_open()) return abort_later(socket_.get_executor(), std::move(then));
    std::array<asio::mutable_buffer, most_buffers> all;
    std::ranges::copy(into, all.begin());
    socket_.async_read_some(all, std::move(then));
}

void tcp_stream::write_some(std::span<asio::const_buffer const> from, sim::http::io_handler then)
{
    if (!socket_.is_open()) return abort_later(socket_.get_executor(), std::move(then));
    std::array<asio::const_buffer, most_buffers> all;
    std::ranges::copy(from, all.begin());
    socket_.async_write_some(all, std::move(then));
}

bool tcp_stream::is_quiet()
{
    return socket_.is_open() && tools::is_quiet(socket_);
}

void tcp_stream::shutdown_send()
{
    error_code ignored;
    socket_.shutdown(socket::shutdown_send, ignored);
}

void tcp_stream::abort()
{
    error_code ignored;
    socket_.set_option(boost::asio::socket_base::linger{true, 0}, ignored);
    socket_.close(ignored);
}

void tcp_stream::close()
{
    error_code ignored;
    socket_.close(ignored);
}

} // namespace drydock::tools
