// What people call the things of a journal: a fold over creations and requests.
#pragma once

#include "model/json/event_json.hpp"
#include "sim/journal.hpp"

#include <string>
#include <vector>

namespace drydock::tools {

class labels {
public:
    struct delivery {
        model::subject subject;
        model::webhook_number webhook;
        model::instant requested_at;
        std::string_view told; ///< the status of the scan it tells of, else a word for the event
    };

    /// REQUIRES: every event, in order.
    void apply(model::event const& e, model::sequence_number sequence);

    std::string subject(model::subject who, model::text_table const& texts) const
    {
        return names_.subject(who, texts);
    }
    std::string webhook(model::webhook_number number, model::text_table const& texts) const
    {
        return names_.webhook(number, texts);
    }
    model::webhook_event event_of(model::webhook_number number) const
    {
        return names_.event_of(number);
    }
    /// REQUIRES: it was requested.
    delivery const& at(model::delivery_number number) const
    {
        return deliveries_[number.value - 1];
    }

private:
    model::journal_names names_;
    std::vector<delivery> deliveries_;
    struct seen_scan {
        model::sequence_number sequence;
        model::scan_status status{};
    };
    std::vector<seen_scan> scans_; // in order: what is resent tells of an old one
};

/// One word for what an event tells of: "batch", "orders".
std::string_view short_name(model::webhook_event event);

/// An event in words, without its place and time: "attempt_failed   se-1 IT   delivery 1, ...".
std::string describe(model::event const& e, labels const& known, std::string_view json_line,
                     model::text_table const& texts);

} // namespace drydock::tools
