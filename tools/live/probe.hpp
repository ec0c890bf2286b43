// A look at a real receiver: how often did it do its work, and what does it show?
#pragma once

#include "sim/http/message.hpp"
#include "sim/scenario/scenario.hpp"
#include "tools/live/target_map.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace drydock::tools {

/// The URL to get for one payload, or nothing when the scenario's is none.
std::optional<real_target> probe_target(sim::probe_plan const& plan, std::string_view subject,
                                        std::string_view body);

struct probe_answer {
    std::uint64_t effects = 0;
    model::scan_status shows{}; ///< unset: none
};
/// What an answer tells. A 404, and a pointer that leads nowhere or to null, is no effect yet.
/// Nothing when the answer is of no use; `why` then says so, for people.
std::optional<probe_answer> read_probe(sim::probe_plan const& plan,
                                       sim::http::response const& answer, std::string& why);

} // namespace drydock::tools
