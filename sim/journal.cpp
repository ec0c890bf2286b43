#include "sim/journal.hpp"

namespace drydock::sim {

journal::journal(std::vector<subscriber*> subscribers)
    : subscribers_{std::move(subscribers)}, block_(block_size)
{
}

model::event_writer journal::open(model::instant now)
{
    ASSERT(now >= now_);
    now_ = now;
    if (block_size - used_ < model::event_writer::most_per_command) flush();
    auto& context = model::current_assert_context();
    context.now_us = now.time_since_epoch().count();
    context.sequence = last_.value;
    return {std::span{block_}.subspan(used_), now, last_, texts_};
}

std::span<model::event const> journal::commit(model::event_writer const& writer)
{
    auto const written = writer.written();
    ASSERT(written.empty() || written.data() == block_.data() + used_);
    used_ += written.size();
    last_.value += written.size();
    return written;
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
