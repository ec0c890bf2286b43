// The payloads that a scenario takes from files become part of it, so that a journal stands alone.
#pragma once

#include "sim/scenario/load.hpp"

namespace drydock::sim {

/// Replaces each "file" of a payload in the timeline by "body" with the file's text.
void take_in_payload_files(node& tree, load_options const& options,
                           std::vector<scenario_error>& errors);

/// The paths that the payloads of the timeline name as their files.
std::vector<std::string> payload_files(node const& tree);

} // namespace drydock::sim
