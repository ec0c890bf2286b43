// The numbers of a run's summary by their paths, such as "load.recovery.peak": what a sweep adds
// up, compares and writes to a table.
#pragma once

#include "sim/scenario/tree/tree.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::tools {

/// Exact: everything a summary counts or measures is a whole number of millionths.
struct measure {
    std::string path;
    std::int64_t millionths = 0;
};

/// All numbers of a `--summary json` object, save the seed and the real time that passed.
std::vector<measure> measures_of(sim::node const& summary);

/// "3", "0.25", and back.
std::string measure_text(std::int64_t millionths);
std::optional<std::int64_t> parse_measure(std::string_view text);

/// Empty, or why no summary has a number at that path.
std::string objection_to_measure(std::string_view path);

} // namespace drydock::tools
