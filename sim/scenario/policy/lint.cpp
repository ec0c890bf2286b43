#include "sim/scenario/policy/lint.hpp"

#include "sim/scenario/policy/ladder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace drydock::sim {
namespace {

using model::duration;
using model::retry_policy;
using model::to_text;

using findings = std::vector<policy_finding>;

void find_cut_ladder(retry_policy const& policy, std::vector<attempt_start> const& starts,
                     findings& out)
{
    auto const made = sure_attempts(policy, starts);
    if (made == starts.size()) return;
    out.push_back(
        {"max_age_cuts_ladder",
         fmt::format("max_age {} is shorter than the ladder: attempt {} of {} would start "
                     "up to {} after the first",
                     to_text(*policy.max_age), made + 1, starts.size(),
                     to_text(starts[made].most))});
}

void find_timeout_over_gap(retry_policy const& policy, findings& out)
{
    for (std::uint32_t n = 1; n < policy.attempts; ++n) {
        auto const delay = policy.delay_after({static_cast<std::uint16_t>(n)});
        if (delay >= policy.timeout) continue;
        auto const then = policy.anchor == model::delay_anchor::start
                              ? std::string{"attempt at once"}
                              : fmt::format("attempt {} after the last one began",
                                            to_text(policy.timeout + delay));
        out.push_back(
            {"timeout_over_gap",
             fmt::format("timeout {} is longer than delay {} of {}: a receiver that hangs "
                         "gets the next {}",
                         to_text(policy.timeout), n, to_text(delay), then)});
        return;
    }
}

void find_reordering(retry_policy const& policy, findings& out)
{
    if (policy.jitter_millionths == 0 || policy.attempts < 2) return;
    auto const last = std::min<std::size_t>(policy.delay_count, policy.attempts - 1u);
    auto const longest = *std::max_element(
        policy.delays.begin(), policy.delays.begin() + static_cast<std::ptrdiff_t>(last));
    auto const [least, most] = policy.jittered(longest);
    if (least == most) return;
    out.push_back(
        {"jitter_reorders",
         fmt::format("jitter makes {} to {} of the delay {}: of two deliveries that "
                     "failed less than {} apart, the later one may be tried first",
                     to_text(least), to_text(most), to_text(longest), to_text(most - least))});
}

void find_storms(retry_policy const& policy, std::vector<attempt_start> const& starts,
                 findings& out)
{
    constexpr std::size_t storm = 4;
    auto const soon = static_cast<std::size_t>(std::ranges::count_if(
        starts, [](attempt_start const& s) { return s.least < std::chrono::minutes{1}; }));
    if (soon >= storm)
        out.push_back({"retry_storm",
                       fmt::format("{} attempts within a minute: a receiver that is down has up "
                                   "to {} times its usual load",
                                   soon, soon)});
    if (policy.jitter_millionths == 0 && policy.attempts > 1)
        out.push_back(
            {"retries_in_step",
             fmt::format("no jitter: what fails at one instant is tried again at one "
                         "instant, {}",
                         policy.attempts == 2 ? std::string{"once"}
                                              : fmt::format("{} times", policy.attempts - 1))});
}

void find_early_end(retry_policy const& policy, std::vector<attempt_start> const& starts,
                    findings& out)
{
    auto const in_row = policy.disable_after.failed_attempts;
    if (in_row != 0 && in_row < policy.attempts)
        out.push_back({"disabled_before_ladder_ends",
                       fmt::format("{} failed attempts in a row turn the webhook off: a single "
                                   "delivery makes {}",
                                   in_row, policy.attempts)});
    auto const limit = policy.disable_after.failing_for;
    if (limit == duration{} || limit >= starts.back().most) return;
    out.push_back({"disabled_before_ladder_ends",
                   fmt::format("the webhook is turned off after {} of failures, and with it goes "
                               "what has attempts left up to {} after the first",
                               to_text(limit), to_text(starts.back().most))});
}

/// Where two descriptions of a ladder part.
void find_other_ladder(retry_policy const& one, retry_policy const& other, findings& out)
{
    if (one.attempts != other.attempts)
        out.push_back({"formula_against_table",
                       fmt::format("the page says in one place {} attempts, in another {}",
                                   one.attempts, other.attempts)});
    auto const both = std::min(one.attempts, other.attempts);
    std::uint32_t differing = 0;
    std::uint16_t first = 0;
    for (std::uint32_t n = 1; n < both; ++n) {
        model::attempt_number const failed{static_cast<std::uint16_t>(n)};
        if (one.delay_after(failed) == other.delay_after(failed)) continue;
        if (differing++ == 0) first = failed.value;
    }
    if (differing == 0) return;
    out.push_back({"formula_against_table",
                   fmt::format("the page describes its delays twice, and {} of {} differ: delay {} "
                               "is {} here, {} there",
                               differing, both - 1, first, to_text(one.delay_after({first})),
                               to_text(other.delay_after({first})))});
}

void find_other_length(duration takes, duration said, findings& out)
{
    if (std::abs((takes - said).count()) <= said.count() / 100) return;
    out.push_back({"takes_other_time",
                   fmt::format("the page says that its attempts take {}; the delays add up to {}",
                               to_text(said), to_text(takes))});
}

} // namespace

std::vector<policy_finding> lint(retry_policy const& policy)
{
    findings found;
    auto const starts = attempt_starts(policy);
    find_cut_ladder(policy, starts, found);
    find_timeout_over_gap(policy, found);
    find_early_end(policy, starts, found);
    find_reordering(policy, found);
    find_storms(policy, starts, found);
    return found;
}

std::vector<policy_finding> lint(policy_preset const& preset)
{
    auto const policy = read_preset(preset.policy).policy;
    auto found = lint(policy);
    if (!preset.also_said.empty())
        find_other_ladder(policy, read_preset(preset.also_said).policy, found);
    if (preset.said_to_take) {
        auto plain = policy;
        plain.jitter_millionths = 0;
        find_other_length(attempt_starts(plain).back().least, *preset.said_to_take, found);
    }
    return found;
}

} // namespace drydock::sim
