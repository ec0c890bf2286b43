#include "sim/http/watchdog.hpp"

#include <utility>

namespace drydock::sim::http {

namespace asio = boost::asio;

watchdog::watchdog(clock& on, std::function<void()> stop)
    : state_{std::make_shared<shared>(on, std::move(stop))}
{
}

watchdog::~watchdog()
{
    ++state_->sleeps;
    wake_up();
}

void watchdog::wake_up()
{
    if (state_->wake != model::duration::max()) state_->cancel.emit(asio::cancellation_type::all);
}

void watchdog::expect_within(model::duration length)
{
    state_->due = state_->on->now() + length;
    if (state_->due >= state_->wake) return;
    wake_up();
    sleep(state_);
}

void watchdog::rest()
{
    state_->due = model::duration::max();
}

void watchdog::sleep(std::shared_ptr<shared> const& state)
{
    state->wake = state->due;
    auto wake = [state, mine = ++state->sleeps](boost::system::error_code failed) {
        if (failed || mine != state->sleeps) return;
        state->wake = model::duration::max();
        if (state->due == model::duration::max()) return;
        if (state->on->now() < state->due) return sleep(state);
        state->due = model::duration::max();
        state->stop();
    };
    state->on->async_sleep(state->wake - state->on->now(),
                           asio::bind_cancellation_slot(state->cancel.slot(), std::move(wake)));
}

} // namespace drydock::sim::http
