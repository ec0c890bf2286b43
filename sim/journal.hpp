// The journal while it is written: one open block of events, handed to subscribers when full. The
// stream is the only truth; whoever wants to know something folds it.
#pragma once

#include "model/event_writer.hpp"
#include "model/state.hpp"
#include "model/text_table.hpp"

#include <span>
#include <vector>

namespace drydock::sim {

/// Sees every event exactly once, in order, in blocks.
class subscriber {
public:
    virtual ~subscriber() = default;

    /// Called once, before the first block. At each block `folded` is what the events amount to, up
    /// to the last one of that block; it lives as long as the run.
    virtual void on_start(model::state const& folded) { static_cast<void>(folded); }

    /// `first` is the place of block[0] in the journal. `texts` holds all texts that the block
    /// refers to, perhaps more.
    virtual void on_block(std::span<model::event const> block, model::sequence_number first,
                          model::text_table const& texts) = 0;
};

class journal {
public:
    static constexpr std::size_t block_size = 1024;

    /// The subscribers must outlive the journal. They are called in this order.
    explicit journal(std::vector<subscriber*> subscribers);

    /// Where the next command at time `now` writes. Room for most_per_command events is sure.
    model::event_writer open(model::instant now)
    {
        ASSERT(now >= now_);
        now_ = now;
        if (block_size - used_ < model::event_writer::most_per_command) [[unlikely]]
            flush();
        context_->now_us = now.time_since_epoch().count();
        context_->sequence = last_.value;
        return {{block_.data() + used_, block_size - used_}, now, last_, texts_};
    }

    /// Takes what `writer` wrote into the journal and returns it, with the place of its first
    /// event. The span is good until the next open().
    std::span<model::event const> commit(model::event_writer const& writer)
    {
        auto const written = writer.written();
        ASSERT(written.empty() || written.data() == block_.data() + used_);
        used_ += written.size();
        last_.value += written.size();
        return written;
    }

    /// Hands the open block to the subscribers.
    void flush();

    model::sequence_number last() const { return last_; }
    model::text_table const& texts() const { return texts_; }
    /// The time of the last event; the start of time when there is none.
    model::instant now() const { return now_; }

private:
    std::vector<subscriber*> subscribers_;
    model::assert_context* context_ = &model::current_assert_context(); // of this thread
    std::vector<model::event> block_;
    std::size_t used_ = 0;
    model::sequence_number last_;
    model::instant now_{};
    model::text_table texts_;
};

/// Keeps every event, for tests and for comparing runs.
class memory_journal final : public subscriber {
public:
    void on_block(std::span<model::event const> block, model::sequence_number,
                  model::text_table const& texts) override
    {
        events.insert(events.end(), block.begin(), block.end());
        texts_ = &texts;
    }
    std::vector<model::event> events;

private:
    model::text_table const* texts_ = nullptr;
};

} // namespace drydock::sim
