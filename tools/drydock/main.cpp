// The only place that asks the machine: its clock, its terminal, its environment.
#include "tools/drydock/command.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace {

// A defect must not look like a failed expectation, whatever the shell makes of a signal.
extern "C" void exit_after_defect(int)
{
    std::_Exit(drydock::tools::exit_defect);
}

bool colour_is_wanted()
{
    auto const* const unwanted = std::getenv("NO_COLOR");
    return unwanted == nullptr || *unwanted == '\0';
}

std::map<std::string, std::string, std::less<>> variables_of_process()
{
    std::map<std::string, std::string, std::less<>> all;
    for (auto const* const* each = environ; *each != nullptr; ++each) {
        std::string_view const text{*each};
        auto const equals = text.find('=');
        if (equals != text.npos) all.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return all;
}

} // namespace

int main(int count, char** words)
{
    using namespace std::chrono;
    std::signal(SIGABRT, exit_after_defect);
    std::ios::sync_with_stdio(false);
    try {
        std::vector<std::string> const args(words + (count > 0 ? 1 : 0), words + count);
        auto const terminal = isatty(STDOUT_FILENO) != 0;
        drydock::tools::environment const machine{
            .terminal = terminal,
            .colour = terminal && colour_is_wanted(),
            .now = floor<microseconds>(system_clock::now()),
            .error_terminal = isatty(STDERR_FILENO) != 0,
            .variables = variables_of_process(),
        };
        return drydock::tools::run_program(args, std::cout, std::cerr, machine);
    } catch (std::exception const& error) {
        std::cerr << "drydock: defect: " << error.what() << '\n';
        return drydock::tools::exit_defect;
    }
}
