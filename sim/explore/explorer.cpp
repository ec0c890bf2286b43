#include "sim/explore/explorer.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace drydock::sim {

namespace {

using state_digest = chosen_run::state_digest;

void add(std::uint64_t& sum, std::uint64_t more)
{
    auto const room = std::numeric_limits<std::uint64_t>::max() - sum;
    sum += std::min(room, more);
}

void add(run_counts& sum, run_counts const& more)
{
    add(sum.all, more.all);
    add(sum.delivered, more.delivered);
    add(sum.discarded, more.discarded);
    add(sum.cancelled, more.cancelled);
    add(sum.pending, more.pending);
    add(sum.repeated, more.repeated);
    for (std::size_t i = 0; i < properties_count; ++i)
        add(sum.violated[i], more.violated[i]);
}

path_length operator+(path_length const& a, path_length const& b)
{
    return {a.faults + b.faults, a.reorders + b.reorders, a.attempts + b.attempts};
}

/// The shortest way on to a violation.
struct way {
    std::optional<path_length> length; ///< none: there is none
    std::uint8_t option = 0;           ///< to take first
};
/// What comes of a state.
struct future {
    run_counts runs;
    std::array<way, properties_count> ways;
};

future end_of(chosen_run const& run)
{
    future made;
    auto const outcome = run.state().outcome();
    made.runs = {.all = 1,
                 .delivered = !outcome.discarded && !outcome.cancelled && !outcome.pending,
                 .discarded = outcome.discarded,
                 .cancelled = outcome.cancelled,
                 .pending = outcome.pending,
                 .repeated = outcome.repeated,
                 .violated = {}};
    auto const violated = run.violated();
    for (std::size_t i = 0; i < properties_count; ++i) {
        made.runs.violated[i] = violated[i];
        if (violated[i]) made.ways[i].length = path_length{};
    }
    return made;
}

/// A state from which runs part, on the path that is played now.
struct fork {
    state_digest state;
    bool is_order = false;
    std::size_t options = 0;
    std::size_t next = 0;
    future found;
};

class search final : public chooser {
public:
    search(scenario const& what, std::vector<possible_outcome> const& outcomes,
           explore_bounds const& bounds)
        : what_{&what}, outcomes_{&outcomes}, bounds_{&bounds}
    {
    }

    explored all();

    std::size_t choose(choice_point const& where, chosen_run& run) override;
    bool has_enough() const override { return known_ != nullptr; }

private:
    void look_ahead();
    void play_all();
    bool back_up(future const& found);
    void give_up();
    void conclude(future const& root);
    void absorb(fork& f, future const& found) const;
    bool is_varied(choice_point const& where);

    scenario const* what_;
    std::vector<possible_outcome> const* outcomes_;
    explore_bounds const* bounds_;
    run_state::scan_counts all_scans_;
    std::vector<fork> forks_;
    std::size_t depth_ = 0;         // of the run that is played
    future const* known_ = nullptr; // what comes of the state that it has reached
    std::map<state_digest, future> futures_;
    explored result_;
};

/// Takes at every choice what a search has found to be the shortest way, and keeps account.
class follower final : public chooser {
public:
    follower(std::map<state_digest, future> const& futures, explore_bounds const& bounds,
             std::optional<std::size_t> property)
        : futures_{&futures}, bounds_{&bounds}, property_{property}
    {
    }

