#include "tools/drydock/watch.hpp"

#include "tools/store/file.hpp"

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

bool is_same(file_text const& a, file_text const& b)
{
    return a.text == b.text && a.failure == b.failure;
}

// Compares what stands in the file: neither clocks nor inodes tell as surely whether it changed.
file_text next_version(std::string const& path, file_text const& seen)
{
    for (;;) {
        std::this_thread::sleep_for(between_looks);
        auto found = read_file(path);
        if (is_same(found, seen)) continue;
        std::this_thread::sleep_for(until_settled);
        if (is_same(found, read_file(path))) return found;
    }
}

} // namespace

int watch(console const& to, std::string const& path, std::function<int()> const& run)
{
    auto seen = read_file(path);
    if (seen.failure) return refuse(to, *seen.failure);
    std::signal(SIGINT, end_watching);
    std::signal(SIGTERM, end_watching);
    for (;;) {
        if (to.machine.terminal) to.out << "\x1b[H\x1b[2J";
        auto const code = run();
        if (!to.out.flush()) return code;
        code_of_last_run = code;
        to.err << "watching " << printable(path) << "; Ctrl-C ends\n" << std::flush;
        seen = next_version(path, seen);
    }
}

} // namespace drydock::tools
