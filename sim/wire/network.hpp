// A simulated network: hosts that listen, and connections to them under the conditions of a link.
#pragma once

#include "model/address.hpp"
#include "sim/http/stream.hpp"
#include "sim/wire/pipe.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace drydock::sim::wire {

/// Two pipes; they live as long as either end.
struct connection;

/// One end of a connection.
class duplex final : public http::stream {
public:
    duplex(context& in, std::shared_ptr<connection> shared, bool connected);
    ~duplex() override;

    boost::asio::any_io_executor get_executor() override;
    void read_some(std::span<boost::asio::mutable_buffer const> into,
                   http::io_handler then) override;
    void write_some(std::span<boost::asio::const_buffer const> from,
                    http::io_handler then) override;
    bool is_quiet() override;
    void shutdown_send() override;
    /// What lies unread here is answered by a reset, as TCP does.
    void close() override;

    /// Breaks the connection: after what was written, the peer meets a reset.
    void abort() override;

private:
    void leave();

    context* in_;
    std::shared_ptr<connection> shared_;
    pipe* incoming_;
    pipe* outgoing_;
    bool is_closed_ = false;
};

/// What a host does with connections to it.
class listener {
public:
    /// Called when a connection arrives, from inside of whatever let it arrive.
    virtual void accept(std::unique_ptr<duplex> arrived, std::uint64_t caller) = 0;

protected:
    ~listener() = default;
};

/// A wish to connect.
struct call {
    std::string host = {}, port = {};
    link conditions = {};
    model::instant not_before{}; ///< nobody is told earlier how it went, if it failed
    std::uint64_t caller = 0;    ///< told to the listener, as an address and port would be
    std::uint64_t draws = 0;     ///< what all chance of the connection is drawn from
};

class network {
public:
    explicit network(context& in) : in_{&in} {}

    /// `who` must outlive the network.
    void listen(std::string host, std::string port, listener& who);
    /// At every place where nobody else listens.
    void listen_everywhere(listener& who) { everywhere_ = &who; }

    /// Calls back with success once `into` holds the caller's end; else with connection_refused or
    /// host_not_found. `into` must stay where it is until then.
    void connect(call wish, std::unique_ptr<http::stream>& into, http::sleep_handler then);

    bool has_host(std::string const& host) const;
    /// Null: nobody listens there.
    listener* find(std::string const& host, std::string const& port) const;
    context& in() const { return *in_; }

private:
    context* in_;
    std::map<std::pair<std::string, std::string>, listener*, std::less<>> listeners_;
    listener* everywhere_ = nullptr;
};

/// The port of an address, also where it is the scheme's own.
std::string port_of(model::address const& to);

} // namespace drydock::sim::wire
