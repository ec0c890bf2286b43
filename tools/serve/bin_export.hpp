// What a bin took in, in forms that other programs read.
#pragma once

#include "sim/scenario/tree/tree.hpp"
#include "tools/serve/bin_record.hpp"

namespace drydock::tools {

/// As the control API shows it: whole, for it may be what a test is about.
sim::node record_json(bin_record const& record);

/// HTTP Archive 1.2. What is secret in headers and URLs is masked.
std::string to_har(std::vector<bin_record> const& records, std::string const& base_url);

/// A command for each, which sends the same again. What is secret is masked.
std::string to_curl(std::vector<bin_record> const& records, std::string const& base_url);

} // namespace drydock::tools
