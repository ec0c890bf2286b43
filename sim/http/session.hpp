// The serving side of one connection: requests in, answers out, in order.
#pragma once

#include "sim/http/clock.hpp"
#include "sim/http/message.hpp"
#include "sim/http/stream.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace drydock::sim::http {

/// A body that comes piece by piece.
class body_source {
public:
    body_source() = default;
    body_source(body_source const&) = delete;
    body_source& operator=(body_source const&) = delete;
    virtual ~body_source() = default;

    /// The next piece, which is not empty; nothing at the end. Throws nothing of its own.
    virtual boost::asio::awaitable<std::optional<std::string>> next() = 0;
};

/// What answers requests.
class handler {
public:
    handler() = default;
    handler(handler const&) = delete;
    handler& operator=(handler const&) = delete;
    virtual ~handler() = default;

    /// Answers a request; may take its time. `what` stays alive meanwhile. Content-Length and
    /// Transfer-Encoding are the session's to write; "Connection: close" in the answer is obeyed.
    /// The body of an answer to HEAD is counted, but not sent. Throws nothing of its own.
    virtual boost::asio::awaitable<response> handle(request const& what) = 0;

    /// The answer to bytes that are no request to be handled: 400, 413, 417, 431, 501 or 505.
    virtual response refuse(unsigned status, std::string_view why) = 0;
};

struct session_limits {
    message_limits message = {};
    model::duration idle = std::chrono::seconds{75};  ///< for the first byte of a request
    model::duration slow = std::chrono::seconds{30};  ///< for the rest of it, and for an answer
    model::duration linger = std::chrono::seconds{1}; ///< for the client to read the last answer
    model::duration hang = std::chrono::minutes{10};  ///< at most, when nothing is to be said
};

/// Serves one connection until either side ends it or takes too long. Pipelined requests are
/// answered in order, one at a time. A client that is too slow is cut off without an answer.
///
/// Bytes that are no proper request are refused, and the connection ends: what comes after them
/// cannot be trusted to be the start of another.
class session {
public:
    session(any_stream stream, handler& to, clock& time, session_limits limits = {})
        : stream_{std::move(stream)}, handler_{&to}, time_{&time}, limits_{limits}
    {
    }

    /// Ends when the connection does. Never throws; cancelling it ends the connection.
    boost::asio::awaitable<void> run();

    /// Closes the connection under whatever is pending.
    void stop() { stream_.close(); }

private:
    any_stream stream_;
    handler* handler_;
    clock* time_;
    session_limits limits_;
};

} // namespace drydock::sim::http
