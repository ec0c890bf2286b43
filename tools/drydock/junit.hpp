// The JUnit XML that CI systems read: a suite is a file, a case is an expectation.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::tools {

struct junit_case {
    std::string name;
    std::optional<std::string> failure; ///< what broke
};
struct junit_suite {
    std::string file;
    std::vector<junit_case> cases;
    std::vector<std::string> errors; ///< why the file could not be run
    std::chrono::microseconds took{};
};

std::string junit_xml(std::vector<junit_suite> const& suites);

/// Text as it may stand in XML: special characters escaped, what XML cannot hold replaced.
std::string xml_text(std::string_view text);

} // namespace drydock::tools
