// Where connections come from: the simulated network or real sockets.
#pragma once

#include "model/address.hpp"
#include "model/status.hpp"
#include "sim/http/stream.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <utility>

namespace drydock::sim::http {

/// A connection, or why there is none.
class connected {
public:
    connected() = default; ///< refused, without words
    connected(any_stream opened) : opened_{std::move(opened)} {}
    /// `why` is one of refused, dns, tls, reset, timeout and blocked; `detail` a line for people.
    connected(model::outcome_kind why, std::string detail) : why_{why}, detail_{std::move(detail)}
    {
    }

    explicit operator bool() const { return static_cast<bool>(opened_); }

    any_stream& opened() { return opened_; }         ///< REQUIRES: there is one
    model::outcome_kind why() const { return why_; } ///< REQUIRES: there is none
    std::string const& detail() const { return detail_; }

private:
    any_stream opened_;
    model::outcome_kind why_ = model::outcome_kind::refused;
    std::string detail_;
};

class connector {
public:
    connector() = default;
    connector(connector const&) = delete;
    connector& operator=(connector const&) = delete;
    virtual ~connector() = default;

    /// Connects, with the TLS handshake where the scheme wants one. Has no deadline of its own: the
    /// caller ends it by terminal cancellation, which each operation inside must obey at once.
    /// `to` stays alive until then.
    virtual boost::asio::awaitable<connected> connect(model::address const& to) = 0;
};

/// The other side: who connected to us.
class acceptor {
public:
    acceptor() = default;
    acceptor(acceptor const&) = delete;
    acceptor& operator=(acceptor const&) = delete;
    virtual ~acceptor() = default;

    /// The next connection; an empty stream after close().
    virtual boost::asio::awaitable<any_stream> accept() = 0;

    /// Ends a pending accept() and all later ones.
    virtual void close() = 0;
};

} // namespace drydock::sim::http
