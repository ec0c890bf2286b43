#include "sim/journal.hpp"

namespace drydock::sim {

journal::journal(std::vector<subscriber*> subscribers)
    : subscribers_{std::move(subscribers)}, block_(block_size)
{
}

void journal::flush()
{
    if (used_ == 0) return;
    model::sequence_number const first{last_.value - used_ + 1};
    for (auto* const each : subscribers_)
        each->on_block(std::span{block_}.first(used_), first, texts_);
    used_ = 0;
}

} // namespace drydock::sim
