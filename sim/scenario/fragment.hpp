// Parts of a scenario that come later, while it is played: read as they would be in a file whose
// start is now.
#pragma once

#include "sim/scenario/scenario.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::sim {

/// What a part is read against.
struct fragment_context {
    instant now;
    model::profile profile{};
    std::string_view base_url;
    std::span<model::webhook_event const> webhooks; ///< that exist now
};

struct timeline_fragment {
    std::vector<timeline_entry> entries;
    std::string text;    ///< as compact JSON
    std::string failure; ///< what is wrong, a line for each; nothing else is set then
};
/// `json` is an array of timeline entries, or one of them. A call of another server is refused.
timeline_fragment read_timeline(std::string_view json, fragment_context const& in);

struct endpoint_fragment {
    std::vector<endpoint> endpoints;
    std::string text;
    std::string failure;
};
/// `json` is an object like a scenario's `endpoints`.
endpoint_fragment read_endpoints(std::string_view json, fragment_context const& in);

} // namespace drydock::sim
