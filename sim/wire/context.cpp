#include "sim/wire/context.hpp"

#include "model/assert.hpp"
#include "sim/wire/waiting.hpp"

#include <boost/asio/detail/scheduler.hpp>
#include <boost/asio/error.hpp>

namespace drydock::sim::wire {

namespace {

class sleeper final : public waiting_for<http::sleep_handler>, public alarm {
public:
    using waiting_for::waiting_for;
    void ring() override { complete({}); }

private:
    void leave() override { in().unset(*this); }
};

} // namespace

// --- waiting -------------------------------------------------------------------------------------

waiting::waiting(context& in) : in_{&in}, after_{in.first_waiting_}
{
    if (after_ != nullptr) after_->before_ = this;
    in.first_waiting_ = this;
    ++in.waiting_count_;
}

waiting::~waiting()
{
    ASSERT(!is_waiting_);
    ASSERT(link_ == nullptr);
}

void waiting::complete(boost::system::error_code result, std::size_t bytes)
{
    unlink();
    result_ = result;
    bytes_ = bytes;
    in_->post(this);
}

void waiting::unlink()
{
    ASSERT(is_waiting_);
    is_waiting_ = false;
    if (link_ != nullptr) link_->what_ = nullptr;
    link_ = nullptr;
    (before_ != nullptr ? before_->after_ : in_->first_waiting_) = after_;
    if (after_ != nullptr) after_->before_ = before_;
    --in_->waiting_count_;
}

void cancel_link::operator()(boost::asio::cancellation_type type)
{
    using boost::asio::cancellation_type;
    constexpr auto any =
        cancellation_type::terminal | cancellation_type::partial | cancellation_type::total;
    if (what_ == nullptr || (type & any) == cancellation_type::none) return;
    auto& cancelled = *what_;
    cancelled.leave();
    cancelled.complete(boost::asio::error::operation_aborted);
}

// --- context -------------------------------------------------------------------------------------

// A coroutine that is destroyed posts the destruction of its frames, and frames hold what waits: so
// there may be more to do after each.
context::~context()
{
    ASSERT(!is_running_);
    for (;;) {
        if (first_ready_ != nullptr) {
            auto* const each = first_ready_;
            first_ready_ = each->next_;
            each->finish(false);
        } else if (first_waiting_ != nullptr) {
            auto* const each = first_waiting_;
            each->leave();
            each->unlink();
            each->finish(false);
        } else {
            break;
        }
    }
    ASSERT(alarms_.empty());
    shutdown();
    destroy();
}

void context::post(task* what)
{
    what->next_ = nullptr;
    (first_ready_ != nullptr ? last_ready_->next_ : first_ready_) = what;
    last_ready_ = what;
}

void context::run_ready()
{
    ASSERT(!is_running_);
    is_running_ = true;
    while (first_ready_ != nullptr) {
        auto* const each = first_ready_;
        first_ready_ = each->next_;
        ++handlers_run_;
        each->finish(true);
    }
    is_running_ = false;
}

void context::ring_next()
{
    ASSERT(!is_running_);
    ASSERT(first_ready_ == nullptr);
    ASSERT(alarms_.next() >= now_);
    now_ = alarms_.next();
    alarms_.take().ring();
    run_ready();
}

void context::run()
{
    run_ready();
    while (has_alarms())
        ring_next();
}

void context::move_to(model::instant to)
{
    if (to == now_) return;
    ASSERT(first_ready_ == nullptr);
    ASSERT(to >= now_);
    ASSERT(alarms_.empty() || alarms_.next() >= to);
    now_ = to;
}

void context::set(alarm& what, model::instant due, alarm_kind kind)
{
    ASSERT(due >= now_);
    alarms_.set(what, due, kind);
}

void context::sleep_until(model::instant due, alarm_kind kind, http::sleep_handler then)
{
    auto* const made = new sleeper{*this, std::move(then)};
    set(*made, due, kind);
}

bool context::has_strangers()
{
    return boost::asio::has_service<boost::asio::detail::scheduler>(*this);
}

} // namespace drydock::sim::wire
