#include "sim/http/server.hpp"

#include "model/assert.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <utility>

namespace drydock::sim::http {

boost::asio::awaitable<void> server::run()
{
    for (;;) {
        auto stream = co_await from_->accept();
        if (!stream) break;
        if (live_.size() < most_) start(std::move(stream));
    }
    if (!live_.empty()) co_await wait_for_sessions();
}

void server::start(any_stream stream)
{
    auto const executor = stream.get_executor();
    auto const one =
        std::make_shared<live>(executor, session{std::move(stream), *handler_, *time_, limits_});
    auto const at = live_.insert(live_.end(), one);
    auto ended = [this, one, at](std::exception_ptr thrown) {
        ASSERT(!thrown);
        live_.erase(at);
        if (!live_.empty() || !when_idle_) return;
        auto idle = std::move(when_idle_);
        std::move(idle)();
    };
    asio::co_spawn(executor, one->what.run(),
                   asio::bind_cancellation_slot(one->cancel.slot(), std::move(ended)));
}

boost::asio::awaitable<void> server::wait_for_sessions()
{
    auto wait = [this](auto handler) {
        // Assigning to it would never end in Boost 1.81.
        asio::any_completion_handler<void()>{std::move(handler)}.swap(when_idle_);
    };
    co_await asio::async_initiate<asio::use_awaitable_t<> const, void()>(wait, asio::use_awaitable);
}

void server::stop()
{
    from_->close();
    auto const all = live_; // a session may end while we are at it
    for (auto const& one : all) {
        // Boost 1.81 posts what this leads to, with a bare pointer into `cancel`: the session must
        // neither end before, nor take it along.
        one->cancel.emit(asio::cancellation_type::terminal);
        asio::post(one->executor, [one] {});
        one->what.stop();
    }
}

} // namespace drydock::sim::http
