// Accepts connections and serves each in a session of its own.
#pragma once

#include "sim/http/connector.hpp"
#include "sim/http/session.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <utility>

namespace drydock::sim::http {

class server {
public:
    /// All of them outlive run().
    /// More than `most` connections at a time are closed as they come.
    server(acceptor& from, handler& to, clock& time, session_limits limits = {},
           std::size_t most = SIZE_MAX)
        : from_{&from}, handler_{&to}, time_{&time}, limits_{limits}, most_{most}
    {
    }
    server(server const&) = delete;
    server& operator=(server const&) = delete;

    /// Serves until stop(). Ends when the last session has. Call it once.
    boost::asio::awaitable<void> run();

    /// Takes no more connections and ends those there are, with whatever their handlers wait for.
    void stop();

    std::size_t connections() const { return live_.size(); }

private:
    struct live {
        live(any_stream::executor_type on, session made) : executor{on}, what{std::move(made)} {}

        any_stream::executor_type executor;
        session what;
        boost::asio::cancellation_signal cancel;
    };

    void start(any_stream stream);
    boost::asio::awaitable<void> wait_for_sessions();

    acceptor* from_;
    handler* handler_;
    clock* time_;
    session_limits limits_;
    std::size_t most_;
    std::list<std::shared_ptr<live>> live_;
    boost::asio::any_completion_handler<void()> when_idle_;
};

} // namespace drydock::sim::http
