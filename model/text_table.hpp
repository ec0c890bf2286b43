// The texts that events refer to by number: URLs, ids, captured fields. Part of the journal:
// append-only, numbered in order of first use, each remembering the event that first used it.
#pragma once

#include "model/id.hpp"

#include <deque>
#include <map>
#include <string>
#include <string_view>

namespace drydock::model {

class text_table {
public:
    text_table() = default;
    text_table(text_table const& other);
    text_table(text_table&&) = default;
    text_table& operator=(text_table other);
    ~text_table() = default;

    /// The number of `text`, new or known. `first_use` is kept only when it is new. The empty text
    /// is number 0.
    text_number intern(std::string_view text, sequence_number first_use);

    /// The number of `text` if it was interned before, else 0.
    text_number find(std::string_view text) const;

    /// REQUIRES: `number` came from this table. Number 0 is the empty text.
    std::string_view operator[](text_number number) const;

    /// The event that first used text `number`. Number 0 has none.
    sequence_number first_use(text_number number) const;

    /// How many texts there are; they are numbered 1 to size().
    std::uint32_t size() const { return static_cast<std::uint32_t>(entries_.size()); }

private:
    struct entry {
        std::string text;
        sequence_number first_use;
    };
    std::deque<entry> entries_; // a deque: the map's keys point into it
    std::map<std::string_view, text_number> numbers_;
};

} // namespace drydock::model
