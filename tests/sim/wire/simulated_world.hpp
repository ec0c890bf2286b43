// A simulated network with one host that listens, for the contract of streams.
#pragma once

#include "sim/wire/network.hpp"
#include "sim/wire/simulated_connector.hpp"
#include "tests/support/stream_contract.hpp"

#include <deque>
#include <memory>

namespace drydock::tests {

/// Takes connections in until they are asked for.
class simulated_door final : public http::acceptor, public sim::wire::listener {
public:
    explicit simulated_door(sim::wire::context& in) : in_{&in} {}

    asio::awaitable<http::any_stream> accept() override;
    void close() override;

    void accept(std::unique_ptr<sim::wire::duplex> arrived, std::uint64_t caller) override;

private:
    class accepting;

    sim::wire::context* in_;
    std::deque<http::any_stream> arrived_;
    accepting* pending_ = nullptr;
    bool is_closed_ = false;
};

class simulated_world final : public stream_world {
public:
    explicit simulated_world(sim::link how = {});

    asio::any_io_executor executor() override { return context_.get_executor(); }
    http::clock& time() override { return clock_; }
    http::acceptor& door() override { return door_; }
    http::connector& way() override { return way_; }
    model::address address() override;
    model::address nobody() override;
    model::address unknown() override;
    bool run_until(std::function<bool()> const& done) override;
    void reset(http::any_stream& what) override;
    bool set_latency(model::duration length) override;

private:
    sim::wire::context context_{model::instant{}};
    sim::wire::virtual_clock clock_{context_};
    sim::wire::network network_{context_};
    simulated_door door_{context_};
    sim::wire::call how_;
    sim::wire::simulated_connector way_{network_, how_};
};

} // namespace drydock::tests
