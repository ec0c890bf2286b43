#include "tools/store/db_source.hpp"

#include "model/snapshot.hpp"
#include "tools/store/event_code.hpp"
#include "tools/store/journal_header.hpp"

#include <fmt/format.h>

#include <bit>
#include <bitset>
#include <cstring>
#include <filesystem>

namespace drydock::tools {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view block_columns =
    "SELECT first, count, first_at, last_at, digest, texts_checksum, checksum, texts, events "
    "FROM blocks WHERE first >= ?1 ORDER BY first";

std::int64_t first_of_block(model::sequence_number sequence)
{
    return static_cast<std::int64_t>((sequence.value - 1) / db::block_size * db::block_size) + 1;
}

db::block_row row_of(statement const& row)
{
    return {.first = row.number(0),
            .count = row.number(1),
            .first_at = row.number(2),
            .last_at = row.number(3),
            .digest = std::string{row.text(4)}};
}

using type_set = std::bitset<1024>;
type_set known_types()
{
    type_set known;
    for (auto const type : model::event_types())
        known.set(static_cast<std::size_t>(type));
    return known;
}

} // namespace

db_source::db_source(std::string const& path) : journal_source{path}
{
    if (auto const why = db::objection(path); !why.empty())
        fail(why);
    else
        open();
    if (good()) read_journal_row();
    if (!good()) return;
    if (auto const header = parse_header(header_); !header.failure.empty()) fail(header.failure);
    blocks_.emplace(file_->prepare(block_columns));
    blocks_->bind(1, std::int64_t{1});
}

void db_source::open()
{
    // What a killed writer left half done is taken back, which writes; else nothing is written.
    std::error_code ignored;
    bool const to_recover =
        fs::exists(path_ + "-journal", ignored) || fs::exists(path_ + "-wal", ignored);
    file_.emplace(path_, to_recover ? database::access::write : database::access::read);
    file_->execute("PRAGMA cell_size_check = ON");
}

void db_source::read_journal_row()
{
    {
        auto row = file_->prepare("SELECT header, events, digest, checksum FROM journal");
        if (row.step()) {
            header_ = row.text(0);
            events_of_journal_ = row.number(1);
            digest_of_journal_ = row.text(2);
            auto const found =
                db::checksum_of_journal(header_, events_of_journal_, digest_of_journal_);
            if (found != row.number(3))
                fail("damaged: the header's checksum is not that of the header");
        } else if (file_->good()) {
            fail("damaged: it has no header");
        }
    }
    if (file_->is_busy()) fail("it is being written at this moment");
    if (!file_->good()) fail(fmt::format("damaged: SQLite says {}", file_->failure()));
}

std::optional<event_block> db_source::next()
{
    if (!good() || ended_) return std::nullopt;
    if (!blocks_->step()) {
        ended_ = true; // SQLite would begin anew
        conclude();
        return std::nullopt;
    }
    if (!read_block(*blocks_)) return std::nullopt;
    auto const skipped = skip_;
    skip_ = 0;
    model::sequence_number const first{static_cast<std::uint64_t>(row_.first)};
    if (digest_) {
        digest_->on_block(events_, first, texts_);
        if (digest_->result() != row_.digest) {
            fail(fmt::format("damaged: the events up to {} have another digest than their block "
                             "says",
                             expected_first_ - 1));
            return std::nullopt;
        }
    }
    return event_block{std::span{events_}.subspan(static_cast<std::size_t>(skipped)),
                       {first.value + static_cast<std::uint64_t>(skipped)}};
}

std::string db_source::digest() const
{
    return row_.count != 0 ? row_.digest : sim::digest_fold{}.result();
}

bool db_source::read_block(statement& row)
{
    row_ = row_of(row);
    auto const texts_checksum = row.number(5);
    auto const texts = row.bytes(7);
    auto const events = row.bytes(8);
    if (row_.first != expected_first_)
        fail(fmt::format("damaged: expected a block of events from {} on, found {}",
                         expected_first_, row_.first));
    else if (db::checksum_of_texts(row_.first, texts) != texts_checksum ||
             db::checksum_of(row_, texts_checksum, events) != row.number(6))
        fail(fmt::format("damaged: the checksum of the block from event {} on is not that of its "
                         "content",
                         row_.first));
    else if (!take_events(events))
        fail(fmt::format("damaged: the block from event {} on has another size", row_.first));
    if (!good() || !take_texts(row_.first, row_.count, texts)) return false;
    expected_first_ = row_.first + row_.count;
    return check_events();
}

bool db_source::take_events(std::string_view bytes)
{
    auto const count = static_cast<std::size_t>(row_.count);
    bool const is_plain = bytes.size() == count * sizeof(model::event);
    if (!is_plain)
        return db::decode_events(bytes, {static_cast<std::uint64_t>(row_.first)}, count, events_);
    events_.resize(count);
    std::memcpy(events_.data(), bytes.data(), bytes.size());
    return true;
}

