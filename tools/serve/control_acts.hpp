// What each route of the control API does: see the table in control.cpp.
#pragma once

#include "model/api/body.hpp"
#include "tools/serve/control.hpp"

namespace drydock::tools {

// The clock: control_clock.cpp.
control_answer get_clock(control_call const& asked);
control_answer put_clock(control_call const& asked);
control_answer advance_clock(control_call const& asked);
/// The clock as one who only looks sees it, without the deliveries that wait.
sim::node clock_node(engine& on, model::instant now);

// The world: control_world.cpp.
control_answer post_timeline(control_call const& asked);
control_answer get_state(control_call const& asked);
control_answer put_endpoints(control_call const& asked);
control_answer put_webhook(control_call const& asked);
control_answer test_webhook(control_call const& asked);
control_answer post_reset(control_call const& asked);
control_answer get_health(control_call const& asked);

// The journal: control_journal.cpp.
control_answer get_journal(control_call const& asked);
control_answer stream_journal(control_call const& asked);

// Bins: control_bins.cpp.
control_answer get_bin(control_call const& asked);
control_answer put_bin_rules(control_call const& asked);
control_answer put_bin_port(control_call const& asked);
control_answer get_bin_port(control_call const& asked);
control_answer delete_bin_port(control_call const& asked);
control_answer export_bin(control_call const& asked);
control_answer resend_from_bin(control_call const& asked);

// For the dashboard: dashboard/world_facts.cpp.
control_answer get_facts(control_call const& asked);
control_answer get_body(control_call const& asked);

// Scenarios beside the world: desk/desk_acts.cpp.
control_answer get_scenarios(control_call const& asked);
control_answer get_scenario(control_call const& asked);
control_answer get_schema(control_call const& asked);
control_answer post_check(control_call const& asked);
control_answer post_run(control_call const& asked);
control_answer post_diff(control_call const& asked);

// For Prometheus: metrics.cpp.
control_answer get_metrics(control_call const& asked);

/// The parts of a body, or what is wrong with it in one line.
struct control_body {
    model::api::member_reader members;
    std::string failure;
};
control_body read_control(control_call const& asked, std::span<std::string_view const> known);

/// A point in time as the control API takes it: RFC 3339, or an offset from the world's start.
std::optional<model::instant> read_time(control_call const& asked, std::string_view text);

} // namespace drydock::tools
