// How `sweep` and `merge` tell what came of a sweep.
#pragma once

#include "tools/drydock/command.hpp"
#include "tools/drydock/sweep/sweep_report.hpp"

#include <string>

namespace drydock::tools {

struct report_options {
    std::string worst;
    std::string csv;
    std::string summary = "text";

    /// Empty, or why they cannot be used.
    std::string objection(command_line const& app) const;
};

void add_report_options(command_line app, report_options& options);

/// Prints the report, writes the table, and gives the exit code.
int report(console const& to, swept const& what, report_options const& options);

} // namespace drydock::tools
