// The properties of effects, counted anew from the lines of a journal: every rule as one obvious
// loop over everything, with nothing forgotten on the way.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::oracle {

/// How often each of the four properties is violated, by its name. Each URL is a receiver of its
/// own.
std::map<std::string_view, std::uint64_t> count_violations(std::vector<std::string> const& lines);

} // namespace drydock::oracle
