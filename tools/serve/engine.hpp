// The heart of a server: one thread that in turns serves sockets, does what is due in the world,
// puts the journal on disk, and wakes those who wait for any of it.
#pragma once

#include "sim/world/world.hpp"
#include "tools/net/real_clock.hpp"
#include "tools/serve/counts.hpp"
#include "tools/serve/desk/run_desk.hpp"
#include "tools/serve/event_log.hpp"
#include "tools/serve/journal_folder.hpp"
#include "tools/serve/sender.hpp"
#include "tools/serve/serve_options.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>

namespace drydock::tools {

class bin_ports;

class engine {
public:
    /// Both outlive the engine. `plan` is what every new world begins with.
    engine(serve_options const& options, sim::scenario plan);
    ~engine();

    /// Makes the world, or takes up the one that the data folder keeps. `base_url` is where the
    /// service is. Says what is wrong, or nothing.
    std::string open(std::string const& base_url);

    boost::asio::io_context& context() { return context_; }
    real_clock& time() { return time_; }
    sender_machine& sender() { return sender_; }
    run_desk& side_runs() { return side_runs_; }
    bin_ports& ports() { return *ports_; }
    /// They are closed and opened as time moves; their owner outlives the engine's turns.
    void attach(bin_ports& ports) { ports_ = &ports; }

    sim::world& world() { return *world_; }
    event_log const& log() const { return *log_; }
    served_counts const& counts() const { return counts_->result(); }

    /// Serves until stop(), and until what `is_idle` asks for has come to rest.
    void run(std::function<bool()> const& is_idle);
    void stop() { stopped_ = true; }
    bool is_stopping() const { return stopped_; }
    /// Why it stopped by itself; empty: it did not.
    std::string const& failure() const { return failure_; }
    /// Then: wakes all who wait, until what `is_idle` asks for has come to rest. Of the world
    /// nothing is done any more, and nothing is put on disk.
    void wind_up(std::function<bool()> const& is_idle);

    /// Waits until `ready` holds, or that long in real time; whether it does. It is asked once a
    /// turn, when all that has happened is on disk.
    boost::asio::awaitable<bool> until(std::function<bool()> ready,
                                       std::optional<model::duration> timeout = std::nullopt);
    /// Waits until all that has happened is on disk.
    boost::asio::awaitable<void> committed();
    /// The last event that no end of the process takes back.
    model::sequence_number last_committed() const
    {
        return data_.keeps() ? committed_ : world_->last_event();
    }

    // The clock. How it moves is in the journal.
    clock_mode mode() const { return mode_; }
    void set_mode(clock_mode mode);
    /// Brings a clock that moves by itself up to now, before anything comes in.
    void catch_up();
    /// Where catch_up() would bring it, for those who only look: the journal is not told.
    model::instant seen_now() const;
    /// A goal of the clock, for one who waits until it is reached.
    struct goal {
        std::optional<model::instant> at; ///< none: until nothing is pending
        bool is_next = false;             ///< until the next thing has happened
        bool is_limit = false;            ///< not to `at` when nothing is pending before
    };
    /// REQUIRES: !is_advancing().
    void advance(goal to);
    bool is_advancing() const { return goal_.has_value(); }
    std::size_t pending() const { return world_->pending() + sender_.in_flight(); }

    /// Hands all that has happened to those who fold it.
    void flush() { world_->flush(); }
    /// A new world in place of this one, which is forgotten. Says what is wrong, or nothing.
    std::string reset();
    /// Counts up with each new world.
    unsigned generation() const { return generation_; }
    /// Tells the journal from those of all other worlds, also after it was taken up again.
    std::string const& journal_id() const { return journal_id_; }
    /// What the journal begins with: the world's own plan may have moved since.
    sim::scenario const& first_plan() const { return plan_; }
    bool keeps_journal() const { return data_.keeps(); }

private:
    struct waiter {
        std::function<bool()> ready;
        bool is_over = false; // its time is up
        boost::asio::any_completion_handler<void(bool)> then;
    };

    void make_world();
    void open_ports();
    void begin_world();
    std::string take_up_mode();
    void work();
    bool work_once();
    void reach_goal(model::instant target);
    std::optional<model::instant> target() const;
    model::instant paced_now() const;
    void anchor();
    void commit();
    void wake_waiters();
    void sleep_until_due();

    sim::scenario plan_;
    boost::asio::io_context context_{1};
    real_clock time_{context_.get_executor()};
    sender_machine sender_;
    run_desk side_runs_{context_};
    journal_folder data_;
    bin_ports* ports_ = nullptr;
    std::unique_ptr<event_log> log_;
    std::unique_ptr<counts_fold> counts_;
    std::unique_ptr<sim::world> world_;
    std::list<std::shared_ptr<waiter>> waiters_;
    clock_mode mode_;
    clock_mode first_mode_; // of a new world
    std::optional<goal> goal_;
    model::instant anchor_world_{}; // paced: these two were at the same time
    model::duration anchor_real_{};
    std::optional<model::duration> sleeps_until_;
    model::sequence_number committed_;
    std::string base_url_, failure_, journal_id_;
    unsigned generation_ = 0;
    bool stopped_ = false;
    bool is_busy_ = false; // there is work that need not wait
};

} // namespace drydock::tools
