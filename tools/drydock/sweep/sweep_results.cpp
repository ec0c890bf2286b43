#include "tools/drydock/sweep/sweep_results.hpp"

#include "model/assert.hpp"
#include "sim/digest.hpp"

namespace drydock::tools {

void sweep_results::add(std::uint64_t run, run_record record, std::vector<measure> const& measures)
{
    for (auto const& [path, millionths] : measures) {
        auto const column = column_of(path);
        if (column >= record.measures.size()) record.measures.resize(column + 1);
        record.measures[column] = millionths;
    }
    auto const is_new = runs_.emplace(run, std::move(record)).second;
    ASSERT(is_new);
}

void sweep_results::merge(sweep_results const& other)
{
    ASSERT(points() == other.points());
    std::vector<std::size_t> columns(other.columns_.size());
    for (auto const& [path, theirs] : other.columns_)
        columns[theirs] = column_of(path);
    for (auto const& [run, theirs] : other.runs_) {
        run_record ours{.digest = theirs.digest, .failed = theirs.failed, .measures = {}};
        ours.measures.resize(columns_.size());
        for (std::size_t i = 0; i < theirs.measures.size(); ++i)
            ours.measures[columns[i]] = theirs.measures[i];
        auto const is_new = runs_.emplace(run, std::move(ours)).second;
        ASSERT(is_new);
    }
    for (std::size_t point = 0; point < points(); ++point)
        add_latencies(point, other.latencies_[point]);
}

std::optional<std::int64_t> sweep_results::value(run_record const& record,
                                                 std::string_view path) const
{
    auto const column = columns_.find(path);
    if (column != columns_.end() && column->second < record.measures.size())
        if (auto const found = record.measures[column->second]) return found;
    return path.starts_with("attempts.by_outcome.") ? std::optional<std::int64_t>{0} : std::nullopt;
}

std::string sweep_results::digest() const
{
    std::string all;
    for (auto const& [run, record] : runs_)
        all += record.digest + '\n';
    return sim::digest_of(all);
}

std::size_t sweep_results::column_of(std::string const& path)
{
    return columns_.emplace(path, columns_.size()).first->second;
}

} // namespace drydock::tools
