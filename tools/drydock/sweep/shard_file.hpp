// The results of one shard as a file that says itself what it is of. README.md has the format.
#pragma once

#include "tools/drydock/sweep/shard.hpp"
#include "tools/drydock/sweep/sweep_plan.hpp"
#include "tools/drydock/sweep/sweep_results.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::tools {

struct shard_file {
    std::string name; ///< for messages
    sweep_plan plan;
    shard part;
    sweep_results results;
};

/// "shard-2-of-3.jsonl".
std::string shard_file_name(shard const& part);

std::string shard_text(sweep_plan const& plan, shard const& part, sweep_results const& results);

/// The file, or why it is none that this program reads.
struct parsed_shard {
    std::optional<shard_file> file;
    std::string failure;
};
parsed_shard parse_shard_file(std::string_view text, std::string name);
/// The same of its first line alone: a shard without runs.
parsed_shard parse_shard_header(std::string_view line, std::string name);

/// All shards in a folder, by number, or why they cannot be read together: they are not of one
/// sweep, or two files are the same shard. A folder that is not there has none. Of shards that are
/// not `wanted` only the first line is read; without one, all are.
struct shard_folder {
    std::vector<shard_file> shards;
    std::string failure;
};
shard_folder read_shards(std::string const& folder, std::optional<shard> const& wanted = {});

} // namespace drydock::tools
