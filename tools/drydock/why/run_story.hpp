// A run by what happened to whom: scans, deliveries with their attempts, effects.
#pragma once

#include "sim/journal.hpp"
#include "tools/drydock/labels.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace drydock::tools {

struct told_attempt {
    std::uint16_t number = 1;
    std::string url;
    model::instant started_at;
    std::optional<model::instant> ended_at;
    model::attempt_outcome outcome;            ///< once it has ended
    std::optional<model::instant> effect_at;   ///< the receiver looked at it then
    std::optional<model::skip_reason> skipped; ///< and did nothing
    bool is_success = false;

    bool is_applied() const { return effect_at && !skipped; }
};

struct told_delivery {
    enum class fate : std::uint8_t { pending, delivered, discarded, cancelled };

    model::delivery_number number;
    std::string subject;
    model::webhook_event event{};
    model::scan_status status{}; ///< of the scan that it tells of, if it is one
    std::string told;            ///< "IT", or a word for the event
    std::string url;             ///< of the last attempt, else of its webhook
    model::instant requested_at;
    std::optional<model::instant> occurred_at; ///< of its scan
    std::vector<told_attempt> attempts;
    fate is = fate::pending;
    model::instant ended_at{};
    model::discard_reason reason{};           ///< if discarded
    std::optional<model::event_type> stopped; ///< if cancelled: what its webhook met

    std::size_t effects() const;
};

struct told_scan {
    model::instant at, occurred_at;
    model::scan_status status{};
};

/// An effect that brought its receiver back in time.
struct told_regression {
    model::delivery_number older, newer;
    model::instant older_at, newer_at; ///< of their effects; the older scan's comes later
};

class run_story final : public sim::subscriber {
public:
    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;

    std::vector<std::string> const& shipments() const { return shipments_; }
    /// None when the shipment had none.
    std::vector<told_scan> const& scans_of(std::string const& shipment) const;
    std::vector<told_delivery> const& deliveries() const { return deliveries_; }
    told_delivery const& at(model::delivery_number number) const
    {
        return deliveries_[number.value - 1];
    }
    /// Delivery and index of each attempt, in the order in which they started.
    std::vector<std::pair<model::delivery_number, std::size_t>> const& starts() const
    {
        return starts_;
    }
    std::vector<told_regression> const& regressions() const { return regressions_; }

private:
    void apply(model::event const& e, model::sequence_number sequence,
               model::text_table const& texts);
    void on_webhook(model::event const& e, model::text_table const& texts);
    void on_scanned(model::event const& e, model::sequence_number sequence,
                    model::text_table const& texts);
    void on_requested(model::event const& e, model::text_table const& texts);
    void on_started(model::event const& e);
    void on_failed(model::event const& e);
    void on_ended(model::event const& e);
    void on_applied(model::event const& e);
    told_attempt& attempt(model::delivery_number delivery, model::attempt_number number)
    {
        return deliveries_[delivery.value - 1].attempts[number.value - 1U];
    }

    labels known_;
    std::map<std::uint32_t, std::string> urls_;          // by webhook
    std::map<std::uint64_t, model::event_type> changes_; // of webhooks, by place
    std::map<std::uint64_t, told_scan> told_;            // by place
    std::vector<std::string> shipments_;                 // in order of creation
    std::map<std::string, std::vector<told_scan>> scans_;
    std::vector<told_delivery> deliveries_; // by number - 1
    std::vector<std::pair<model::delivery_number, std::size_t>> starts_;
    struct applied {
        model::instant occurred_at, at;
        model::delivery_number delivery;
    };
    std::map<std::pair<std::string, std::string>, applied> newest_; // by URL and subject
    std::vector<told_regression> regressions_;
};

} // namespace drydock::tools
