#include "tools/drydock/why/explanation.hpp"

#include "model/address.hpp"
#include "sim/scenario/complaints.hpp"
#include "sim/scenario/policy/policy_node.hpp"
#include "tools/drydock/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace drydock::tools {

using model::duration;
using model::instant;
using model::retry_policy;

namespace {

constexpr duration one{1};
constexpr std::uint16_t most_more_attempts = 24;
constexpr std::size_t most_edges = 64;

bool is_delivered(told_delivery const& d)
{
    return d.is == told_delivery::fate::delivered;
}

/// The same delivery in another run.
told_delivery const* same_in(run_story const& story, told_delivery const& d)
{
    for (auto const& other : story.deliveries())
        if (other.number == d.number && other.subject == d.subject && other.event == d.event &&
            other.requested_at == d.requested_at)
            return &other;
    return nullptr;
}

/// With each delay written out, so that one can be changed.
retry_policy with_all_delays(retry_policy policy)
{
    auto const count = std::min<std::size_t>(policy.attempts - 1U, retry_policy::longest_ladder);
    auto const given = policy;
    for (std::size_t i = 0; i < count; ++i)
        policy.delays[i] = given.delay_after({static_cast<std::uint16_t>(i + 1)});
    policy.delay_count = static_cast<std::uint8_t>(std::max<std::size_t>(count, 1));
    return policy;
}

/// Written as people would: one delay where all are equal.
retry_policy written(retry_policy policy)
{
    auto const first = policy.delays.begin();
    if (std::all_of(first, first + policy.delay_count,
                    [&](duration each) { return each == *first; }))
        policy.delay_count = 1;
    return policy;
}

std::string policy_option(retry_policy const& policy)
{
    return "--policy " + shell_word(sim::to_json(sim::policy_node(written(policy))));
}

class finder {
public:
    finder(what_if const& world, told_delivery const& d)
        : world_{&world}, policy_{world.scenario().policy}, d_{&d}
    {
    }

    explanation all();

private:
    void find_more_attempts();
    void find_longer_gap();
    void find_without_rules();
    void find_longer_timeout(bool lost);
    void find_handler(sim::handler_kind handler, std::string_view words);
    void find_shorter_gap();
    std::optional<told_delivery> under(retry_policy const& policy) const;
    /// Under the policy that `with` makes of a value, one microsecond below it, at it, and above.
    template <class With, class Holds>
    around try_around(duration value, With&& with, Holds&& holds) const;
    retry_policy with_gap(std::size_t before, duration gap) const;
    std::optional<duration> gap_to(std::size_t attempt, instant start) const;
    bool is_in_order(run_story const& story) const;

