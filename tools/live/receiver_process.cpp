#include "tools/live/receiver_process.hpp"

#include "sim/http/client.hpp"
#include "tools/net/real_clock.hpp"
#include "tools/net/socket_connector.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <fmt/format.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace drydock::tools {

namespace asio = boost::asio;
namespace http = sim::http;

namespace {

constexpr std::chrono::milliseconds between_looks{20};
constexpr std::chrono::seconds to_say_goodbye{3};

[[noreturn]] void become(std::string const& command_line)
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM); // should drydock die without a word
    dup2(STDERR_FILENO, STDOUT_FILENO);
    execl("/bin/sh", "sh", "-c", command_line.c_str(), static_cast<char*>(nullptr));
    _exit(127);
}

// A terminal sends its signals to us alone: the receiver has a group of its own, so that all of it
// can be ended. Handlers may do little more than this.
std::atomic<pid_t> group_to_end = 0;
static_assert(std::atomic<pid_t>::is_always_lock_free);

constexpr int ending_signals[]{SIGINT, SIGTERM, SIGHUP};

extern "C" void end_group_and_die(int why)
{
    if (auto const group = group_to_end.load(); group != 0) kill(-group, SIGTERM);
    std::signal(why, SIG_DFL);
    std::raise(why);
}

void handle_endings(void (*handler)(int))
{
    for (auto const ending : ending_signals)
        std::signal(ending, handler);
}

/// Any certificate will do: nothing is told to what answers here.
asio::awaitable<bool> answers(http::client& ask, real_target to)
{
    http::request request;
    request.target = to.target;
    auto const heard =
        co_await ask.exchange(std::move(to.server), std::move(request), std::chrono::seconds{1});
    co_return heard.answer.has_value();
}

/// Asks again and again whether something answers.
class listener {
public:
    bool is_answered(real_target const& url)
    {
        auto heard = asio::co_spawn(context_, answers(ask_, url), asio::use_future);
        context_.run();
        context_.restart();
        return heard.get();
    }

private:
    asio::io_context context_{1};
    real_clock time_{context_.get_executor()};
    socket_connector way_{target_guard{}, client_context({.ca_file = {}, .verifies = false}).made};
    http::client ask_{way_, time_};
};

} // namespace

receiver_process::~receiver_process()
{
    if (group_ == 0) return;
    handle_endings(SIG_DFL);
    group_to_end = 0;
    kill(-group_, SIGTERM);
    auto const end = std::chrono::steady_clock::now() + to_say_goodbye;
    std::string how;
    while (!has_ended(how) && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(between_looks);
    kill(-group_, SIGKILL); // also what outlived its shell
    if (!is_gone_) waitpid(group_, nullptr, 0);
}

std::string receiver_process::start(std::string const& command_line)
{
    auto const child = fork();
    if (child < 0) return fmt::format("cannot start a process: {}", std::strerror(errno));
    if (child == 0) become(command_line);
    setpgid(child, child); // both do it: whoever comes first
    group_ = child;
    group_to_end = child;
    handle_endings(end_group_and_die);
    return {};
}

bool receiver_process::has_ended(std::string& how)
{
    int status = 0;
    if (group_ == 0 || is_gone_ || waitpid(group_, &status, WNOHANG) != group_) return is_gone_;
    is_gone_ = true;
    how = WIFEXITED(status) ? fmt::format("with exit code {}", WEXITSTATUS(status))
                            : fmt::format("by signal {}", WTERMSIG(status));
    return true;
}

bool receiver_process::is_answered(real_target const& url)
{
    return listener{}.is_answered(url);
}

std::string receiver_process::wait_for(real_target const& url)
{
    listener ask;
    auto const end = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < end) {
        if (ask.is_answered(url)) return {};
        std::string how;
        if (has_ended(how)) return fmt::format("what --start started ended {}", how);
        std::this_thread::sleep_for(between_looks);
    }
    return fmt::format("nothing answered at {} within {} s", url.url(), patience.count());
}

} // namespace drydock::tools
