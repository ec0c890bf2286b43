// What a journal's .db file looks like: an SQLite database of three tables.
//
//   journal    one row: the header line; when finished also the number of events and the digest
//   blocks     block_size events a row (the last one may have fewer): the events as event_code.hpp
//              says, the texts that they are the first to use, and the digest of the journal up to
//              there. blocks_by_time finds the block of a point in time (microseconds)
//   snapshots  states, now and then. A cache: what does not fit is passed over
//
// Every row has a checksum over all of it. A file that is not finished has a prefix of its run.
// In format 1 events stood in their blocks as they are in memory. Such rows have 48 bytes an event,
// more than any other; they are read in a file of either format.
#pragma once

#include "model/event.hpp"
#include "tools/store/database.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace drydock::tools::db {

/// "DRYD": SQLite's application id of a journal.
inline constexpr std::uint32_t application_id = 0x44525944;
/// SQLite's user version. Raised when a reader of today would misread.
inline constexpr std::uint32_t format = 2;

/// Events of a full block. Two journals of one format have their blocks in the same places.
inline constexpr std::size_t block_size = 4096;

/// A time as rows have it.
constexpr std::int64_t micros(model::instant at)
{
    return at.time_since_epoch().count();
}

/// The bytes of a file that is an empty journal.
std::string empty_journal(std::string_view header);

/// What a row says of its block, beside texts and events.
struct block_row {
    std::int64_t first = 0; ///< place of its first event in the journal
    std::int64_t count = 0;
    std::int64_t first_at = 0, last_at = 0; ///< microseconds since the Unix epoch
    std::string digest;                     ///< of all events up to the last one of the block
};
/// SQL that adds a block, for write_block().
inline constexpr std::string_view insert_block =
    "INSERT INTO blocks VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
/// Adds a block. `texts` is what append_text() made, `events` what an event_encoder did.
void write_block(statement& insert, block_row const& row, std::string_view texts,
                 std::string_view events);

std::int64_t checksum_of_texts(std::int64_t first, std::string_view texts);
std::int64_t checksum_of(block_row const& row, std::int64_t texts_checksum,
                         std::string_view events);

/// `events` is -1 and `digest` empty until the journal is finished.
std::int64_t checksum_of_journal(std::string_view header, std::int64_t events,
                                 std::string_view digest);

struct snapshot_row {
    std::int64_t sequence = 0; ///< of the last event it holds
    std::int64_t at = 0;       ///< time of that event
    std::int64_t texts = 0;    ///< how many texts there were
    std::int64_t form = 0;     ///< model::snapshot_form()
};
std::int64_t checksum_of(snapshot_row const& row, std::string_view bytes);

/// Empty when the file is a journal of ours, as far as its first bytes tell; else what was found
/// and what was expected.
std::string objection(std::string const& path);

/// Texts of a block: for each its first event, counted from the block's first one, its size, and
/// its bytes.
void append_text(std::string& texts, std::uint32_t place, std::string_view text);
/// Takes the first one off `texts`; false when they are not of that form.
bool take_text(std::string_view& texts, std::uint32_t& place, std::string_view& text);

} // namespace drydock::tools::db
