// Attempts as HTTP/1.1 over a simulated network, in virtual time. Client and server are those of
// sim/http, which real sockets use too. What is reported is what the client heard, never what was
// judged: for a scenario without links both must be the same.
#pragma once

#include "sim/transport.hpp"
#include "sim/wire/link_choice.hpp"
#include "sim/wire/scripted_server.hpp"

#include <boost/asio/awaitable.hpp>

#include <map>
#include <memory>

namespace drydock::sim {

class wire_transport : public transport, private wire::listener {
public:
    /// Both must outlive it.
    wire_transport(scenario const& plan, event_queue& queue);
    ~wire_transport() override;

    void start(attempt_order const& order) override;
    observation conclude(work const& outcome, fate const& decided) override;
    bool has_arrived(work const& late_effect) override;
    void await_arrival(work const& effect) override;
    bool sends_bytes() const override { return true; }
    bool is_lively() const override { return true; }
    bool settle(instant end) override;
    void call(model::api::request const& wish, api_server& server) override;

    /// For tests and for figures.
    wire::context& context() { return context_; }

private:
    struct flight;

    void accept(std::unique_ptr<wire::duplex> arrived, std::uint64_t caller) override;
    boost::asio::awaitable<void> play(std::shared_ptr<flight> own);
    std::shared_ptr<flight> prepare(attempt_order const& order) const;
    bool is_late(fate const& decided) const;
    void go_to(instant now);

    scenario const* plan_;
    event_queue* queue_;
    wire::context context_; // destroyed after all that is in it
    wire::virtual_clock clock_{context_};
    wire::network network_{context_};
    wire::link_choice links_;
    std::map<std::uint64_t, std::shared_ptr<flight>> flights_; // by delivery and attempt
};

} // namespace drydock::sim
