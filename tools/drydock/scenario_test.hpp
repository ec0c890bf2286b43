// One scenario file as a test: what it expects, its golden, and whether both held.
#pragma once

#include "tools/drydock/junit.hpp"
#include "tools/drydock/run_options.hpp"
#include "tools/drydock/scenario_source.hpp"

#include <string>

namespace drydock::tools {

struct test_options {
    run_options run;
    bool bless = false;
};

/// What came of one file.
struct test_report {
    int code = exit_bad_input;
    std::string headline; ///< "6 held", "1 of 6 failed", "blessed", ...
    std::string details;  ///< why it is no pass, with the line that repeats it
    std::string summary;  ///< as `--summary` and -v want it, or empty
    junit_suite suite;
};

/// Runs one file. With `bless` its golden is written: anew when it has one, or for the first time
/// when the file was named on the command line; never when something else failed.
test_report test_scenario(scenario_files::file const& file, test_options const& options,
                          environment const& machine);

} // namespace drydock::tools
