// Where decide writes: the tail of the journal's open block. The journal guarantees room for
// `most_per_command` events before each command.
#pragma once

#include "model/event.hpp"
#include "model/text_table.hpp"

#include <span>

namespace drydock::model {

class event_writer {
public:
    static constexpr std::size_t most_per_command = 8;

    /// `tail` is where the event after `last` goes; `at` is the time of the command.
    event_writer(std::span<event> tail, instant at, sequence_number last, text_table& texts)
        : tail_{tail}, at_{at}, last_{last}, texts_{&texts}
    {
    }

    /// Writes one fact and gives its place in the journal, to be the cause of another.
    template <event_body T> sequence_number add(sequence_number cause, T const& body)
    {
        begin<T>(cause) = body;
        return last_;
    }

    /// The same for a fact that is filled in where it stands, with nothing in it yet.
    template <event_body T> T& begin(sequence_number cause)
    {
        ASSERT(count_ < tail_.size());
        auto& made = tail_[count_++];
        made = {.at = at_, .cause = cause, .type = T::type};
        ++last_.value;
        return *std::construct_at(reinterpret_cast<T*>(made.body.data()));
    }

    /// The place of the fact written last.
    sequence_number last() const { return last_; }

    /// The number of `text`, for the event that is added next.
    text_number intern(std::string_view text) { return texts_->intern(text, {last_.value + 1}); }

    /// The public id, as a number if it is of the generated form.
    entity_id intern_id(std::string_view id)
    {
        auto const numeric = numeric_part(id);
        return numeric != 0 ? entity_id{numeric, {}} : entity_id{0, intern(id)};
    }

    /// The texts of the journal so far. They stay where they are.
    text_table const& texts() const { return *texts_; }

    std::span<event const> written() const { return tail_.first(count_); }

private:
    std::span<event> tail_;
    std::size_t count_ = 0;
    instant at_;
    sequence_number last_;
    text_table* texts_;
};

} // namespace drydock::model
