// What a run amounts to: counts, latencies and load, folded from the journal. What holds of every
// sender is judged in the same fold, which looks each delivery up already.
#pragma once

#include "sim/histogram.hpp"
#include "sim/journal.hpp"
#include "sim/scenario/scenario.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace drydock::model {
class attempt_rules;
}

namespace drydock::sim {

struct run_summary {
    std::uint64_t webhook_events = 0; ///< things a webhook could tell: requested + unsubscribed
    struct {
        std::uint64_t requested = 0, delivered = 0, discarded = 0, cancelled = 0, pending = 0,
                      unsubscribed = 0;
    } deliveries;
    struct {
        std::uint64_t total = 0;
        std::map<std::string, std::uint64_t> by_outcome;
    } attempts;
    struct {
        std::optional<duration> p50, p90, p99, max; ///< none when nothing was delivered
    } latency;
    histogram latencies; ///< what those are of, in microseconds
    struct {
        std::uint64_t total = 0;
        std::uint64_t duplicates = 0; ///< effects beyond the first of their delivery
        std::uint64_t lost_acks = 0;  ///< effects of attempts that the sender saw fail
        bool observed = true;         ///< false of a live run that nobody's probe looks at
    } effects;
    struct {
        duration bucket = std::chrono::minutes{1};
        std::uint64_t normal = 0; ///< attempts a bucket when nothing is wrong
        std::uint64_t peak = 0;
        std::optional<instant> peak_at;
        struct recovery_wave {
            std::uint64_t peak = 0;
            std::uint64_t ratio_millis = 0; ///< peak / normal, in thousandths
            duration above_normal_for{};
        };
        std::optional<recovery_wave> recovery; ///< none without an outage
    } load;
    struct {
        std::uint64_t total = 0, no_news = 0;
    } api_calls;
};

/// Fills `latency` from `latencies`.
void sum_up_latency(run_summary& summary);

class summary_fold final : public subscriber {
public:
    explicit summary_fold(scenario const& what);
    ~summary_fold() override;
    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;
    /// After the last block.
    run_summary result() const;
    /// How the properties that are always on stand; it lives as long as the fold.
    model::attempt_rules const& sender() const;

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace drydock::sim
