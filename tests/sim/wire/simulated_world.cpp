#include "tests/sim/wire/simulated_world.hpp"

#include "sim/wire/waiting.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <catch2/catch.hpp>

#include <utility>

namespace drydock::tests {

/// A pending accept().
class simulated_door::accepting final : public sim::wire::waiting_for<http::sleep_handler> {
public:
    accepting(simulated_door& at, http::sleep_handler&& then)
        : waiting_for{*at.in_, std::move(then)}, at_{&at}
    {
        at.pending_ = this;
    }

private:
    void leave() override { at_->pending_ = nullptr; }

    simulated_door* at_;
};

asio::awaitable<http::any_stream> simulated_door::accept()
{
    constexpr auto token = asio::as_tuple(asio::use_awaitable);
    while (arrived_.empty() && !is_closed_) {
        auto const [failed] =
            co_await asio::async_initiate<decltype(token), void(http::error_code)>(
                [](auto handler, simulated_door* at) {
                    new accepting{*at, http::sleep_handler{std::move(handler)}};
                },
                token, this);
        if (failed) break;
    }
    http::any_stream taken;
    if (!arrived_.empty() && !is_closed_) {
        taken = std::move(arrived_.front());
        arrived_.pop_front();
    }
    co_return taken;
}

void simulated_door::close()
{
    is_closed_ = true;
    arrived_.clear();
    if (pending_ != nullptr) std::exchange(pending_, nullptr)->complete({});
}

void simulated_door::accept(std::unique_ptr<sim::wire::duplex> arrived, std::uint64_t)
{
    if (is_closed_) return;
    arrived_.emplace_back(std::move(arrived));
    if (pending_ != nullptr) std::exchange(pending_, nullptr)->complete({});
}

simulated_world::simulated_world(sim::link how) : how_{.conditions = how}
{
    network_.listen("shop.test", "8080", door_);
}

model::address simulated_world::address()
{
    return {.scheme = "http", .host = "shop.test", .port = "8080"};
}

model::address simulated_world::nobody()
{
    return {.scheme = "http", .host = "shop.test", .port = "81"};
}

model::address simulated_world::unknown()
{
    return {.scheme = "http", .host = "no-such-host.invalid", .port = "8080"};
}

bool simulated_world::run_until(std::function<bool()> const& done)
{
    context_.run_ready();
    while (!done() && context_.has_alarms())
        context_.ring_next();
    return done();
}

void simulated_world::reset(http::any_stream& what)
{
    auto* const known = dynamic_cast<sim::wire::duplex*>(&what.get());
    REQUIRE(known != nullptr);
    known->abort();
}

bool simulated_world::set_latency(model::duration length)
{
    how_.conditions.latency = length;
    return true;
}

} // namespace drydock::tests
