// A receiver that is started for a run and stopped after it.
#pragma once

#include "tools/live/target_map.hpp"

#include <chrono>
#include <string>
#include <sys/types.h>

namespace drydock::tools {

class receiver_process {
public:
    /// How long wait_for() waits at most.
    static constexpr std::chrono::seconds patience{30};

    receiver_process() = default;
    receiver_process(receiver_process const&) = delete;
    receiver_process& operator=(receiver_process const&) = delete;
    /// Stops it, with all that it has started; so does a signal that ends drydock.
    ~receiver_process();

    /// Runs a command line in a shell. Its output goes where our errors go. Says what is wrong, or
    /// nothing.
    std::string start(std::string const& command_line);

    /// Whether something answers HTTP there now, whatever it answers.
    static bool is_answered(real_target const& url);

    /// Waits until something answers HTTP there, whatever it answers. Says why it will not, or
    /// nothing.
    std::string wait_for(real_target const& url);

private:
    /// Whether it has ended by itself; its words for people then.
    bool has_ended(std::string& how);

    pid_t group_ = 0;
    bool is_gone_ = false;
};

} // namespace drydock::tools
