// Which part of a sweep one process runs, and how a process that others started along with it finds
// that out.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace drydock::tools {

/// The runs of shard n of N are those whose place in the sweep, from 0, leaves n - 1 when divided
/// by N: all shards see all grid points, and early as well as late seeds.
struct shard {
    std::uint64_t number = 1; ///< from 1
    std::uint64_t of = 1;

    bool has(std::uint64_t run) const { return run % of == number - 1; }
    friend bool operator==(shard const&, shard const&) = default;
};

/// "shard 2 of 3".
std::string to_text(shard const& part);

/// A shard, or why there is none.
struct chosen_shard {
    shard part;
    std::string failure;
    std::string source; ///< what told it, for people; empty: nobody did
};

/// "2/3".
chosen_shard parse_shard(std::string_view text);

/// What `--shard` says, else what variables of the environment say, the first of these that is
/// there: Open MPI's mpirun, other process managers that speak PMI, Slurm's srun, a Kubernetes
/// indexed job; else the whole.
chosen_shard choose_shard(std::optional<std::string> const& asked,
                          std::map<std::string, std::string, std::less<>> const& variables);

} // namespace drydock::tools
