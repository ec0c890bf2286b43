// Reports, which profile openapi-2026 tells of when they are ready.
#pragma once

#include "model/error.hpp"
#include "model/event_writer.hpp"
#include "model/state.hpp"

namespace drydock::model {

/// Makes the report if it is new; one that exists is completed anew.
struct complete_report {
    std::string_view id;
    std::string_view fields = {}; ///< JSON object: report_type, created_at, report_url
    std::string_view payload = {};
};

/// The report, and its delivery_requested or event_unsubscribed. Never refused.
refusal decide(state const& s, complete_report const& command, event_writer& out);

} // namespace drydock::model
