// The scenario of one webhook event and its receiver, from a few words.
#pragma once

#include "model/status.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace drydock::tools {

/// What `trigger` is told, as given. Without a value each has the usual one.
struct trigger_options {
    std::string event;
    std::optional<std::string> subject, status, tracking_number;
    std::uint32_t count = 1;
    std::string every = "1s"; ///< between two events

    std::vector<std::string> down;   ///< "0h..3h"
    std::string down_as = "refused"; ///< a status or a failure
    std::optional<std::string> fail; ///< the first `times` attempts
    std::optional<unsigned> respond; ///< instead of `fail`
    std::uint32_t times = 1;
    bool loses_ack = false; ///< the attempt after those
};

/// The text of a scenario, or why there is none.
struct trigger_scenario {
    std::string text;
    std::string failure;
};
/// What is written nowhere else is checked here; ids and times are the loader's to judge.
trigger_scenario make_trigger_scenario(trigger_options const& given);

} // namespace drydock::tools