// A type that came later would stop the program.
bool db_source::check_events()
{
    static auto const known = known_types();
    for (auto const& e : events_) {
        auto const type = static_cast<std::size_t>(e.type);
        if (type < known.size() && known[type]) continue;
        fail(fmt::format("it has events of type {}, which only a newer drydock knows", type));
        return false;
    }
    return true;
}

bool db_source::take_texts(std::int64_t first, std::int64_t count, std::string_view texts)
{
    while (!texts.empty()) {
        std::uint32_t place = 0;
        std::string_view text;
        if (!db::take_text(texts, place, text) || place >= count) {
            fail(fmt::format("damaged: the texts of the block from event {} on", first));
            return false;
        }
        texts_.intern(text, {static_cast<std::uint64_t>(first + place)});
    }
    return true;
}

// The run may have gone on, or not: only a finished journal knows where it ends.
void db_source::conclude()
{
    if (!file_->good()) return fail(fmt::format("damaged: SQLite says {}", file_->failure()));
    cut_off_ = events_of_journal_ < 0;
    if (cut_off_) return;
    auto const found = expected_first_ - 1;
    if (found != events_of_journal_)
        return fail(
            fmt::format("damaged: expected {} events, found {}", events_of_journal_, found));
    if (row_.count != 0 && row_.digest != digest_of_journal_)
        fail("damaged: the digest at its end is not that of its last block");
}

model::state db_source::start_near(model::instant at)
{
    if (!good()) return {};
    std::optional<model::state> found;
    std::int64_t sequence = 0;
    {
        auto rows = file_->prepare("SELECT sequence, at, texts, form, checksum, bytes "
                                   "FROM snapshots WHERE at <= ?1 ORDER BY sequence DESC");
        rows.bind(1, db::micros(at));
        while (!found && rows.step()) {
            sequence = rows.number(0);
            found = read_snapshot(rows);
        }
    }
    if (!file_->good()) fail(fmt::format("damaged: SQLite says {}", file_->failure()));
    if (!found || !good()) return {};
    go_on_after(sequence);
    return std::move(*found);
}

// Nothing when it does not fit: a snapshot only saves time.
std::optional<model::state> db_source::read_snapshot(statement& row)
{
    db::snapshot_row const found{row.number(0), row.number(1), row.number(2), row.number(3)};
    auto const bytes = row.bytes(5);
    if (found.form != std::bit_cast<std::int64_t>(model::snapshot_form()) ||
        db::checksum_of(found, bytes) != row.number(4))
        return std::nullopt;
    // One that is ahead of the blocks was written just before the process was killed.
    auto blocks =
        file_->prepare("SELECT first + count - 1 FROM blocks ORDER BY first DESC LIMIT 1");
    if (!blocks.step() || blocks.number(0) < found.sequence) return std::nullopt;
    read_texts_until(found.sequence);
    if (!good() || texts_.size() < found.texts) return std::nullopt;
    return model::from_snapshot(bytes);
}

void db_source::read_texts_until(std::int64_t sequence)
{
    auto rows = file_->prepare("SELECT first, count, texts_checksum, texts FROM blocks "
                               "WHERE first <= ?1 ORDER BY first");
    rows.bind(1, sequence);
    std::int64_t expected = 1;
    while (good() && rows.step()) {
        auto const first = rows.number(0);
        auto const count = rows.number(1);
        auto const texts = rows.bytes(3);
        if (first != expected || db::checksum_of_texts(first, texts) != rows.number(2))
            return fail(fmt::format("damaged: the texts of the block from event {} on", expected));
        if (!take_texts(first, count, texts)) return;
        expected = first + count;
    }
}

void db_source::go_on_after(std::int64_t sequence)
{
    auto const next = static_cast<std::uint64_t>(sequence) + 1;
    expected_first_ = first_of_block({next});
    skip_ = static_cast<std::int64_t>(next) - expected_first_;
    digest_.reset();
    blocks_->reset();
    blocks_->bind(1, expected_first_);
}

std::optional<journal_source::checkpoint> db_source::checkpoint_of(model::sequence_number sequence)
{
    if (!good()) return std::nullopt;
    auto const first = first_of_block(sequence);
    auto row = file_->prepare(block_columns);
    row.bind(1, first);
    if (!row.step()) return std::nullopt;
    auto const found = row_of(row);
    if (found.first != first ||
        db::checksum_of(found, row.number(5), row.bytes(8)) != row.number(6))
        fail(fmt::format("damaged: the block from event {} on", first));
    return checkpoint{found.digest,
                      {static_cast<std::uint64_t>(found.first)},
                      {static_cast<std::uint64_t>(found.first + found.count - 1)}};
}

void db_source::skip_to(model::sequence_number sequence)
{
    if (first_of_block(sequence) == 1) return;
    read_texts_until(first_of_block(sequence) - 1);
    go_on_after(first_of_block(sequence) - 1);
}

} // namespace drydock::tools