    what_if const* world_;
    retry_policy policy_;
    told_delivery const* d_;
    explanation made_;
};

std::optional<told_delivery> finder::under(retry_policy const& policy) const
{
    auto const story = world_->under(policy);
    auto const* const same = same_in(story, *d_);
    return same == nullptr ? std::nullopt : std::optional{*same};
}

template <class With, class Holds>
around finder::try_around(duration value, With&& with, Holds&& holds) const
{
    around found{};
    for (std::size_t i = 0; i < found.size(); ++i) {
        auto const tried = value + (static_cast<int>(i) - 1) * one;
        found[i] = tried >= duration::zero() && holds(world_->under(with(tried)));
    }
    return found;
}

// --- lost ----------------------------------------------------------------------------------------

void finder::find_more_attempts()
{
    for (std::uint16_t more = 1; more <= most_more_attempts; ++more) {
        auto policy = with_all_delays(policy_);
        policy.attempts = static_cast<std::uint16_t>(policy_.attempts + more);
        auto const then = under(policy);
        if (!then || !is_delivered(*then)) continue;
        made_.remedies.push_back(
            {.is = remedy::kind::more_attempts,
             .words = more == 1 ? "one more attempt" : fmt::format("{} more attempts", more),
             .option = policy_option(policy),
             .policy = written(policy),
             .delivered_at = then->ended_at,
             .critical = {},
             .helps = {}});
        return;
    }
}

retry_policy finder::with_gap(std::size_t before, duration gap) const
{
    auto policy = with_all_delays(policy_);
    policy.delays[before - 2] = gap;
    return policy;
}

// How long the gap before an attempt must be for it to start then; none: it has no such gap.
std::optional<duration> finder::gap_to(std::size_t attempt, instant start) const
{
    if (attempt < 2 || attempt - 1 > retry_policy::longest_ladder) return std::nullopt;
    auto const& before = d_->attempts[attempt - 2];
    if (!before.ended_at) return std::nullopt;
    auto const from =
        policy_.anchor == model::delay_anchor::end ? *before.ended_at : before.started_at;
    if (start < from) return std::nullopt;
    return start - from;
}

// The first window's edge from which the last attempt would have got through.
void finder::find_longer_gap()
{
    if (d_->attempts.empty()) return;
    auto const& last = d_->attempts.back();
    for (auto const edge : window_edges(world_->scenario(), last.url)) {
        if (edge <= last.started_at) continue;
        auto const gap = gap_to(d_->attempts.size(), edge);
        if (!gap) {
            if (!is_delivered(world_->alone(*d_, edge))) continue;
            made_.missed = margin{last.number, last.started_at, edge};
            return;
        }
        auto const policy = with_gap(d_->attempts.size(), *gap);
        auto const then = under(policy);
        if (!then || !is_delivered(*then)) continue;
        made_.missed = margin{last.number, last.started_at, edge};
        remedy found{.is = remedy::kind::longer_gap,
                     .words = {},
                     .option = policy_option(policy),
                     .policy = written(policy),
                     .delivered_at = then->ended_at,
                     .critical = gap,
                     .helps = {}};
        found.helps = try_around(
            *gap, [&](duration g) { return with_gap(d_->attempts.size(), g); },
            [&](run_story const& story) {
                auto const* const same = same_in(story, *d_);
                return same != nullptr && is_delivered(*same);
            });
        made_.remedies.push_back(std::move(found));
        return;
    }
}

void finder::find_without_rules()
{
    auto const try_without = [&](std::string_view words, retry_policy const& policy) {
        if (policy == policy_) return;
        auto const then = under(policy);
        if (!then || !is_delivered(*then)) return;
        made_.remedies.push_back({.is = remedy::kind::without_rule,
                                  .words = fmt::format("a policy without {}", words),
                                  .option = policy_option(policy),
                                  .policy = written(policy),
                                  .delivered_at = then->ended_at,
                                  .critical = {},
                                  .helps = {}});
    };
    auto policy = policy_;
    policy.stop_on.clear();
    try_without("stop_on", policy);
    policy = policy_;
    policy.max_age.reset();
    try_without("max_age", policy);
    policy = policy_;
    policy.disable_after = {};
    try_without("disable_after", policy);
}

// A receiver that did its work after the sender had given up was late by so much.
void finder::find_longer_timeout(bool lost)
{
    auto const late = std::ranges::find_if(d_->attempts, [](told_attempt const& a) {
        return a.effect_at && a.ended_at && *a.effect_at > *a.ended_at;
    });
    if (late == d_->attempts.end()) return;
    auto const needed = *late->effect_at - late->started_at;
    auto const with = [&](duration timeout) {
        auto policy = policy_;
        policy.timeout = timeout;
        return policy;
    };
    auto const helps = [&](run_story const& story) {
        auto const* const same = same_in(story, *d_);
        if (same == nullptr) return false;
        return lost ? is_delivered(*same)
                    : same->effects() <= 1 && (!made_.regression || is_in_order(story));
    };
    auto const tried = try_around(needed, with, helps);
    if (!tried[1]) return;
    auto const then = under(with(needed));
    made_.remedies.push_back(
        {.is = remedy::kind::longer_timeout,
         .words = fmt::format("a timeout of {} instead of {}", model::to_text(needed),
                              model::to_text(policy_.timeout)),
         .option = policy_option(with(needed)),
         .policy = written(with(needed)),
         .delivered_at = then ? std::optional{then->ended_at} : std::nullopt,
         .critical = needed,
         .helps = tried});
}

// --- duplicates and regressions ------------------------------------------------------------------

std::string handler_option(sim::scenario const& what, std::string const& url,
                           std::string_view handler)
{
    auto const to = sim::receivers{what}.resolve(url);
    auto const address = model::parse_address(url);
    if (to.is == sim::route::kind::endpoint)
        return "--set " +
               shell_word(fmt::format("/endpoints/{}/handler={}",
                                      sim::escaped(what.endpoints[to.endpoint].prefix), handler));
    return "--set " + shell_word(fmt::format(R"(/endpoints={{"{}":{{"handler":"{}"}}}})",
                                             address ? address->origin() : url, handler));
}

void finder::find_handler(sim::handler_kind handler, std::string_view words)
{
    if (world_->is_heard()) return;
    auto const story = world_->handled(d_->url, handler);
    auto const* const same = same_in(story, *d_);
    bool const helps =
        same != nullptr && (made_.regression ? is_in_order(story) : same->effects() <= 1);
    if (!helps) return;
    auto const name =
        handler == sim::handler_kind::deduplicating ? "deduplicating" : "by_occurred_at";
    made_.remedies.push_back({.is = remedy::kind::handler,
                              .words = std::string{words},
                              .option = handler_option(world_->scenario(), d_->url, name),
                              .policy = {},
                              .delivered_at = {},
                              .critical = {},
                              .helps = {}});
}

bool finder::is_in_order(run_story const& story) const
{
    return same_in(story, *d_) != nullptr &&
           std::ranges::none_of(story.regressions(), [&](told_regression const& r) {
               return r.older == d_->number && r.newer == made_.regression->newer;
           });
}

// The attempt that came too late would have to start before the newer scan's effect.
void finder::find_shorter_gap()
{
    auto const late = std::ranges::find_if(d_->attempts, [&](told_attempt const& a) {
        return a.effect_at == made_.regression->older_at;
    });
    if (late == d_->attempts.end()) return;
    auto const number = static_cast<std::size_t>(late - d_->attempts.begin()) + 1;
    auto const gap = gap_to(number, made_.regression->newer_at);
    if (!gap || *gap == duration::zero()) return;
    auto const with = [&](duration g) { return with_gap(number, g); };
    auto const tried =
        try_around(*gap, with, [&](run_story const& story) { return is_in_order(story); });
    if (!tried[0] || tried[2]) return;
    auto const policy = with(*gap - one);
    made_.remedies.push_back({.is = remedy::kind::shorter_gap,
                              .words = fmt::format("a gap of less than {} before attempt {}",
                                                   model::to_text(*gap), number),
                              .option = policy_option(policy),
                              .policy = written(policy),
                              .delivered_at = {},
                              .critical = gap,
                              .helps = tried});
}

explanation finder::all()
{
    made_.what = *d_;
    made_.is_lost =
        d_->is == told_delivery::fate::discarded || d_->is == told_delivery::fate::cancelled;
    made_.is_duplicate = d_->effects() > 1;
    for (auto const& r : world_->story().regressions())
        if (r.older == d_->number && !made_.regression) made_.regression = r;

    if (made_.is_lost) {
        find_more_attempts();
        if (d_->is == told_delivery::fate::discarded) find_longer_gap();
        find_without_rules();
        find_longer_timeout(true);
    }
    if (made_.is_duplicate)
        find_handler(sim::handler_kind::deduplicating, "a receiver that deduplicates");
    if (made_.regression) {
        find_handler(sim::handler_kind::by_occurred_at,
                     "a receiver that compares occurred_at and skips what is older");
        find_shorter_gap();
    }
    if (!made_.is_lost && (made_.is_duplicate || made_.regression)) find_longer_timeout(false);
    return std::move(made_);
}

} // namespace

