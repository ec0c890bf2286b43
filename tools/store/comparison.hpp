// Where do two journals, or a journal and a new run, say different things? And why?
#pragma once

#include "model/json/event_json.hpp"
#include "tools/store/journal_source.hpp"

#include <optional>
#include <string>
#include <vector>

namespace drydock::tools {

/// Reads a journal event by event.
class event_cursor {
public:
    explicit event_cursor(journal_source& from) : from_{&from} {}

    /// The event at here(); null at the end. Good until advance().
    model::event const* peek();
    void advance() { ++next_; }

    /// Place of the event that peek() gave; after the end, of one more.
    model::sequence_number here() const { return {block_.first.value + next_}; }
    model::text_table const& texts() const { return from_->texts(); }

private:
    journal_source* from_;
    event_block block_{{}, {1}};
    std::size_t next_ = 0;
};

/// Compares two journals at the same place, going forward.
class event_comparer {
public:
    /// Texts count by what they say: the same number may stand for another text.
    bool is_same(model::event const& a, model::text_table const& texts_of_a, model::event const& b,
                 model::text_table const& texts_of_b, model::sequence_number here);

private:
    std::uint32_t texts_seen_ = 0;
};

/// The first place where two journals differ, or nothing. Of two that have checkpoints only the
/// block that matters is read. A source that fails ends it: ask for good() afterwards.
std::optional<model::sequence_number> first_difference(journal_source& a, journal_source& b);

/// Follows a new run beside a journal, up to the first difference.
class rerun_comparison final : public sim::subscriber {
public:
    explicit rerun_comparison(journal_source& recorded) : recorded_{recorded} {}

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;

    struct difference {
        model::sequence_number at;
        std::string line;             ///< of the new run; empty: it had ended
        model::sequence_number cause; ///< of that event
    };
    /// After the run. That the journal has fewer events is no difference.
    std::optional<difference> result();

    /// After the run: events that both have, or the new run has.
    std::uint64_t events_in_common() const { return common_; }
    std::uint64_t events_of_run() const { return events_; }

private:
    event_cursor recorded_;
    event_comparer comparer_;
    model::event_json_writer lines_;
    std::uint64_t common_ = 0, events_ = 0;
    std::optional<difference> found_;
};

/// The line of an event, then those of its causes up to the scenario. Reads the journal up to the
/// event, twice. Empty when the journal has no such event.
std::vector<std::string> cause_chain(std::string const& path, model::sequence_number event);

/// One side of a difference, for people: the event of that side and why it came about. No lines:
/// the side had ended.
std::string side_text(std::string_view name, std::vector<std::string> const& lines);

} // namespace drydock::tools
