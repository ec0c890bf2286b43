// The scenarios that are part of the program, made at build time from scenarios/.
#pragma once

#include <span>
#include <string_view>

namespace drydock::tools {

struct bundled_text {
    std::string_view name; ///< without the "@" that the command line writes before it
    std::string_view text;
};

/// All of them, sorted by name.
std::span<bundled_text const> bundled_scenarios();

/// What `new` writes without --from.
std::string_view scenario_template();

} // namespace drydock::tools
