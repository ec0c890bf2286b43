#include "tools/serve/engine.hpp"

#include "tools/serve/bin_ports.hpp"
#include "tools/serve/logger.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <utility>

namespace drydock::tools {

namespace asio = boost::asio;
using model::instant;
using kind = clock_mode::kind;

namespace {

constexpr int most_work_in_a_turn = 256;

std::string new_id()
{
    std::random_device chance;
    return fmt::format("{:08x}{:08x}", chance(), chance());
}

} // namespace

engine::engine(serve_options const& options, sim::scenario plan)
    : plan_{std::move(plan)},
      sender_{options, context_, time_},
      data_{options.data},
      first_mode_{options.clock}
{
}

engine::~engine() = default;

void engine::make_world()
{
    world_.reset(); // its sender before that of the new one
    log_ = std::make_unique<event_log>();
    counts_ = std::make_unique<counts_fold>();
    std::vector<sim::subscriber*> subscribers{log_.get(), counts_.get()};
    if (auto* const keeper = data_.subscriber()) subscribers.push_back(keeper);
    world_ = std::make_unique<sim::world>(plan_, std::move(subscribers), sender_.transport());
    ++generation_;
    goal_.reset();
    committed_ = {};
}

std::string engine::open(std::string const& base_url)
{
    base_url_ = base_url;
    plan_.base_url = base_url;
    if (auto why = sender_.prepare(); !why.empty()) return why;
    auto found = data_.open(plan_, new_id());
    if (!found.failure.empty()) return found.failure;
    journal_id_ = found.id.empty() ? new_id() : found.id;
    if (!found.plan) {
        begin_world();
    } else {
        plan_ = std::move(*found.plan);
        make_world();
        if (auto const why = world_->resume(found.events, found.source->texts()); !why.empty())
            return data_.path() + ": this program cannot take it up: " + why;
        found.source.reset();
        if (auto why = take_up_mode(); !why.empty()) return why;
        if (world_->plan().base_url != base_url) world_->set_base_url(base_url);
    }
    commit();
    anchor();
    return failure_;
}

void engine::begin_world()
{
    make_world();
    world_->start();
    mode_ = {};
    set_mode(first_mode_);
}

// What was acknowledged holds: a new world's mode is not this one's.
std::string engine::take_up_mode()
{
    mode_ = {};
    if (auto const& kept = world_->clock_mode(); !kept.empty()) {
        auto const mode = parse_clock_mode(kept);
        if (!mode) return data_.path() + ": this program has no clock that is " + kept;
        mode_ = *mode;
    }
    if (first_mode_ != clock_mode{} && first_mode_ != mode_)
        tools::log(log_level::warning, "the world that is kept has its own clock",
                   {{"mode", to_text(mode_)}, {"not", to_text(first_mode_)}});
    return {};
}

std::string engine::reset()
{
    plan_.base_url = base_url_;
    auto id = new_id();
    if (auto why = data_.begin_anew(plan_, id); !why.empty()) return why;
    journal_id_ = std::move(id);
    if (ports_ != nullptr) ports_->clear();
    begin_world();
    return {};
}

// --- turns ---------------------------------------------------------------------------------------

void engine::run(std::function<bool()> const& is_idle)
{
    auto const guard = asio::make_work_guard(context_);
    while (failure_.empty() && !(stopped_ && is_idle())) {
        if (!is_busy_) {
            sleep_until_due();
            context_.run_one();
        }
        context_.poll();
        work();
        commit();
        wake_waiters();
    }
}

void engine::wind_up(std::function<bool()> const& is_idle)
{
    auto const guard = asio::make_work_guard(context_);
    stopped_ = true;
    while (!is_idle()) {
        wake_waiters();
        context_.run_one();
    }
}

void engine::work()
{
    is_busy_ = false;
    for (int i = 0; i < most_work_in_a_turn && !stopped_; ++i)
        if (!work_once()) {
            open_ports();
            sender_.launch();
            return;
        }
    is_busy_ = true;
    open_ports();
    sender_.launch();
}

// Before anybody connects at this time: an attempt of ours, or who waited for it.
void engine::open_ports()
{
    if (ports_ != nullptr) ports_->follow(seen_now());
}

// What is due now comes first; then time stands still until those under way have come back; then it
// moves to what is due next.
bool engine::work_once()
{
    if (world_->step(world_->now())) return true;
    if (sender_.in_flight() != 0) return false;
    auto const until = target();
    if (!until) return false;
    auto const next = world_->next_due(*until);
    if (!next) {
        reach_goal(*until);
        return false;
    }
    if (goal_ && goal_->is_next) goal_ = goal{.at = *next};
    return world_->step(*next);
}

std::optional<instant> engine::target() const
{
    if (goal_) return goal_->at.value_or(instant::max());
    if (mode_.is == kind::automatic) return instant::max();
    if (mode_.is == kind::paced) return std::max(paced_now(), world_->now());
    return std::nullopt;
}

// Whoever waits is told where the clock stands, so the journal must know it too.
void engine::reach_goal(instant target)
{
    if (!goal_) return;
    bool const stays = !goal_->at || (goal_->is_limit && world_->pending() == 0);
    auto const reached = stays ? world_->now() : target;
    if (reached > world_->last_event_at()) world_->advance_clock(reached);
    goal_.reset();
    anchor();
}

void engine::commit()
{
    if (world_->last_event() == committed_) return;
    world_->flush();
    committed_ = world_->last_event();
    if (auto why = data_.commit(); !why.empty()) failure_ = std::move(why);
}

void engine::wake_waiters()
{
    for (auto at = waiters_.begin(); at != waiters_.end();) {
        auto const one = *at;
        bool const is_ready = one->ready();
        if (!is_ready && !one->is_over && !stopped_) {
            ++at;
            continue;
        }
        at = waiters_.erase(at);
        asio::any_completion_handler<void(bool)> then;
        then.swap(one->then);
        asio::post(context_,
                   [then = std::move(then), is_ready]() mutable { std::move(then)(is_ready); });
    }
}

asio::awaitable<bool> engine::until(std::function<bool()> ready,
                                    std::optional<model::duration> timeout)
{
    auto const one = std::make_shared<waiter>();
    one->ready = std::move(ready);
    auto wait = [this, one](auto handler) {
        // Assigning to it would never end in Boost 1.81.
        asio::any_completion_handler<void(bool)>{std::move(handler)}.swap(one->then);
        waiters_.push_back(one);
        asio::post(context_, [] {}); // a turn comes, whatever happens
    };
    std::optional<sim::http::deadline> limit;
    if (timeout) limit.emplace(time_, *timeout, [one] { one->is_over = true; });
    auto const is_ready = co_await asio::async_initiate<asio::use_awaitable_t<> const, void(bool)>(
        wait, asio::use_awaitable);
    co_return is_ready;
}

asio::awaitable<void> engine::committed()
{
    if (!data_.keeps()) co_return;
    auto const wanted = world_->last_event();
    auto const of = generation_;
    std::function<bool()> ready = [this, wanted, of] {
        return generation_ != of || committed_ >= wanted;
    };
    co_await until(std::move(ready));
}

// --- the clock -----------------------------------------------------------------------------------

void engine::anchor()
{
    anchor_world_ = world_->now();
    anchor_real_ = time_.now();
}

instant engine::paced_now() const
{
    return anchor_world_ + (time_.now() - anchor_real_) * mode_.pace;
}

void engine::set_mode(clock_mode mode)
{
    catch_up();
    if (mode != mode_) world_->set_clock_mode(to_text(mode));
    mode_ = mode;
    anchor();
}

instant engine::seen_now() const
{
    if (mode_.is != kind::paced || goal_ || sender_.in_flight() != 0) return world_->now();
    auto const wanted = std::max(paced_now(), world_->now());
    return world_->next_due(wanted).value_or(wanted);
}

void engine::catch_up()
{
    auto const wanted = seen_now();
    if (wanted > world_->now() && !world_->next_due(wanted)) world_->advance_clock(wanted);
}

void engine::advance(goal to)
{
    ASSERT(!goal_);
    catch_up();
    goal_ = to;
}

void engine::sleep_until_due()
{
    if (mode_.is != kind::paced || goal_ || sender_.in_flight() != 0) return;
    auto next = world_->next_due(instant::max());
    if (auto const edge = ports_ != nullptr ? ports_->next_change(seen_now()) : std::nullopt)
        next = next ? std::min(*next, *edge) : *edge;
    if (!next) return;
    auto const due = anchor_real_ +
                     std::max(*next - anchor_world_, model::duration{}) / mode_.pace +
                     model::duration{1};
    if (sleeps_until_ && *sleeps_until_ <= due) return;
    sleeps_until_ = due;
    time_.async_sleep(std::max(due - time_.now(), model::duration{}),
                      [this](boost::system::error_code) { sleeps_until_.reset(); });
}

} // namespace drydock::tools
