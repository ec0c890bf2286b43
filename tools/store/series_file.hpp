// The load of a run over time, as a table: one bucket a row, comma-separated.
#pragma once

#include "sim/scenario/scenario.hpp"
#include "tools/store/file.hpp"
#include "tools/store/journal_sink.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace drydock::tools {

/// Line 1 of the file. `at` is where the bucket begins; `attempts` are those that start in it,
/// `first` of a delivery or `retries`; the others are what came to be known in it.
inline constexpr std::string_view series_columns =
    "at,attempts,first,retries,requested,delivered,failed,discarded";

/// Buckets of one length from the start of the run. Those in which nothing of this happens have no
/// row.
class series_file final : public journal_sink {
public:
    series_file(std::string path, model::instant start, model::duration bucket);

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;

    bool good() const override { return file_.good(); }
    std::optional<std::string> finish() override;

private:
    struct counts {
        std::uint64_t first = 0, retries = 0, requested = 0, delivered = 0, failed = 0,
                      discarded = 0;
        bool operator==(counts const&) const = default;
    };
    void count(model::event const& e);
    void close_bucket();

    part_file file_;
    model::instant from_; ///< of the open bucket
    model::duration bucket_;
    counts open_;
    std::string rows_;
};

} // namespace drydock::tools
