// What streams, connectors and acceptors must do, and what client and session must make of it: one
// suite, for real sockets and for simulated ones. Each function makes a fresh world for each case,
// in a section of its own; call it from a TEST_CASE.
#pragma once

#include "sim/http/clock.hpp"
#include "sim/http/connector.hpp"

#include <functional>
#include <memory>

namespace drydock::tests {

namespace http = sim::http;
namespace asio = boost::asio;

/// A network with one door, which listens, and a way to it.
class stream_world {
public:
    stream_world() = default;
    stream_world(stream_world const&) = delete;
    stream_world& operator=(stream_world const&) = delete;
    virtual ~stream_world() = default;

    virtual asio::any_io_executor executor() = 0;
    virtual http::clock& time() = 0;
    virtual http::acceptor& door() = 0;
    virtual http::connector& way() = 0;

    virtual model::address address() = 0; ///< of the door, scheme http
    virtual model::address nobody() = 0;  ///< where nobody listens
    virtual model::address unknown() = 0; ///< a host that has no address

    /// Runs until `done`, and says whether it came to that: false when nothing is left to run, or
    /// in real time after so long that something hangs.
    virtual bool run_until(std::function<bool()> const& done) = 0;

    /// Breaks a connection as a peer does that crashed. REQUIRES: one of this world's own streams.
    virtual void reset(http::any_stream& what) = 0;

    /// Sets how long bytes travel, each way. False where that cannot be set: real time.
    virtual bool set_latency(model::duration) { return false; }
};

using make_world = std::function<std::unique_ptr<stream_world>()>;

void check_streams(make_world const& make);    ///< bytes, ends, closing, resets, being quiet
void check_client(make_world const& make);     ///< an outcome for whatever a peer does
void check_keep_alive(make_world const& make); ///< connections used again, and stale ones
void check_session(make_world const& make);    ///< answers to whatever a client sends
void check_failing(make_world const& make);    ///< each I/O operation of an exchange fails once

} // namespace drydock::tests
