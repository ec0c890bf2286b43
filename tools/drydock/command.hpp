// The program `drydock` as functions, so that tests can call it in process. main.cpp only wraps
// run_program; each subcommand has a file of its own: it parses, calls and prints.
#pragma once

#include "model/time.hpp"
#include "tools/drydock/command_line.hpp"
#include "tools/drydock/terminal.hpp"

#include <functional>
#include <map>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

namespace drydock::tools {

/// What scripts rely on. Never 0 when nothing ran.
enum exit_code : int {
    exit_held = 0,
    exit_failed = 1,      ///< an expectation or property failed
    exit_bad_input = 2,   ///< bad usage, a bad scenario, a file that cannot be read or written
    exit_unreachable = 3, ///< a real target was not reachable
    exit_defect = 4,      ///< nondeterminism or a broken internal invariant
};

/// What the program knows of the machine it runs on. The defaults suit tests.
struct environment {
    bool terminal = false;       ///< the output is one
    bool colour = false;         ///< it is, and NO_COLOR is unset
    model::instant now{};        ///< for scenarios that start "now"
    bool error_terminal = false; ///< the error stream is one
    /// What the environment of the process says, by name.
    std::map<std::string, std::string, std::less<>> variables = {};
};

/// Where a command prints, and what it knows of the machine.
struct console {
    std::ostream& out;
    std::ostream& err;
    environment const& machine;

    painter paint() const { return painter{machine.colour}; }
};

/// Runs one command line (without the program's name) and gives its exit code.
int run_program(std::span<std::string const> args, std::ostream& out, std::ostream& err,
                environment const& machine = {});

/// One subcommand: its options, and what it does once they are parsed.
struct command {
    command_line options;
    std::function<int(console const&)> act;
};
command add_run_command(command_line program);
command add_check_command(command_line program);
command add_test_command(command_line program);
command add_sweep_command(command_line program);
command add_merge_command(command_line program);
command add_trigger_command(command_line program);
command add_list_command(command_line program);
command add_new_command(command_line program);
command add_schema_command(command_line program);
command add_replay_command(command_line program);
command add_diff_command(command_line program);
command add_export_command(command_line program);
command add_sign_command(command_line program);
command add_verify_command(command_line program);
command add_compare_command(command_line program);
command add_policies_command(command_line program);
command add_explore_command(command_line program);
command add_shrink_command(command_line program);
command add_why_command(command_line program);
command add_serve_command(command_line program);
command add_ctl_command(command_line program);

/// "drydock: <message>" on the error stream, and exit_bad_input.
int refuse(console const& to, std::string_view message);

/// The version of the program, as the journal's header has it.
std::string_view program_version();

} // namespace drydock::tools
