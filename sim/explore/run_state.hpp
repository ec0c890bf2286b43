// All of a run so far that can matter to what comes: two runs that amount to the same go on alike,
// and end in the same verdicts.
#pragma once

#include "sim/journal.hpp"
#include "sim/scenario/scenario.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace drydock::sim {

/// What became of a run's deliveries.
struct run_outcome {
    bool discarded = false; ///< at least one was; so the others
    bool cancelled = false;
    bool pending = false;
    bool repeated = false; ///< one had more than one effect
};

class run_state final : public subscriber {
public:
    /// How many scans each shipment had, by ordinal - 1. By the end of a run they are all that it
    /// will ever have: what the file makes happen is the same in all runs.
    using scan_counts = std::vector<std::uint32_t>;

    explicit run_state(scenario const& what);

    void on_start(model::state const& folded) override { folded_ = &folded; }
    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;

    /// Appends its bytes, once all events have been seen. `script` is how many works of the file
    /// are done, `all` how many scans there will be.
    void append_to(std::string& bytes, std::uint64_t script, scan_counts const& all) const;

    run_outcome outcome() const;

    /// The scan that a delivery tells of; unset when it is none.
    model::scan_status told_status(model::delivery_number number) const
    {
        return deliveries_[number.value - 1].tells.status;
    }
    model::subject subject_of(model::delivery_number number) const
    {
        return deliveries_[number.value - 1].subject;
    }
    scan_counts scans() const;

private:
    enum class status : std::uint8_t { open, delivered, discarded, cancelled };
    struct scan {
        instant occurred_at{};
        model::scan_status status{}; // unset: no scan
    };
    struct delivery {
        model::subject subject;
        model::webhook_number webhook;
        model::text_number url; // of the last attempt
        scan tells;
        instant requested_at{}, started_at{}, due{};
        model::delivery_number resend_of;
        std::uint16_t attempt = 0;
        status is = status::open;
        bool in_flight = false;
        bool deferred = false; // its next attempt waits for others of the webhook
        bool applied = false;  // it had an effect
        bool stale = false;
    };
    struct shipment {
        scan newest, shown;                          // the truth, and what the receiver shows
        std::map<model::text_number, instant> known; // newest applied, by URL
        std::uint32_t scans = 0;
        std::uint32_t open = 0; // deliveries
        bool told = false;
    };

    void apply(model::event const& e, model::sequence_number sequence);
    void on_requested(model::event const& e);
    void on_applied(model::delivery_number number);
    void on_ended(model::delivery_number number, status how);
    delivery& at(model::delivery_number number) { return deliveries_[number.value - 1]; }
    void append_webhooks(std::string& bytes) const;
    void append_deliveries(std::string& bytes) const;
    void append_shipments(std::string& bytes, scan_counts const& all) const;

    model::state const* folded_ = nullptr;
    bool disables_; // the policy does, webhooks that keep failing
    bool limits_;   // it does, what may start or be in flight
    /// What has ended may matter yet: something is resent, or a receiver compares bodies.
    bool keeps_ended_;
    std::vector<delivery> deliveries_;                     // by number - 1
    std::map<model::shipment_number, shipment> shipments_; // that had a scan
    std::map<model::sequence_number, scan> scans_;
    bool lost_ = false; // a delivery has ended and the receiver knows nothing of it
    run_outcome outcome_;
};

} // namespace drydock::sim
