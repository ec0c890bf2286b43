// The pushes and pops of the reference workload, without anything else: arrivals after exp 1 s, the
// dwells of a shipment, answers after exp 50 ms, retries after exactly 2 h. For any queue.
#pragma once

#include "sim/queue/work.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace drydock::bench {

/// What the event queue is compared with: one binary heap.
class binary_heap {
public:
    void push(sim::work const& item)
    {
        all_.push_back(item);
        std::ranges::push_heap(all_, sim::later);
    }

    std::optional<sim::work> pop_due(model::instant end)
    {
        if (all_.empty() || all_.front().due > end) return std::nullopt;
        std::ranges::pop_heap(all_, sim::later);
        auto const earliest = all_.back();
        all_.pop_back();
        return earliest;
    }

private:
    std::vector<sim::work> all_;
};

/// Lengths drawn beforehand, so that drawing costs next to nothing.
class queue_draws {
public:
    queue_draws();

    model::duration exponential(model::duration mean)
    {
        auto const factor = factors_[next_++ % factors_.size()];
        return model::duration{(mean.count() * factor) >> 16};
    }
    bool hits(unsigned percent) { return chances_[next_++ % chances_.size()] < percent; }

private:
    std::array<std::int64_t, 8192> factors_{}; // 16 bits after the point
    std::array<std::uint8_t, 8192> chances_{}; // 0 to 99
    std::size_t next_ = 0;
};

struct queue_run {
    std::uint64_t pops = 0;
    std::uint64_t hash = 0; ///< of what was popped, in that order
};

/// One run of so many shipments through `Queue`.
template <class Queue> class queue_workload {
public:
    explicit queue_workload(std::uint32_t shipments) : shipments_{shipments} {}

    queue_run run()
    {
        queue_run result;
        arrive({});
        while (auto const item = queue_.pop_due(model::instant::max())) {
            ++result.pops;
            result.hash =
                (result.hash ^ static_cast<std::uint64_t>(item->due.time_since_epoch().count()) ^
                 item->rank()) *
                0x9e3779b97f4a7c15;
            handle(*item);
        }
        return result;
    }

private:
    using kind = sim::work_kind;

    void arrive(model::instant now)
    {
        if (arrived_ == shipments_) return;
        queue_.push({.due = now + draws_.exponential(std::chrono::seconds{1}),
                     .ordinal = ++arrived_,
                     .kind = kind::timeline});
    }

    void handle(sim::work const& item)
    {
        auto const now = item.due;
        switch (item.kind) {
        case kind::timeline:
            arrive(now);
            queue_.push({.due = now, .ordinal = item.ordinal, .kind = kind::story});
            return;
        case kind::story: return tell(item);
        case kind::retry: return attempt(now, item.ordinal, item.attempt);
        default: break;
        }
        if (item.attempt < 3 && draws_.hits(20))
            queue_.push({.due = now + std::chrono::hours{2},
                         .ordinal = item.ordinal,
                         .attempt = static_cast<std::uint16_t>(item.attempt + 1),
                         .kind = kind::retry});
    }

    void tell(sim::work const& item)
    {
        attempt(item.due, ++deliveries_, 1);
        constexpr std::array dwells{std::chrono::hours{6}, std::chrono::hours{24},
                                    std::chrono::hours{12}, std::chrono::hours{24}};
        auto step = item.attempt;
        if (step == dwells.size()) return;
        if (step == 1 && !draws_.hits(15)) ++step;
        if (step == 2 && !draws_.hits(5)) ++step;
        queue_.push({.due = item.due + draws_.exponential(dwells[step]),
                     .ordinal = item.ordinal,
                     .attempt = static_cast<std::uint16_t>(step + 1),
                     .kind = kind::story});
    }

    void attempt(model::instant now, std::uint32_t delivery, std::uint16_t nth)
    {
        queue_.push({.due = now + draws_.exponential(std::chrono::milliseconds{50}),
                     .ordinal = delivery,
                     .attempt = nth,
                     .kind = kind::outcome});
    }

    Queue queue_;
    queue_draws draws_;
    std::uint32_t shipments_;
    std::uint32_t arrived_ = 0;
    std::uint32_t deliveries_ = 0;
};

} // namespace drydock::bench
