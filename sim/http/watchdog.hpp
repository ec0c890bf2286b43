// A deadline that moves, for a connection that serves one request after the other.
#pragma once

#include "sim/http/clock.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

namespace drydock::sim::http {

/// Calls `stop` once when what was expected has not come in time. Moving the deadline costs next to
/// nothing: a sleep that ends too early goes on.
class watchdog {
public:
    watchdog(clock& on, std::function<void()> stop);
    watchdog(watchdog const&) = delete;
    watchdog& operator=(watchdog const&) = delete;
    ~watchdog();

    /// Something is to happen within `length` from now.
    void expect_within(model::duration length);
    /// Nothing is expected.
    void rest();

private:
    struct shared {
        shared(clock& with, std::function<void()> then) : on{&with}, stop{std::move(then)} {}

        clock* on;
        std::function<void()> stop;
        model::duration due = model::duration::max();
        model::duration wake = model::duration::max(); // of the pending sleep; max: there is none
        std::uint64_t sleeps = 0;
        boost::asio::cancellation_signal cancel;
    };

    void wake_up(); // ends the pending sleep, if there is one
    static void sleep(std::shared_ptr<shared> const& state);

    std::shared_ptr<shared> state_;
};

} // namespace drydock::sim::http