explanation explain(what_if const& world, told_delivery const& what)
{
    return finder{world, what}.all();
}

bool went_wrong(what_if const& world, told_delivery const& what)
{
    if (what.is == told_delivery::fate::discarded || what.is == told_delivery::fate::cancelled)
        return true;
    if (what.effects() > 1) return true;
    return std::ranges::any_of(world.story().regressions(),
                               [&](told_regression const& r) { return r.older == what.number; });
}

std::vector<instant> window_edges(sim::scenario const& what, std::string const& url)
{
    auto const to = sim::receivers{what}.resolve(url);
    if (to.is != sim::route::kind::endpoint) return {};
    std::set<instant> edges;
    auto const& end = what.endpoints[to.endpoint];
    for (auto const& outage : end.outages)
        edges.insert({outage.from, outage.until});
    for (auto const& rule : end.rules) {
        if (rule.from) edges.insert(*rule.from);
        if (rule.until) edges.insert(*rule.until);
    }
    std::vector<instant> sorted{edges.begin(), edges.end()};
    sorted.resize(std::min(sorted.size(), most_edges));
    return sorted;
}

turning_points turning_points_of(what_if const& world, told_delivery const& like)
{
    std::set<instant> critical;
    for (auto const edge : window_edges(world.scenario(), like.url))
        for (auto const& a : like.attempts)
            critical.insert(edge - (a.started_at - like.requested_at));
    turning_points found{.like = like, .points = {}};
    auto const last = world.scenario().start + model::longest_duration;
    auto const is_good = [&](instant at) { return is_delivered(world.alone(like, at)); };
    for (auto const at : critical) {
        if (at <= world.scenario().start || at >= last) continue;
        bool const before = is_good(at - one);
        bool const then = is_good(at);
        bool const after = is_good(at + one);
        if (before != then) found.points.push_back({at, before, then});
        if (then != after) found.points.push_back({at + one, then, after});
    }
    return found;
}

} // namespace drydock::tools
