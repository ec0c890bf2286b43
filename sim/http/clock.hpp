// Time for code that runs on virtual time (wire) and on real time (live, serve) alike.
#pragma once

#include "model/time.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/system/error_code.hpp>

#include <memory>
#include <utility>

namespace drydock::sim::http {

using sleep_handler = boost::asio::any_completion_handler<void(boost::system::error_code)>;

class clock {
public:
    clock() = default;
    clock(clock const&) = delete;
    clock& operator=(clock const&) = delete;
    virtual ~clock() = default;

    /// Since a start that does not change. Only differences mean something.
    virtual model::duration now() const = 0;

    /// Calls the handler after `length`, never from inside. Its cancellation slot ends the sleep
    /// early, with operation_aborted; it must not be used once the handler was called, for Asio's
    /// timers leave in it what points to them. On a virtual clock a sleep ends after all that
    /// streams bring at the same instant: an answer that is complete at its deadline is in time.
    virtual void sleep(model::duration length, sleep_handler then) = 0;

    /// As sleep(), for any completion token.
    template <class Token> auto async_sleep(model::duration length, Token&& token)
    {
        return boost::asio::async_initiate<Token, void(boost::system::error_code)>(
            [](auto handler, clock* on, model::duration for_long) {
                on->sleep(for_long, sleep_handler{std::move(handler)});
            },
            token, this, length);
    }
};

/// Does something unless it is destroyed before the time is up. Declare it after what it stops:
///
///     deadline const guard{clock, 10s, [&] { stream.close(); }};
///     // pending operations end with operation_aborted; if (guard.has_passed()) ...
///
/// An expiry that is on its way already when the guard goes does nothing.
class deadline {
public:
    template <class Stop> deadline(clock& on, model::duration length, Stop stop)
    {
        auto expire = [state = state_, stop = std::move(stop)](boost::system::error_code failed) {
            state->is_asleep = false;
            if (failed || !state->is_armed) return;
            state->is_armed = false;
            state->has_passed = true;
            stop();
        };
        on.async_sleep(
            length, boost::asio::bind_cancellation_slot(state_->cancel.slot(), std::move(expire)));
    }
    deadline(deadline const&) = delete;
    deadline& operator=(deadline const&) = delete;

    ~deadline()
    {
        state_->is_armed = false;
        if (state_->is_asleep) state_->cancel.emit(boost::asio::cancellation_type::all);
    }

    bool has_passed() const { return state_->has_passed; }

private:
    struct shared {
        bool is_armed = true;
        bool is_asleep = true;
        bool has_passed = false;
        boost::asio::cancellation_signal cancel;
    };

    std::shared_ptr<shared> state_ = std::make_shared<shared>();
};

} // namespace drydock::sim::http
