#include "tools/drydock/sweep/shard.hpp"

#include "tools/drydock/sweep/seed_range.hpp"

#include <fmt/format.h>

#include <array>

namespace drydock::tools {

namespace {

constexpr std::uint64_t most_shards = 1'000'000;

/// Who starts many processes, and where it tells each its rank, from 0, and how many there are.
struct launcher {
    std::string_view rank, size;
};
constexpr std::array launchers{
    launcher{"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"},
    launcher{"PMI_RANK", "PMI_SIZE"},
    launcher{"SLURM_PROCID", "SLURM_NTASKS"},
    // Kubernetes tells no count: the job's manifest sets this one beside its completions.
    launcher{"JOB_COMPLETION_INDEX", "DRYDOCK_SHARDS"},
};

chosen_shard told_by(launcher const& by, std::string const& rank, std::string const* size)
{
    if (size == nullptr)
        return {
            {},
            fmt::format("{} is set, but not {}: expected both, or --shard I/N", by.rank, by.size),
            {}};
    auto const place = parse_number(rank), count = parse_number(*size);
    auto const told = fmt::format("{} is {}, {} is {}", by.rank, rank, by.size, *size);
    if (!place || !count || *count == 0 || *count > most_shards || *place >= *count)
        return {{}, told + ": expected a rank from 0 and a number of processes above it", {}};
    return {{*place + 1, *count}, {}, told};
}

} // namespace

std::string to_text(shard const& part)
{
    return fmt::format("shard {} of {}", part.number, part.of);
}

chosen_shard parse_shard(std::string_view text)
{
    auto const slash = text.find('/');
    auto const number = parse_number(text.substr(0, slash));
    auto const of = parse_number(slash == text.npos ? "" : text.substr(slash + 1));
    if (!number || !of || *number == 0 || *number > *of || *of > most_shards)
        return {{},
                fmt::format("--shard: expected I/N with I from 1 to N, such as 2/3, found \"{}\"",
                            text),
                {}};
    return {{*number, *of}, {}, {}};
}

chosen_shard choose_shard(std::optional<std::string> const& asked,
                          std::map<std::string, std::string, std::less<>> const& variables)
{
    if (asked) return parse_shard(*asked);
    for (auto const& by : launchers) {
        auto const rank = variables.find(by.rank);
        if (rank == variables.end()) continue;
        auto const size = variables.find(by.size);
        return told_by(by, rank->second, size == variables.end() ? nullptr : &size->second);
    }
    return {};
}

} // namespace drydock::tools
