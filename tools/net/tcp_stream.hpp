// A TCP connection as a stream.
#pragma once

#include "sim/http/stream.hpp"

#include <boost/asio/ip/tcp.hpp>

namespace drydock::tools {

class tcp_stream final : public sim::http::stream {
public:
    using socket = boost::asio::ip::tcp::socket;

    /// REQUIRES: connected.
    explicit tcp_stream(socket connected);

    boost::asio::any_io_executor get_executor() override { return socket_.get_executor(); }
    void read_some(std::span<boost::asio::mutable_buffer const> into,
                   sim::http::io_handler then) override;
    void write_some(std::span<boost::asio::const_buffer const> from,
                    sim::http::io_handler then) override;
    bool is_quiet() override;
    void shutdown_send() override;
    void close() override;
    void abort() override;

    socket& lowest() { return socket_; }

private:
    socket socket_;
};

/// What every socket of ours is set to: no waiting for more to send.
void prepare(tcp_stream::socket& connected);

/// Whether neither bytes, nor an end, nor an error wait at the socket.
bool is_quiet(tcp_stream::socket& open);

/// Completes an operation on a closed stream.
void abort_later(boost::asio::any_io_executor const& on, sim::http::io_handler then);

} // namespace drydock::tools
