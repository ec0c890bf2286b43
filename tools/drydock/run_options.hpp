// What `run` and `test` take alike: changes to the scenario, outputs, and how much to print.
#pragma once

#include "sim/scenario/load.hpp"
#include "tools/drydock/command.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::tools {

struct run_options {
    // As given on the command line; load_options() reads them.
    std::optional<std::string> seed, policy, profile, until;
    std::vector<std::string> vars, sets;

    std::string journal;
    std::string html;          ///< a file for the run as a page; empty: none
    std::string series;        ///< a file for the load over time; empty: none
    std::string bucket = "1m"; ///< of the series
    std::string summary = "text";
    std::string transport; ///< empty: see transport_name()
    std::string pace = "max";

    // Of live runs; live_options_of() reads them.
    std::vector<std::string> endpoints, allowed_hosts;
    std::string ca_file;
    std::string live_latency = "measured";
    std::optional<std::string> sign_time, sign_key, start, wait_for;
    std::optional<std::uint16_t> api_port;
    unsigned in_flight = 1;
    bool insecure = false;
    bool plain = false;
    bool no_preflight = false;

    bool verify_determinism = false;
    bool watch = false; ///< `run` only
    bool quiet = false;
    bool verbose = false;

    /// Whether the command line changes what the scenario's file says.
    bool change_scenario() const
    {
        return seed || policy || profile || until || !vars.empty() || !sets.empty();
    }
    bool is_live() const
    {
        return transport == "live" || (transport.empty() && !endpoints.empty());
    }
    /// Whether virtual time keeps to real time.
    bool is_paced() const { return pace != "max"; }
    bool summary_is_json() const { return summary == "json"; }
};

/// Declares the options that only change the scenario: what `check` takes too.
void add_scenario_options(command_line command, run_options& options);
/// Declares all of them.
void add_run_options(command_line command, run_options& options);

/// Empty, or why the options cannot be used: the first one that has a value that it cannot have.
std::string objection(command_line const& command, run_options const& options);

/// What the loader is asked for, or why it cannot be asked.
struct loader_request {
    sim::load_options options;
    std::string failure;
};
loader_request load_options(run_options const& options, environment const& machine);

/// Which transport is meant: without a name, live when an endpoint is given, wire when nothing else
/// can play the scenario, else direct.
std::string_view transport_name(run_options const& options, sim::scenario const& what);

/// The command that repeats a run of a file: "drydock run outage.json --seed 7 --var down_for=5h".
std::string repro_line(std::string_view file, sim::scenario const& what,
                       run_options const& options);
/// The options of that command, each behind a blank.
std::string repro_options(sim::scenario const& what, run_options const& options);

} // namespace drydock::tools
