// Follows deliveries through the journal for the expectations that select some of them. Only there
// when a scenario has such an expectation.
#pragma once

#include "model/property/delivery_window.hpp"
#include "model/property/webhook_history.hpp"
#include "sim/expect/expect_selection.hpp"

namespace drydock::sim {

class selection_fold {
public:
    /// `resends`: a delivery may tell of a scan that others came after.
    explicit selection_fold(bool resends) : keeps_scans_{resends} {}

    void add(selection_judge judge);
    void add(latency_judge judge) { latencies_.push_back(std::move(judge)); }
    bool is_empty() const { return judges_.empty() && latencies_.empty(); }
    /// The judges that look at bodies.
    std::vector<selection_judge*> of_bodies();

    void apply(std::span<model::event const> block, model::sequence_number first,
               model::text_table const& texts);
    /// After the last block: what is still open is selected as it stands.
    void finish(std::vector<verdict>& verdicts);

private:
    struct followed {
        delivery_facts facts;
        model::webhook_number webhook;
        model::sequence_number requested;
        model::sequence_number started;
        instant requested_at;
        instant started_at;
        model::late_effects late;
        bool in_flight = false;
        bool has_ended = false;
    };
    using kind = expect_selection::of;

    void apply(model::event const& e, model::sequence_number sequence,
               model::text_table const& texts);
    void on_named(model::named_subject const& named, model::text_table const& texts);
    model::scan_status status_of(model::sequence_number told) const;
    void on_requested(model::event const& e, model::sequence_number sequence);
    void on_started(model::event const& e, model::sequence_number sequence);
    void on_failed(model::event const& e, model::text_table const& texts);
    void on_succeeded(model::event const& e, model::sequence_number sequence,
                      model::text_table const& texts);
    void on_effect(model::event const& e, model::delivery_number number,
                   model::attempt_number attempt, model::sequence_number sequence,
                   model::text_table const& texts);
    void end(model::delivery_number number, std::string_view outcome);
    void offer_delivery(followed const& f, std::string_view outcome);
    void offer_attempt(followed const& f, std::string_view outcome, model::answerer by);
    void offer(kind what, candidate const& c);
    void offer_unseen(followed const& f, model::event const& e, model::text_table const& texts);
    bool wants(kind what) const { return wants_[static_cast<std::size_t>(what)]; }
    bool watches_receivers() const { return wants(kind::arrivals) || wants(kind::effects); }

    std::vector<selection_judge> judges_;
    std::vector<latency_judge> latencies_;
    bool wants_[4]{}; // by kind
    model::delivery_window<followed> deliveries_;
    model::webhook_history webhooks_;
    struct seen_scan {
        model::sequence_number sequence;
        model::scan_status status{};
    };
    bool keeps_scans_;
    std::vector<seen_scan> scans_; // in order; the last one, or all
};

} // namespace drydock::sim
