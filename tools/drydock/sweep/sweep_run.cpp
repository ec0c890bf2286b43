#include "tools/drydock/sweep/sweep_run.hpp"

#include "tools/drydock/scenario_run.hpp"
#include "tools/drydock/sweep/work_pool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

namespace drydock::tools {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

namespace {

constexpr auto tick = 100ms;
constexpr clock::duration least_between_saves = 500ms;

template <class Entry, class Accepts> bool any_entry(sim::scenario const& what, Accepts accepts)
{
    return std::ranges::any_of(what.timeline, [&](sim::timeline_entry const& entry) {
        auto const* const found = std::get_if<Entry>(&entry.what);
        return found != nullptr && accepts(*found);
    });
}

// Whether a scan that is written out may be legal after a story's scans with one seed and not with
// another: only the loader knows.
bool depends_on_seed(sim::scenario const& what)
{
    return any_entry<sim::ship_entry>(what,
                                      [](auto const& ship) { return ship.life.has_value(); }) &&
           any_entry<sim::track_entry>(what, [](auto const&) { return true; });
}

run_record record_of(sim::run_result const& result)
{
    run_record record{.digest = result.digest, .failed = {}, .measures = {}};
    for (auto const& verdict : result.verdicts)
        if (!verdict.passed) record.failed.push_back(verdict.name);
    return record;
}

class sweeping {
public:
    sweeping(sweep_task const& task, sweep_results& results) : task_{&task}, results_{&results} {}

    sweep_end go();

private:
    work_pool::worker make_worker();
    void play(std::uint64_t run, sim::scenario const& what);
    std::string refusal_of(std::uint64_t run) const;
    void fail(std::uint64_t run, std::string why, int code);
    bool save_if_due();
    bool is_over() const;
    void show_progress() const;
    void clear_progress() const;

    sweep_task const* task_;
    clock::time_point const begin_ = clock::now();
    clock::time_point saved_ = begin_;

    std::mutex mutable mutex_; // guards what follows
    sweep_results* results_;
    std::uint64_t done_ = 0;
    std::uint64_t failed_ = 0;
    std::optional<std::uint64_t> stopped_by_; // the first of the runs that could not be played
    sweep_end end_;
};

work_pool::worker sweeping::make_worker()
{
    struct world {
        std::optional<std::size_t> point;
        sim::scenario what;
    };
    return [this, mine = world{}](std::size_t piece) mutable {
        auto const run = task_->runs[piece];
        auto const point = task_->plan.point_of(run);
        if (mine.point != point) mine = {point, task_->scenarios[point]};
        mine.what.seed = task_->plan.seed_of(run);
        if (depends_on_seed(mine.what))
            if (auto why = refusal_of(run); !why.empty())
                return fail(run, std::move(why), exit_bad_input);
        play(run, mine.what);
    };
}

void sweeping::play(std::uint64_t run, sim::scenario const& what)
{
    auto const done = run_scenario(what, {}, {});
    if (!done.finished) return fail(run, done.failure, exit_code_of(done));
    auto const& result = done.finished->result;
    if (!result.failure.empty()) return fail(run, result.failure, exit_code_of(done));
    auto const measures = measures_of(summary_tree(what, *done.finished));
    auto record = record_of(result);
    std::scoped_lock const lock{mutex_};
    ++done_;
    if (!record.held()) ++failed_;
    results_->add(run, std::move(record), measures);
    results_->add_latencies(task_->plan.point_of(run), result.summary.latencies);
}

// Empty, or what the loader says of the scenario with the seed of that run.
std::string sweeping::refusal_of(std::uint64_t run) const
{
    auto asked = task_->asked;
    asked.seed = task_->plan.seed_of(run);
    auto const assignments = task_->plan.over.assignments(task_->plan.point_of(run));
    auto const loaded = load_point(task_->source, std::move(asked), assignments);
    return loaded.loaded ? std::string{} : sim::to_text(loaded.errors.front(), task_->source.name);
}

void sweeping::fail(std::uint64_t run, std::string why, int code)
{
    std::scoped_lock const lock{mutex_};
    if (stopped_by_ && *stopped_by_ < run) return;
    stopped_by_ = run;
    end_ = {fmt::format("with {}: {}", task_->plan.name_of(run), why), code};
}

bool sweeping::save_if_due()
{
    auto const now = clock::now();
    if (!task_->save || now - saved_ < std::max(least_between_saves, (now - begin_) / 10))
        return true;
    std::scoped_lock const lock{mutex_};
    saved_ = now;
    auto failure = task_->save(*results_);
    if (failure) end_ = {std::move(*failure), exit_bad_input};
    return !failure;
}

bool sweeping::is_over() const
{
    std::scoped_lock const lock{mutex_};
    return stopped_by_ || (task_->time_limit && clock::now() - begin_ >= *task_->time_limit);
}

void sweeping::show_progress() const
{
    if (task_->progress == nullptr) return;
    std::scoped_lock const lock{mutex_};
    *task_->progress << fmt::format("\r{} of {}, {} failed ", done_,
                                    counted(task_->runs.size(), "run"), failed_)
                     << std::flush;
}

void sweeping::clear_progress() const
{
    if (task_->progress != nullptr) *task_->progress << "\r\x1b[K" << std::flush;
}

sweep_end sweeping::go()
{
    work_pool pool{task_->runs.size(), task_->jobs, [this] { return make_worker(); }};
    show_progress(); // the sweep may be over before the first tick
    while (!pool.wait_for(tick)) {
        show_progress();
        if (is_over() || !save_if_due()) pool.stop();
    }
    clear_progress();
    return end_;
}

} // namespace

sweep_end run_sweep(sweep_task const& task, sweep_results& results)
{
    return sweeping{task, results}.go();
}

sim::load_result load_point(scenario_source const& source, sim::load_options asked,
                            std::vector<std::string> const& assignments)
{
    for (auto const& text : assignments) {
        auto const equals = text.find('=');
        asked.vars.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    return load(source, std::move(asked));
}

} // namespace drydock::tools
