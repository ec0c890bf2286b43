// The reference workload (scenarios/parcels.json) written by hand: no journal, no state, no choice.
// What is left is what any simulator of it must do: draw, keep a record for each live shipment, and
// have the next thing come first. The same draws as ours, so the same counts.
#pragma once

#include "sim/random.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

namespace drydock::bench {

struct limit_counts {
    std::uint64_t events = 0, scans = 0, attempts = 0, delivered = 0, discarded = 0;
    std::uint64_t hash = 0; ///< of what happened when
};

enum class limit_kind : std::uint64_t { arrival, story, outcome, retry };

/// 16 bytes: when, and what with which slot.
struct limit_event {
    std::int64_t due = 0;
    std::uint64_t what = 0; // kind, then slot

    limit_kind kind() const { return static_cast<limit_kind>(what & 3); }
    std::uint32_t slot() const { return static_cast<std::uint32_t>(what >> 2); }
    friend bool operator<(limit_event const& a, limit_event const& b)
    {
        return a.due != b.due ? a.due < b.due : a.what < b.what;
    }
};
inline limit_event event_at(std::int64_t due, limit_kind kind, std::uint32_t slot)
{
    return {due, static_cast<std::uint64_t>(kind) | std::uint64_t{slot} << 2};
}

/// One binary heap: the textbook.
class heap_queue {
public:
    void push_arrival(limit_event e) { all_.push(e); }
    void push_story(limit_event e) { all_.push(e); }
    void push_outcome(limit_event e) { all_.push(e); }
    void push_retry(limit_event e) { all_.push(e); }
    template <class Prefetch> std::optional<limit_event> pop(Prefetch const&)
    {
        if (all_.empty()) return std::nullopt;
        auto const first = all_.top();
        all_.pop();
        return first;
    }

private:
    struct later {
        bool operator()(limit_event const& a, limit_event const& b) const { return b < a; }
    };
    std::priority_queue<limit_event, std::vector<limit_event>, later> all_;
};

/// Split by the shape of the delay: a register, a small sorted set, a line, and buckets that are
/// sorted when they open.
class split_queue {
public:
    void push_arrival(limit_event e) { arrival_ = e; }
    void push_outcome(limit_event e)
    {
        auto const place = std::upper_bound(in_flight_.begin(), in_flight_.end(), e,
                                            [](auto const& a, auto const& b) { return b < a; });
        in_flight_.insert(place, e);
    }
    void push_retry(limit_event e) { line_.push_back(e); }
    void push_story(limit_event e)
    {
        if (bucket_of(e) <= open_bucket_)
            open_.insert(std::upper_bound(open_.begin() + static_cast<std::ptrdiff_t>(next_),
                                          open_.end(), e),
                         e);
        else
            lap_of(bucket_of(e)).push_back(e);
        ++stories_;
    }

    /// The earliest; calls `prefetch(slot)` for a story that comes soon.
    template <class Prefetch> std::optional<limit_event> pop(Prefetch const& prefetch)
    {
        auto best = never;
        if (arrival_.due < best.due) best = arrival_;
        if (!in_flight_.empty() && in_flight_.back() < best) best = in_flight_.back();
        if (line_next_ != line_.size() && line_[line_next_] < best) best = line_[line_next_];
        while (next_ == open_.size() && stories_ != 0 && start_of(open_bucket_ + 1) <= best.due)
            open();
        if (next_ != open_.size() && open_[next_] < best) {
            best = open_[next_++];
            --stories_;
            if (next_ + ahead < open_.size()) prefetch(open_[next_ + ahead].slot());
            return best;
        }
        if (best.due == never.due) return std::nullopt;
        take(best);
        return best;
    }

private:
    static constexpr limit_event never{INT64_MAX, UINT64_MAX};
    static constexpr unsigned width = 28; // bits of a microsecond: 268 s
    static constexpr std::size_t ahead = 8;

    static std::int64_t bucket_of(limit_event const& e) { return e.due >> width; }
    static std::int64_t start_of(std::int64_t bucket) { return bucket << width; }

    std::vector<limit_event>& lap_of(std::int64_t bucket)
    {
        return buckets_[static_cast<std::size_t>(bucket) % buckets_.size()];
    }

    void take(limit_event const& e)
    {
        if (e.kind() == limit_kind::arrival) arrival_ = never;
        if (e.kind() == limit_kind::outcome) in_flight_.pop_back();
        if (e.kind() != limit_kind::retry) return;
        if (++line_next_ * 2 < line_.size() || line_next_ < 1024) return;
        line_.erase(line_.begin(), line_.begin() + static_cast<std::ptrdiff_t>(line_next_));
        line_next_ = 0;
    }
    // What comes round only in a later lap stays.
    void open()
    {
        ++open_bucket_;
        auto& from = lap_of(open_bucket_);
        open_.clear();
        next_ = 0;
        auto kept = from.begin();
        for (auto const& e : from)
            if (bucket_of(e) == open_bucket_)
                open_.push_back(e);
            else
                *kept++ = e;
        from.erase(kept, from.end());
        std::sort(open_.begin(), open_.end());
    }

