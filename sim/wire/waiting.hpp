// Handlers that wait, and how they are cancelled.
#pragma once

#include "sim/wire/context.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/system/error_code.hpp>

#include <concepts>

namespace drydock::sim::wire {

class cancel_link;

/// A handler that waits for something, and what it will be told. Its context owns it.
class waiting : public task {
public:
    explicit waiting(context& in);
    waiting(waiting const&) = delete;
    waiting& operator=(waiting const&) = delete;
    ~waiting() override;

    /// It waits no longer: its handler becomes ready. REQUIRES: not called before, and nothing
    /// refers to it as waiting.
    void complete(boost::system::error_code result, std::size_t bytes = 0);

protected:
    /// Makes what it waits for forget it: it is cancelled, or all is being torn down.
    virtual void leave() = 0;

    context& in() const { return *in_; }
    boost::system::error_code result() const { return result_; }
    std::size_t bytes() const { return bytes_; }

private:
    friend class cancel_link;
    friend class context;
    void unlink();

    context* in_;
    cancel_link* link_ = nullptr;
    waiting* before_ = nullptr;
    waiting* after_ = nullptr;
    boost::system::error_code result_;
    std::size_t bytes_ = 0;
    bool is_waiting_ = true;
};

/// Stands in the cancellation slot of a handler. It and the operation may go in either order, and
/// the place in memory of either may be taken by another at once.
class cancel_link {
public:
    explicit cancel_link(waiting& what) : what_{&what} { what.link_ = this; }
    cancel_link(cancel_link const&) = delete;
    cancel_link& operator=(cancel_link const&) = delete;
    ~cancel_link()
    {
        if (what_ != nullptr) what_->link_ = nullptr;
    }

    void operator()(boost::asio::cancellation_type type);

private:
    friend class waiting;
    waiting* what_;
};

/// The handler is an any_completion_handler that is told an error_code, and bytes if it likes.
template <class Handler> class waiting_for : public waiting {
public:
    waiting_for(context& in, Handler&& handler) : waiting{in}, handler_{std::move(handler)}
    {
        auto slot = handler_.get_cancellation_slot();
        if (slot.is_connected()) slot.template emplace<cancel_link>(*this);
    }

    void finish(bool run) final
    {
        auto const own = in().get_executor();
        told complete{std::move(handler_), result(), bytes()};
        delete this;
        if (!run) return;
        auto const wanted = boost::asio::get_associated_executor(complete.handler, own);
        if (auto const* const ours = wanted.template target<context::executor_type>())
            if (*ours == own) return complete();
        boost::asio::dispatch(wanted, std::move(complete));
    }

private:
    struct told {
        Handler handler;
        boost::system::error_code result;
        std::size_t bytes;

        void operator()()
        {
            if constexpr (std::invocable<Handler, boost::system::error_code, std::size_t>)
                std::move(handler)(result, bytes);
            else
                std::move(handler)(result);
        }
    };

    Handler handler_;
};

} // namespace drydock::sim::wire
