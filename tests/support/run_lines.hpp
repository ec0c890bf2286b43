// The journal of a run as lines, what stands in them, and where two of them part.
#pragma once

#include "sim/runner.hpp"
#include "tests/support/journal_lines.hpp"

namespace drydock::test {

inline std::vector<std::string> lines_of(sim::scenario const& plan)
{
    journal_lines lines;
    static_cast<void>(sim::run(plan, {&lines}));
    return lines.all;
}

/// The text or number that a line has under a key; empty when it has none.
inline std::string member(std::string const& line, std::string_view key)
{
    auto const name = '"' + std::string{key} + "\":";
    auto at = line.find(name);
    if (at == std::string::npos) return {};
    at += name.size();
    if (line[at] == '"') return line.substr(at + 1, line.find('"', at + 1) - at - 1);
    return line.substr(at, line.find_first_of(",}", at) - at);
}

/// The first line that differs; empty when all are equal.
inline std::string difference(std::vector<std::string> const& a, std::vector<std::string> const& b)
{
    auto const [ours, theirs] = std::ranges::mismatch(a, b);
    if (ours == a.end() && theirs == b.end()) return {};
    return (ours == a.end() ? "(ends)" : *ours) + "\n" + (theirs == b.end() ? "(ends)" : *theirs);
}

} // namespace drydock::test
