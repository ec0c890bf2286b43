// What came of the runs of a sweep. Results of disjoint sets of runs merge into what the results of
// all of them are, in whatever order.
#pragma once

#include "sim/histogram.hpp"
#include "tools/drydock/sweep/measures.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::tools {

/// One run. Its measures stand in the columns of the results that it is part of.
struct run_record {
    std::string digest;
    std::vector<std::string> failed; ///< names of the expectations and properties that did not hold
    std::vector<std::optional<std::int64_t>>
        measures; ///< millionths; the last ones may be left out

    bool held() const { return failed.empty(); }
};

class sweep_results {
public:
    using run_map = std::map<std::uint64_t, run_record>;

    explicit sweep_results(std::size_t points) : latencies_(points) {}

    /// REQUIRES: the run is not there yet.
    void add(std::uint64_t run, run_record record, std::vector<measure> const& measures);
    /// Latencies of runs of a grid point.
    void add_latencies(std::size_t point, sim::histogram const& latencies)
    {
        latencies_[point].merge(latencies);
    }

    /// REQUIRES: both are of one sweep and have no run in common.
    void merge(sweep_results const& other);

    /// By number.
    run_map const& runs() const { return runs_; }
    /// Latencies of what was delivered, in microseconds, of all runs of a grid point.
    sim::histogram const& latencies(std::size_t point) const { return latencies_[point]; }
    std::size_t points() const { return latencies_.size(); }

    /// The paths of all measures, by name, each with its column.
    std::map<std::string, std::size_t, std::less<>> const& columns() const { return columns_; }
    /// A measure of one run. Outcomes that no attempt had are counted as 0.
    std::optional<std::int64_t> value(run_record const& record, std::string_view path) const;

    /// The hash of the runs' digests in order: XXH3-128 over each one's 32 digits and a line feed.
    std::string digest() const;

private:
    std::size_t column_of(std::string const& path);

    run_map runs_;
    std::vector<sim::histogram> latencies_; // by point
    std::map<std::string, std::size_t, std::less<>> columns_;
};

} // namespace drydock::tools
