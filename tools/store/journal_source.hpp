// A journal read back, from whatever file it is in.
#pragma once

#include "model/state.hpp"
#include "sim/journal.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace drydock::tools {

/// Some events of a journal that follow each other.
struct event_block {
    std::span<model::event const> events;
    model::sequence_number first; ///< place of the first one
};

/// Reads the blocks of a journal in order. What is wrong with a file ends it early, with failure().
class journal_source {
public:
    virtual ~journal_source() = default;

    /// Line 1 of the journal.
    std::string const& header() const { return header_; }
    /// The next block, good until the one after it; nothing at the end.
    virtual std::optional<event_block> next() = 0;
    /// All texts that the events so far refer to, perhaps more.
    model::text_table const& texts() const { return texts_; }

    bool good() const { return failure_.empty(); }
    /// The file's name and what is wrong with it.
    std::string const& failure() const { return failure_; }

    /// After the end: whether the file itself says that the run went on.
    bool is_cut_off() const { return cut_off_; }
    /// After the end: the digest of all events.
    virtual std::string digest() const = 0;

    /// A state not after `at`, from which next() goes on; the empty one unless the file holds any.
    /// REQUIRES: before the first next().
    virtual model::state start_near(model::instant at)
    {
        static_cast<void>(at);
        return {};
    }

    /// The digest of all events up to the block that holds `sequence`, and where that block ends.
    struct checkpoint {
        std::string digest;
        model::sequence_number first, last; ///< of the block
    };
    /// Nothing beyond the end, or when the file has none.
    virtual std::optional<checkpoint> checkpoint_of(model::sequence_number sequence)
    {
        static_cast<void>(sequence);
        return std::nullopt;
    }
    /// Makes next() go on with the block that holds `sequence`. REQUIRES: it has a checkpoint, and
    /// this is before the first next().
    virtual void skip_to(model::sequence_number sequence) { static_cast<void>(sequence); }

protected:
    explicit journal_source(std::string path) : path_{std::move(path)} {}
    /// Keeps the first complaint.
    void fail(std::string_view what);

    std::string path_, header_, failure_;
    model::text_table texts_;
    bool cut_off_ = false;
};

/// A source for the file, by what is in it; its failure() is set when it is no journal.
std::unique_ptr<journal_source> open_journal(std::string const& path);

} // namespace drydock::tools
