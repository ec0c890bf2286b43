// A TLS connection as a stream.
#pragma once

#include "sim/http/stream.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

namespace drydock::tools {

/// A stream, or why the handshake failed.
struct tls_result {
    sim::http::any_stream stream = {};
    std::string problem = {};
};

/// The client's handshake with `host`, which is named to the server, and checked in its certificate
/// where the context verifies any. Ends early by terminal cancellation.
boost::asio::awaitable<tls_result> connect_tls(boost::asio::ip::tcp::socket connected,
                                               std::shared_ptr<boost::asio::ssl::context> context,
                                               std::string host);

/// The server's side. The handshake is part of the first read, so that accepting need not wait.
sim::http::any_stream accept_tls(boost::asio::ip::tcp::socket connected,
                                 std::shared_ptr<boost::asio::ssl::context> context);

} // namespace drydock::tools
