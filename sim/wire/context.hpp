// An execution context of Asio's whose clock is virtual: one thread, handlers in the order in which
// they became ready, and a clock that moves only when it is told to. Coroutines, Beast and all that
// needs nothing but an executor run on it unchanged; Asio's own sockets and timers do not, for they
// would start a thread (see has_strangers()).
#pragma once

#include "model/time.hpp"
#include "sim/http/clock.hpp"
#include "sim/wire/alarm.hpp"

#include <boost/asio/execution.hpp>
#include <boost/asio/execution_context.hpp>

#include <cstdint>
#include <type_traits>
#include <utility>

namespace drydock::sim::wire {

class waiting;

/// Something to be run, in a queue of such.
class task {
public:
    virtual ~task() = default;
    /// Takes itself away first, then does what it is for, unless all is being torn down.
    virtual void finish(bool run) = 0;

private:
    friend class context;
    task* next_ = nullptr;
};

// Asio derives from it to learn what it is: it cannot be final.
class context : public boost::asio::execution_context {
public:
    class executor_type;

    explicit context(model::instant start) : now_{start} {}
    context(context const&) = delete;
    context& operator=(context const&) = delete;
    /// Destroys what is ready and what waits, and with it the coroutines, without running any.
    ~context();

    executor_type get_executor() noexcept;
    model::instant now() const { return now_; }

    /// Runs handlers until none is ready.
    void run_ready();
    bool has_alarms() const { return !alarms_.empty(); }
    model::instant next_alarm() const { return alarms_.next(); } ///< REQUIRES: has_alarms()
    /// Moves the clock to the next alarm, rings it, and runs what comes of it at that instant.
    /// REQUIRES: has_alarms(), and no handler is ready.
    void ring_next();
    /// Until nothing is ready and no alarm is set.
    void run();
    /// REQUIRES: no handler is ready, unless it is that time already, and no alarm is due before.
    void move_to(model::instant to);

    void set(alarm& what, model::instant due, alarm_kind kind);
    void unset(alarm& what) { alarms_.unset(what); }
    void post(task* what);
    /// Calls back at `due`, or at once with operation_aborted when its cancellation slot says so.
    void sleep_until(model::instant due, alarm_kind kind, http::sleep_handler then);

    /// The n-th operation on the network from now on, counted from 1, fails: for tests.
    void fail_operation(std::uint64_t n) { failing_operation_ = operations_ + n; }
    /// To be asked at the start of each. Whether it is the one that fails.
    bool fails_operation() { return ++operations_ == failing_operation_; }
    std::uint64_t operations() const { return operations_; }

    bool is_running() const { return is_running_; }
    /// How many operations wait. Once run() has returned, for what will never come.
    std::size_t waiting_count() const { return waiting_count_; }
    std::uint64_t handlers_run() const { return handlers_run_; }
    /// Whether something uses Asio's own scheduler here, which runs in a thread of its own.
    bool has_strangers();

private:
    friend class waiting;

    alarm_heap alarms_;
    task* first_ready_ = nullptr;
    task* last_ready_ = nullptr;
    waiting* first_waiting_ = nullptr;
    std::size_t waiting_count_ = 0;
    std::uint64_t handlers_run_ = 0;
    std::uint64_t operations_ = 0;
    std::uint64_t failing_operation_ = 0;
    model::instant now_;
    bool is_running_ = false;
};

/// Runs functions in the context: at once when it may and the context is running, else later.
class context::executor_type {
public:
    executor_type(context& in, bool may_run_at_once) noexcept
        : in_{&in}, may_run_at_once_{may_run_at_once}
    {
    }

    friend bool operator==(executor_type const&, executor_type const&) noexcept = default;

    context& query(boost::asio::execution::context_t) const noexcept { return *in_; }
    boost::asio::execution::blocking_t query(boost::asio::execution::blocking_t) const noexcept
    {
        if (may_run_at_once_) return boost::asio::execution::blocking.possibly;
        return boost::asio::execution::blocking.never;
    }
    executor_type require(boost::asio::execution::blocking_t::never_t) const noexcept
    {
        return {*in_, false};
    }
    executor_type require(boost::asio::execution::blocking_t::possibly_t) const noexcept
    {
        return {*in_, true};
    }

    template <class Function> void execute(Function&& function) const
    {
        using stored = std::decay_t<Function>;
        if (may_run_at_once_ && in_->is_running()) {
            stored taken{std::forward<Function>(function)};
            taken();
            return;
        }
        in_->post(new function_task<stored>{std::forward<Function>(function)});
    }

private:
    template <class Function> class function_task final : public task {
    public:
        template <class Given> explicit function_task(Given&& function)
            : function_{std::forward<Given>(function)}
        {
        }

        void finish(bool run) override
        {
            // Its memory is free by the time it runs: what it starts may take the same.
            auto taken = std::move(function_);
            delete this;
            if (run) taken();
        }

    private:
        Function function_;
    };

    context* in_;
    bool may_run_at_once_;
};

inline context::executor_type context::get_executor() noexcept
{
    return {*this, true};
}

/// The clock of a context, for code that also runs on real time.
class virtual_clock final : public http::clock {
public:
    explicit virtual_clock(context& in) : in_{&in} {}

    model::duration now() const override { return in_->now().time_since_epoch(); }
    void sleep(model::duration length, http::sleep_handler then) override
    {
        in_->sleep_until(in_->now() + length, alarm_kind::deadline, std::move(then));
    }

private:
    context* in_;
};

} // namespace drydock::sim::wire
