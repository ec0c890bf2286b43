#include "tools/drydock/watch.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

namespace drydock::tools {

namespace {

using namespace std::chrono_literals;

constexpr auto between_looks = 100ms;
constexpr auto until_settled = 30ms; // editors empty a file, then fill it

constexpr int no_run_finished = 128 + SIGINT; // what a shell says of a program that Ctrl-C ended

// A signal can reach nothing but a global.
volatile std::sig_atomic_t code_of_last_run = no_run_finished;

// Also in the middle of a run, however long.
extern "C" void end_watching(int)
{
    std::_Exit(code_of_last_run);
}

// Compares what stands in the files: neither clocks nor inodes tell as surely whether it changed.
std::string next_version(std::function<std::string()> const& look, std::string const& seen)
{
    for (;;) {
        std::this_thread::sleep_for(between_looks);
        auto found = look();
        if (found == seen) continue;
        std::this_thread::sleep_for(until_settled);
        if (found == look()) return found;
    }
}

} // namespace

int watch(console const& to, std::string_view what, std::function<std::string()> const& look,
          std::function<int()> const& run)
{
    auto seen = look();
    std::signal(SIGINT, end_watching);
    std::signal(SIGTERM, end_watching);
    for (;;) {
        if (to.machine.terminal) to.out << "\x1b[H\x1b[2J";
        auto const code = run();
        if (!to.out.flush()) return code;
        code_of_last_run = code;
        to.err << "watching " << printable(what) << "; Ctrl-C ends\n" << std::flush;
        seen = next_version(look, seen);
    }
}

} // namespace drydock::tools
