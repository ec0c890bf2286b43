// Line 1 of a journal: what it is the journal of.
#pragma once

#include "sim/scenario/load.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::tools {

enum class header_form {
    full,   ///< with the program's version and the resolved scenario: a journal that stands alone
    golden, ///< without both, which change when nothing that matters does
};

/// The scenario with all variables in their places. It must say when its run was, also where its
/// author wrote only "now".
sim::node as_played(sim::scenario const& what);

/// Line 1 of a journal, without its newline. Only of a live run is the transport told: all others
/// give the same journal.
std::string journal_header(sim::scenario const& what, header_form form, bool is_live = false);
/// The same of a world that is served, and may go on. `id` tells it from all other journals.
std::string served_journal_header(sim::scenario const& what, std::string_view id);

/// The header read back, or why it is none that this program reads.
struct header_fields {
    sim::node all; ///< the whole line as an object
    std::string failure;

    /// Whether the journal holds what was heard from outside.
    bool is_live() const;
    /// Whether it is of a world that was served: what came in is not what a scenario says.
    bool is_served() const;

    /// What tells the journal of a served world from all others; empty in others.
    std::string id() const;

    /// The scenario as JSON; empty in a golden.
    std::string scenario() const;
};
header_fields parse_header(std::string_view line);

/// The scenario that a journal is of, with what the options change, or why there is none. `journal`
/// names it in messages.
struct recorded_scenario {
    std::optional<sim::scenario> loaded;
    std::string failure;
};
recorded_scenario load_recorded(header_fields const& header, std::string const& journal,
                                sim::load_options const& options = {});

/// What two headers say differently, a line each. Scenarios are long: of them only the variables
/// and which other members differ are told.
std::vector<std::string> header_differences(header_fields const& a, header_fields const& b);

} // namespace drydock::tools
