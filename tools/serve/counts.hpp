// What has happened in a served world, counted: a fold over its journal.
#pragma once

#include "sim/journal.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace drydock::tools {

struct served_counts {
    std::uint64_t requests = 0, captures = 0;
    std::uint64_t requested = 0, delivered = 0, discarded = 0, cancelled = 0, unsubscribed = 0;
    std::map<std::string, std::uint64_t> attempts;  ///< by outcome: "http_200"
    std::map<std::uint16_t, std::uint64_t> answers; ///< by status
};

class counts_fold final : public sim::subscriber {
public:
    void on_block(std::span<model::event const> block, model::sequence_number,
                  model::text_table const&) override;

    served_counts const& result() const { return counts_; }

private:
    served_counts counts_;
};

/// What happened between the two, for whom it has to be told in a few numbers.
served_counts difference(served_counts const& after, served_counts const& before);

} // namespace drydock::tools
