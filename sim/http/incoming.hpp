// The reading half of a connection: messages out of bytes. For the sources of this folder only.
#pragma once

#include "sim/http/parser.hpp"
#include "sim/http/stream.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <cstddef>

namespace drydock::sim::http {

/// Where reading a message stops.
enum class read_goal { header, message };

/// Reads one message after the other from a stream. What it finds does not depend on how the bytes
/// are split on their way: a header is parsed when it has come whole, or as soon as it can be none.
class incoming {
public:
    explicit incoming(any_stream& from) : from_{&from} {}

    /// Waits for a byte that no message has used; end_of_stream when there will be none.
    asio::awaitable<error_code> wait();

    /// Continues with `into` until the goal is reached or something fails. Errors of Beast's HTTP
    /// category are about the message: end_of_stream when the peer ended before its first byte,
    /// partial_message when within; others are the stream's.
    template <bool IsRequest>
    asio::awaitable<error_code> read(message_parser<IsRequest>& into, read_goal goal);

    /// Whether bytes lie here that no message has used.
    bool has_leftover() const { return buffer_.size() > 0; }
    /// All bytes so far, used or not.
    std::size_t received() const { return received_; }

private:
    asio::awaitable<error_code> read_more();
    template <bool IsRequest> error_code parse(message_parser<IsRequest>& into, read_goal goal);
    template <bool IsRequest> error_code parse_header(message_parser<IsRequest>& into);
    template <bool IsRequest> error_code end(message_parser<IsRequest>& into);
    void skip_blank_lines();
    error_code find_header_end();

    any_stream* from_;
    beast::flat_buffer buffer_;
    std::size_t scanned_ = 0; // bytes of the buffer in which no header ends
    std::size_t received_ = 0;
    std::size_t next_read_ = 4 * 1024;
};

} // namespace drydock::sim::http
