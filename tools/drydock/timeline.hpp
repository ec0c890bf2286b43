// A run as a person reads it: one line per attempt, with what came of it and what comes next.
#pragma once

#include "sim/journal.hpp"
#include "sim/scenario/scenario.hpp"
#include "tools/drydock/labels.hpp"
#include "tools/drydock/outage_bands.hpp"
#include "tools/drydock/timeline_table.hpp"

#include <deque>
#include <map>
#include <optional>

namespace drydock::tools {

class timeline final : public sim::subscriber {
public:
    /// `what` must outlive the timeline.
    timeline(sim::scenario const& what, std::ostream& out, painter paint, timeline_limits limits);

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;
    /// After the last block.
    void finish();

private:
    // An attempt keeps its row open until it is known what came of it; rows go to the table in
    // the order in which they began.
    struct held_row {
        timeline_row row;
        model::instant began;
        model::attempt_number attempt;
        bool open = false;
        std::string detail = {};   // what was heard, on a line of its own; empty: nothing
        std::uint32_t effects = 0; // that a probe saw of one attempt
    };

    void apply(model::event const& e, model::sequence_number sequence);
    void tell(model::webhook_created const& body);
    void tell(model::webhook_updated const& body);
    void tell(model::webhook_deleted const& body);
    void tell(model::webhook_enabled const& body);
    void tell(model::webhook_disabled const& body);
    void tell(model::shipment_created const& body);
    void tell(model::shipment_scanned const& body);
    void tell(model::batch_created const& body);
    void tell(model::batch_status_changed const& body);
    void tell(model::rates_updated const& body);
    void tell(model::carrier_connected const& body);
    void tell(model::report_completed const& body);
    void tell(model::order_source_refresh_started const& body);
    void tell(model::order_source_refresh_completed const& body);
    void tell(model::order_source_refresh_failed const& body);
    void tell(model::sales_orders_imported const& body);
    void tell(model::delivery_requested const& body);
    void tell(model::event_unsubscribed const& body);
    void tell(model::attempt_started const& body);
    void tell(model::attempt_failed const& body);
    void tell(model::retry_scheduled const& body);
    void tell(model::attempt_deferred const& body);
    void tell(model::delivery_succeeded const& body);
    void tell(model::delivery_discarded const& body);
    void tell(model::delivery_cancelled const& body);
    void tell(model::effect_applied const& body);
    void tell(model::effect_skipped const& body);
    void tell(model::request_received const& body);
    void tell(model::request_answered const& body);
    void tell(model::call_sent const& body);
    void tell(model::call_answered const& body);
    void tell(model::tracking_started const& body);
    void tell(model::tracking_stopped const& body);
    void tell(model::label_created const& body);
    void tell(model::endpoint_changed const& body);
    void tell(model::request_captured const& body);
    void tell(model::clock_advanced const& body);
    void tell(model::timeline_added const& body);
    void tell(model::base_url_changed const& body);
    void tell(model::clock_mode_changed const& body);
    void tell_words(std::string words);

    model::duration shown_offset(model::instant at) const;
    timeline_row new_row() const;
    timeline_row row_of(model::delivery_number delivery) const;
    void tell_entity(model::subject who, std::string_view what, std::string words);
    std::string subject_cell(model::subject who) const;
    void hold(timeline_row row);
    void tell_edges(model::instant until);
    void tell_webhook(model::webhook_number webhook, std::string_view words);
    void tell_effect(model::delivery_number delivery, model::attempt_number attempt,
                     std::string_view words, tone wanted);
    void tell_answerer(held_row& held, model::answerer by) const;
    std::string detail_words(model::attempt_failed const& failure);
    held_row* open_row(model::delivery_number delivery);
    void close(model::delivery_number delivery, std::string_view then, tone wanted);
    void release();
    std::string attempt_cell(model::delivery_number delivery, model::attempt_number attempt) const;

    sim::scenario const& what_;
    timeline_table table_;
    outage_bands bands_;
    bool whole_seconds_;
    labels labels_;
    std::deque<held_row> held_;
    std::uint64_t released_ = 0; // rows that went to the table
    std::map<model::delivery_number, std::uint64_t> open_;
    std::uint64_t asked_ = 0;             // place of the row of the request that is being answered
    std::optional<std::uint64_t> called_; // the same of the call of another server
    model::event const* now_ = nullptr;   // the event being told
    model::event_type before_{};          // the one before it
    model::text_number last_detail_;      // that was told
    model::text_table const* texts_ = nullptr;
};

} // namespace drydock::tools