    std::size_t choose(choice_point const& where, chosen_run& run) override;
    std::vector<path_step> steps;

private:
    std::map<state_digest, future> const* futures_;
    explore_bounds const* bounds_;
    std::optional<std::size_t> property_;
};

bool is_within(choice_point const& where, explore_bounds const& bounds)
{
    if (where.attempt == nullptr) return true;
    return where.attempt->attempt <= bounds.attempts &&
           where.attempt->delivery.value <= bounds.deliveries;
}

std::size_t search::choose(choice_point const& where, chosen_run& run)
{
    // The work at which the run was found to be known is done all the same.
    if (known_ != nullptr || where.options == 1 || !is_varied(where)) return 0;
    if (depth_ < forks_.size()) return forks_[depth_++].next;
    auto const state = run.digest();
    if (bounds_->shares)
        if (auto const found = futures_.find(state); found != futures_.end()) {
            known_ = &found->second;
            return 0;
        }
    forks_.push_back({.state = state,
                      .is_order = where.attempt == nullptr,
                      .options = where.options,
                      .found = {}});
    ++depth_;
    return 0;
}

bool search::is_varied(choice_point const& where)
{
    bool const varied = is_within(where, *bounds_);
    result_.is_bounded |= !varied;
    return varied;
}

void search::absorb(fork& f, future const& found) const
{
    add(f.found.runs, found.runs);
    path_length step{.attempts = !f.is_order};
    if (f.is_order)
        step.reorders = f.next != 0;
    else
        step.faults = (*outcomes_)[f.next].is_fault;
    for (std::size_t i = 0; i < properties_count; ++i) {
        if (!found.ways[i].length) continue;
        auto const length = *found.ways[i].length + step;
        auto& best = f.found.ways[i];
        if (!best.length || length < *best.length)
            best = {length, static_cast<std::uint8_t>(f.next)};
    }
}

// False when every way from every state has been taken.
bool search::back_up(future const& found)
{
    auto done = found;
    while (!forks_.empty()) {
        auto& f = forks_.back();
        absorb(f, done);
        if (++f.next < f.options) return true;
        done = f.found;
        futures_.insert_or_assign(f.state, f.found);
        forks_.pop_back();
    }
    conclude(done);
    return false;
}

// What was found before time ran out counts.
void search::give_up()
{
    future done;
    while (!forks_.empty()) {
        absorb(forks_.back(), done);
        done = forks_.back().found;
        futures_.insert_or_assign(forks_.back().state, done);
        forks_.pop_back();
    }
    conclude(done);
}

void search::conclude(future const& root)
{
    result_.runs = root.runs;
    for (std::size_t i = 0; i < properties_count; ++i)
        result_.shortest[i] = root.ways[i].length;
}

// The usual run tells how much the file makes happen.
void search::look_ahead()
{
    follower usual{futures_, *bounds_, std::nullopt};
    chosen_run run{*what_, *outcomes_, all_scans_, usual};
    run.play();
    all_scans_ = run.state().scans();
}

void search::play_all()
{
    for (;;) {
        result_.is_out_of_time = bounds_->is_out_of_time && bounds_->is_out_of_time();
        result_.is_out_of_states = futures_.size() >= bounds_->states;
        if (result_.is_out_of_time || result_.is_out_of_states) return give_up();
        depth_ = 0;
        known_ = nullptr;
        chosen_run run{*what_, *outcomes_, all_scans_, *this};
        run.play();
        ++result_.played;
        result_.simulation_events += run.simulation_events();
        if (!back_up(known_ != nullptr ? *known_ : end_of(run))) return;
    }
}

explored search::all()
{
    look_ahead();
    play_all();
    result_.states = futures_.size();
    result_.is_exhaustive =
        !result_.is_out_of_time && !result_.is_out_of_states && !result_.is_bounded;
    for (std::size_t i = 0; i < properties_count; ++i) {
        if (!result_.shortest[i]) continue;
        follower way{futures_, *bounds_, i};
        chosen_run run{*what_, *outcomes_, all_scans_, way};
        run.play();
        result_.shortest[i]->attempts = static_cast<std::uint32_t>(std::ranges::count_if(
            way.steps, [](path_step const& step) { return step.delivery.value != 0; }));
        result_.paths[i] = std::move(way.steps);
    }
    return std::move(result_);
}

std::size_t follower::choose(choice_point const& where, chosen_run& run)
{
    path_step step{.at = run.now()};
    if (property_ && where.options > 1 && is_within(where, *bounds_))
        if (auto const found = futures_->find(run.digest()); found != futures_->end())
            step.option = found->second.ways[*property_].option;
    if (where.attempt != nullptr) {
        auto const& s = run.model();
        auto const& d = s.deliveries[where.attempt->where];
        step.delivery = d.number;
        step.attempt = where.attempt->attempt;
        step.subject = model::to_text(s.id_of(d.subject), run.texts());
        step.event = s.at(d.webhook).event;
        step.url = run.texts()[s.at(d.webhook).url];
        static_cast<void>(run.digest()); // brings the state up to here
        step.status = run.state().told_status(d.number);
    } else {
        step.works.assign(where.works.begin(), where.works.end());
    }
    steps.push_back(step);
    return step.option;
}

} // namespace

explored explore(scenario const& what, std::vector<possible_outcome> const& outcomes,
                 explore_bounds const& bounds)
{
    ASSERT(!outcomes.empty() && !what.needs_wire());
    auto const bare = without_answers(what);
    return search{bare, outcomes, bounds}.all();
}

} // namespace drydock::sim
