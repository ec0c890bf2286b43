// How events are written in the blocks of a .db: what can be told from the events before is left
// out. Knows the frame of an event, but not what its body says, so that a new type needs nothing
// here.
//
// An event is three bytes and up to 40 more. The first byte is its type. The other two, as a
// little-endian number, hold eight times two bits from the lowest up: how long the fields are that
// follow. Each field is as many of the lowest bytes of a number, little-endian:
//
//   at      microseconds since the event before (the first one: since the epoch)    0, 1, 3 or 8
//   cause   how many events before this one it is; 0: the scenario                  0, 1, 3 or 8
//   body    six 32-bit words, each less that of the last event of the same type     0, 1, 2 or 4
//           in the block (the first one: less 0); the sign is in the lowest bit
#pragma once

#include "model/event.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace drydock::tools::db {

/// What the events so far say of the next one.
struct event_forecast {
    using bodies = std::array<std::array<std::uint64_t, 3>, 256>;

    std::uint64_t at = 0;       ///< of the last event, microseconds
    std::uint64_t sequence = 0; ///< of the next event
    bodies last{};              ///< of the last event, by type
};

/// Writes the events of one block.
class event_encoder {
public:
    /// The block begins with the event of that place in the journal.
    explicit event_encoder(model::sequence_number first) { begin(first); }
    /// Forgets what was written, and begins another block.
    void begin(model::sequence_number first);

    void add(std::span<model::event const> events);

    std::size_t count() const { return count_; }
    std::string_view bytes() const;

private:
    std::vector<unsigned char> bytes_;
    std::size_t size_ = 0, count_ = 0;
    event_forecast forecast_;
};

/// The `count` events of a block that begins with the event `first`. False when the bytes are not
/// of this form, or of more or fewer events.
bool decode_events(std::string_view bytes, model::sequence_number first, std::size_t count,
                   std::vector<model::event>& events);

} // namespace drydock::tools::db