    limit_event arrival_ = never;
    std::vector<limit_event> in_flight_; // the earliest last
    std::vector<limit_event> line_;
    std::size_t line_next_ = 0;
    std::vector<std::vector<limit_event>> buckets_ = std::vector<std::vector<limit_event>>(4096);
    std::vector<limit_event> open_;
    std::size_t next_ = 0;
    std::int64_t open_bucket_ = -1;
    std::size_t stories_ = 0;
};

template <class Queue> class limit_loop {
public:
    explicit limit_loop(std::uint32_t shipments) : shipments_{shipments} {}

    limit_counts run()
    {
        queue_.push_arrival(event_at(gap(1), limit_kind::arrival, 0));
        auto const prefetch = [&](std::uint32_t slot) { __builtin_prefetch(&records_[slot], 1); };
        while (auto const e = queue_.pop(prefetch)) {
            ++counts_.events;
            counts_.hash = sim::mix(counts_.hash ^ static_cast<std::uint64_t>(e->due) ^
                                    static_cast<std::uint64_t>(e->kind()) << 62);
            switch (e->kind()) {
            case limit_kind::arrival: arrive(e->due); break;
            case limit_kind::story: tell(e->due, e->slot()); break;
            case limit_kind::outcome: end_attempt(e->due, e->slot()); break;
            case limit_kind::retry: attempt(e->due, e->slot()); break;
            }
        }
        return counts_;
    }

private:
    enum status : std::uint32_t { AC, IT, AT, EX, DE };
    struct alignas(64) record {
        std::uint64_t stable = 0;
        std::int64_t last_at = 0;
        std::uint32_t status = AC, scans = 0, next = 0;
        std::array<std::uint32_t, 8> room{}; // what a real one has beside
    };
    struct sending {
        std::uint64_t stable = 0;
        std::uint32_t nth = 0, attempt = 0;
    };

    static constexpr std::uint64_t seed = 1;
    static constexpr std::int64_t second = 1'000'000, hour = 3600 * second;

    static std::uint64_t drawn(sim::draw_purpose purpose, std::uint64_t stable, std::uint32_t nth,
                               std::uint16_t attempt = 0, std::uint16_t index = 0)
    {
        return sim::draw(seed, {purpose, index, stable, nth, attempt});
    }
    static std::int64_t exponential(std::int64_t mean, std::uint64_t bits)
    {
        return sim::exponential(model::duration{mean}, bits).count();
    }
    static bool hits(std::uint64_t percent, std::uint64_t bits)
    {
        return bits < UINT64_MAX / 100 * percent;
    }
    static std::int64_t gap(std::uint32_t nth)
    {
        return exponential(second, drawn(sim::draw_purpose::arrival_gap, 0, nth));
    }
    template <class T>
    static std::uint32_t taken(std::vector<T>& all, std::vector<std::uint32_t>& free)
    {
        if (free.empty()) {
            all.emplace_back();
            return static_cast<std::uint32_t>(all.size() - 1);
        }
        auto const slot = free.back();
        free.pop_back();
        all[slot] = {};
        return slot;
    }

    void arrive(std::int64_t now)
    {
        auto const slot = taken(records_, free_records_);
        records_[slot].stable = ++arrived_;
        if (arrived_ < shipments_)
            queue_.push_arrival(event_at(now + gap(arrived_ + 1), limit_kind::arrival, 0));
        tell(now, slot);
    }

    void tell(std::int64_t now, std::uint32_t slot)
    {
        auto& r = records_[slot];
        if (r.scans != 0) r.status = r.next;
        ++r.scans;
        r.last_at = now;
        ++counts_.scans;
        auto const delivery = taken(sendings_, free_sendings_);
        sendings_[delivery] = {r.stable, r.scans, 0};
        if (r.status == DE) {
            free_records_.push_back(slot);
        } else {
            auto const mean = choose(r);
            auto const dwell =
                exponential(mean, drawn(sim::draw_purpose::story_dwell, r.stable, r.scans + 1));
            queue_.push_story(event_at(now + dwell, limit_kind::story, slot));
        }
        attempt(now, delivery);
    }

    std::int64_t choose(record& r) const
    {
        auto const branch = [&](std::uint16_t index) {
            return drawn(sim::draw_purpose::story_branch, r.stable, r.scans, 0, index);
        };
        if (r.status == AC) return r.next = IT, 6 * hour;
        if (r.status == IT && hits(15, branch(0))) return r.next = AT, 24 * hour;
        if (r.status == IT && hits(5, branch(1))) return r.next = EX, 12 * hour;
        if (r.status == AT && hits(5, branch(0))) return r.next = EX, 12 * hour;
        return r.next = DE, 24 * hour;
    }

    void attempt(std::int64_t now, std::uint32_t slot)
    {
        auto& s = sendings_[slot];
        ++s.attempt;
        ++counts_.attempts;
        auto const takes = exponential(50'000, drawn(sim::draw_purpose::answer_delay, s.stable,
                                                     s.nth, static_cast<std::uint16_t>(s.attempt)));
        queue_.push_outcome(event_at(now + takes, limit_kind::outcome, slot));
    }

    void end_attempt(std::int64_t now, std::uint32_t slot)
    {
        auto const& s = sendings_[slot];
        bool const fails = hits(20, drawn(sim::draw_purpose::rule_chance, s.stable, s.nth,
                                          static_cast<std::uint16_t>(s.attempt)));
        if (fails && s.attempt < 3)
            return queue_.push_retry(event_at(now + 2 * hour, limit_kind::retry, slot));
        ++(fails ? counts_.discarded : counts_.delivered);
        free_sendings_.push_back(slot);
    }

    Queue queue_;
    std::vector<record> records_;
    std::vector<std::uint32_t> free_records_;
    std::vector<sending> sendings_;
    std::vector<std::uint32_t> free_sendings_;
    std::uint32_t shipments_;
    std::uint32_t arrived_ = 0;
    limit_counts counts_;
};

} // namespace drydock::bench
