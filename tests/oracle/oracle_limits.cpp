#include "tests/oracle/oracle_world.hpp"

#include <algorithm>

namespace drydock::oracle {

// --- limits of the policy ------------------------------------------------------------------------

bool world::defers(delivery& d)
{
    auto const& policy = plan_.policy;
    auto& to = *d.to;
    auto const flying = std::count_if(deliveries_.begin(), deliveries_.end(), [&](auto const& o) {
        return o.to == &to && o.is == phase::in_flight;
    });
    bool const full = policy.in_flight != 0 && flying >= policy.in_flight;
    std::optional<instant> later;
    if (!full && policy.rate.attempts != 0 && to.last_turn && !d.has_turn) {
        auto const next = *to.last_turn + policy.rate.per / policy.rate.attempts;
        if (next == now_) note("an attempt exactly when it is its turn");
        if (next > now_) later = next;
    }
    if (!full && !later) {
        if (d.is == phase::deferred && !d.has_turn) note("a held attempt started");
        d.has_turn = false;
        to.last_turn = to.last_turn ? std::max(*to.last_turn, now_) : now_;
        return false;
    }
    if (full && d.has_turn) note("its turn, but no place in flight");
    if (later && d.is == phase::deferred) note("a place in flight, but not its turn");
    d.is = phase::deferred;
    d.has_turn = later.has_value();
    d.cause = line("attempt_deferred", d.cause,
                   ",\"delivery\":" + std::to_string(d.number) +
                       ",\"attempt\":" + std::to_string(d.attempt + 1) +
                       (later ? quoted("due", model::to_text(*later)) : ""));
    if (!later) {
        if (is(defect::held_newest_first))
            to.held.push_front(&d);
        else
            to.held.push_back(&d);
        return true;
    }
    if (!is(defect::turns_given_twice)) to.last_turn = *later;
    push(*later, retry, d.number, d.attempt + 1, [this, &d] {
        if (d.is == phase::deferred) start(d);
    });
    return true;
}

void world::start_held(hook& to)
{
    while (plan_.policy.in_flight != 0 && !to.held.empty()) {
        auto const flying =
            std::count_if(deliveries_.begin(), deliveries_.end(),
                          [&](auto const& o) { return o.to == &to && o.is == phase::in_flight; });
        if (flying >= plan_.policy.in_flight) return;
        auto& next = *to.held.front();
        to.held.pop_front();
        start(next);
    }
}

void world::forget_turns(hook& to)
{
    to.on_trial = false;
    to.recovers.reset();
    to.held.clear();
    if (to.last_turn) to.last_turn = std::min(*to.last_turn, now_);
}

// --- webhooks on trial ---------------------------------------------------------------------------

std::optional<instant> world::recovery_of(hook& to)
{
    auto const& rule = plan_.policy.disable_after;
    if (!rule.recover_after) return {};
    if (rule.for_good_after != 0 && to.failed >= rule.for_good_after) {
        note("off for good");
        if (!is(defect::never_off_for_good)) return {};
    }
    ++to.recoveries;
    auto delay = rule.recover_after->initial;
    for (std::uint32_t n = 1; n < to.recoveries && !is(defect::recoveries_all_alike); ++n) {
        if (n == 1) note("a longer time off than before");
        auto const grown = delay.count() *
                           static_cast<std::int64_t>(rule.recover_after->numerator) /
                           static_cast<std::int64_t>(rule.recover_after->denominator);
        delay = std::min(rule.recover_after->most, duration{grown});
    }
    return now_ + delay;
}

void world::recover(hook& to, instant due)
{
    if (to.deleted || to.enabled || to.recovers != due) {
        note("turned on or deleted before it would recover");
        return;
    }
    if (last_outcome_.first == now_) note("a recovery at the instant of an outcome");
    note("a webhook on trial");
    to.enabled = true;
    to.on_trial = true;
    to.recovers.reset();
    to.discarded = 0;
    to.failing_since.reset();
    line("webhook_enabled", to.off, quoted("webhook", to.id) + ",\"on_trial\":true");
}

// --- receivers with few workers ------------------------------------------------------------------

bool world::is_full(std::size_t endpoint)
{
    auto const& capacity = plan_.endpoints[endpoint].capacity;
    if (!capacity) return false;
    auto const& jobs = jobs_[endpoint];
    auto const busy = std::count_if(jobs.begin(), jobs.end(), [&](auto const& job) {
        return job.first <= now_ && now_ < job.second;
    });
    auto const waiting =
        std::count_if(jobs.begin(), jobs.end(), [&](auto const& job) { return job.first > now_; });
    auto const room = capacity->queue + (is(defect::one_more_in_line) ? 1u : 0u);
    return busy >= capacity->workers && waiting >= room;
}

duration world::wait_for_worker(std::size_t endpoint, duration length)
{
    auto const& capacity = plan_.endpoints[endpoint].capacity;
    if (!capacity) return {};
    auto& jobs = jobs_[endpoint];
    auto const unfinished = [&](instant when) {
        return std::count_if(jobs.begin(), jobs.end(),
                             [&](auto const& job) { return job.second > when; });
    };
    auto begins = now_;
    if (unfinished(now_) >= capacity->workers) {
        std::vector<instant> ends;
        for (auto const& job : jobs)
            if (job.second > now_) ends.push_back(job.second);
        std::sort(ends.begin(), ends.end());
        for (auto const end : ends)
            if (begins == now_ && unfinished(end) < capacity->workers) begins = end;
    }
    if (begins > now_) note("an attempt that waits for a worker");
    auto const deadline = now_ + plan_.policy.timeout;
    auto ends = begins + length;
    if (begins > deadline) note("work that begins when its sender has given up");
    if (is(defect::worker_freed_at_deadline)) ends = std::min(ends, std::max(begins, deadline));
    jobs.emplace_back(begins, ends);
    return begins - now_;
}

} // namespace drydock::oracle
