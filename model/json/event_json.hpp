// An event as one line of JSON and back. Ids are written as people know them ("se-1", "5515"), so
// both directions follow the creations in the stream.
#pragma once

#include "model/event.hpp"
#include "model/text_table.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace drydock::model {

/// Ids by ordinal: a fold over creations.
class journal_names {
public:
    void apply(event const& e);

    std::string webhook(webhook_number number, text_table const& texts) const;
    std::string subject(model::subject who, text_table const& texts) const;
    /// What a delivery was requested for; number 0 for one never seen.
    webhook_event event_of(webhook_number number) const;
    entity_id subject_id(model::subject who) const;
    std::uint32_t webhook_count() const { return static_cast<std::uint32_t>(webhooks_.size()); }
    std::uint32_t shipment_count() const
    {
        return static_cast<std::uint32_t>(of(subject_kind::shipment).size());
    }

private:
    struct webhook_name {
        entity_id id;
        webhook_event event;
    };
    std::vector<webhook_name> webhooks_;
    std::vector<entity_id> const& of(subject_kind kind) const
    {
        return subjects_[static_cast<std::size_t>(kind)];
    }

    std::array<std::vector<entity_id>, subject_kinds> subjects_; // by ordinal - 1
};

/// Writes events as JSON lines, in journal order.
class event_json_writer {
public:
    /// Appends one line without its newline.
    void append(std::string& out, event const& e, sequence_number sequence,
                text_table const& texts);

    /// For an event whose line nobody wants: later lines may name what it creates.
    void skip(event const& e) { names_.apply(e); }

private:
    journal_names names_;
};

/// Reads the lines that event_json_writer writes. Strict: an unknown, missing or repeated key and a
/// wrong sequence number are errors.
class event_json_reader {
public:
    /// The event, or a message that says what was expected. Texts are interned into `texts`.
    std::variant<event, std::string> parse(std::string_view line, text_table& texts);

private:
    friend struct event_parser;
    std::map<std::string, webhook_number, std::less<>> webhook_numbers_;
    std::vector<webhook_event> webhook_events_; // by number - 1
    using numbers = std::map<std::string, std::uint32_t, std::less<>>;
    std::array<numbers, subject_kinds> subject_numbers_;
    std::uint64_t last_ = 0;
};

} // namespace drydock::model
