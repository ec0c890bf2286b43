// The scenario that is part of the program, made at build time from scenarios/.
#pragma once

#include <string_view>

namespace drydock::tools {

extern std::string_view const bundled_name;
extern std::string_view const bundled_text;

} // namespace drydock::tools
