// The properties of what receivers did: status_never_regresses, at_most_one_effect, nothing_lost,
// receiver_converges. Only there when one of them is asked for.
#pragma once

#include "model/json/event_json.hpp"
#include "model/ordinal_map.hpp"
#include "model/property/delivery_window.hpp"
#include "model/property/property.hpp"
#include "model/property/webhook_history.hpp"

#include <map>

namespace drydock::model {

class effect_rules {
public:
    explicit effect_rules(property_options options);

    void apply(std::span<event const> block, sequence_number first, text_table const& texts);
    property_result result(property which, text_table const& texts) const;

private:
    struct told_scan { // what a delivery tells of; sequence 0: no scan
        sequence_number sequence;
        instant occurred_at;
        scan_status status{};
    };
    enum class fate : std::uint8_t { pending, delivered, discarded, cancelled };
    struct watched {
        told_scan scan;
        sequence_number requested;
        sequence_number ended;     // the event that ended it
        sequence_number duplicate; // the event that skipped it as one
        model::subject subject;
        webhook_number webhook;
        delivery_number resend_of; // the first of its chain
        late_effects late;
        fate is = fate::pending;
        bool applied = false;
        bool stale = false;
        bool resent = false; // a resend of it had an effect
        bool unseen = false; // went to a real receiver that nobody looks at

        // A resend is judged by the delivery whose body it carries.
        bool is_lost() const { return !applied && !stale && !resent && !resend_of; }
    };
    struct applied_scan {
        told_scan scan;
        sequence_number effect; // 0: nothing applied yet
        delivery_number delivery;
    };
    struct seen_shipment {
        entity_id id;
        told_scan newest;
        told_scan shown; // of the last effect applied
        sequence_number effect;
        bool told = false;      // a delivery was requested for it
        status_set ends = 0;    // it is forgotten once its story has ended with one of these
        std::uint32_t open = 0; // deliveries that are not forgotten

        bool has_converged() const { return effect && shown.status == newest.status; }
    };

    void apply(event const& e, sequence_number sequence, text_table const& texts);
    void on_named(event const& e);
    void on_scan(shipment_scanned const& scan, sequence_number sequence);
    void on_requested(event const& e, sequence_number sequence);
    void on_ended(delivery_number number, fate how, sequence_number sequence);
    void on_heard(delivery_number number, sequence_number started, text_table const& texts);
    void on_applied(event const& e, sequence_number sequence, text_table const& texts);
    void on_skipped(effect_skipped const& skip, sequence_number sequence);
    delivery_number original_of(delivery_requested const& request);
    void make_good(delivery_number original);
    told_scan scan_at(sequence_number told) const;
    void forget_if_done(delivery_number number, watched const& w);
    void judge_once(effect_applied const& effect, watched const& w, sequence_number sequence);
    void judge_order(event const& e, watched const& w, sequence_number sequence,
                     text_table const& texts);
    property_result judge(property which, text_table const& texts) const;
    property_result lost(text_table const& texts) const;
    property_result diverged(text_table const& texts) const;
    violation describe_lost(delivery_number number, watched const& w,
                            text_table const& texts) const;
    violation describe_diverged(seen_shipment const& s, text_table const& texts) const;

    std::uint32_t receiver(text_number url, text_table const& texts);
    applied_scan& newest_applied(std::uint32_t receiver, shipment_number subject);
    seen_shipment& at(shipment_number number) { return *shipments_.find(number.value); }
    void close(model::subject subject);
    void forget_if_over(shipment_number number);
    std::string subject_of(watched const& w, text_table const& texts) const;
    std::string describe(told_scan const& scan) const;

    property_options options_;
    std::uint64_t deliveries_ = 0;
    std::uint64_t effects_ = 0;
    std::uint64_t not_observed_ = 0; // deliveries
    property_result regressed_, repeated_;
    told_scan last_scan_;
    std::vector<told_scan> scans_; // in order, of shipments that are not forgotten
    journal_names names_;
    delivery_window<watched> window_;
    webhook_history webhooks_;
    std::map<delivery_number, delivery_number> originals_; // by resend
    ordinal_map<seen_shipment> shipments_;
    std::uint64_t forgotten_ = 0;                    // shipments that were told, and converged
    std::map<text_number, std::uint32_t> receivers_; // by URL
    std::vector<ordinal_map<applied_scan>> newest_applied_; // by receiver, then shipment
};

} // namespace drydock::model
