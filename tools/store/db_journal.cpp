#include "tools/store/db_journal.hpp"

#include "model/snapshot.hpp"
#include "tools/store/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <filesystem>

namespace drydock::tools {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t blocks_of_transaction = 8;

// A snapshot must save more time than it costs, and take less room than what it stands for.
constexpr std::uint64_t least_spacing = 1'000'000; // events
constexpr std::size_t largest_snapshot = 512u << 20;
std::uint64_t spacing_after(std::size_t bytes)
{
    return std::max<std::uint64_t>(least_spacing, 2 * bytes / sizeof(model::event));
}

std::int64_t micros(model::instant at)
{
    return at.time_since_epoch().count();
}

std::string_view bytes_of(std::vector<model::event> const& events)
{
    return {reinterpret_cast<char const*>(events.data()), events.size() * sizeof(model::event)};
}

// Empty when a journal may be written to `path`.
std::string objection_to_replacing(std::string const& path)
{
    std::error_code ignored;
    auto const there = fs::status(path, ignored);
    if (!fs::exists(there)) return {};
    if (!fs::is_regular_file(there))
        return fmt::format("cannot write {}: it is no regular file", path);
    auto const why = db::objection(path);
    return why.empty() ? why : fmt::format("will not overwrite {}: {}", path, why);
}

// Two runs that write one file would spoil it.
bool is_being_written(std::string const& part)
{
    std::error_code ignored;
    if (!fs::exists(part, ignored)) return false;
    database other{part, database::access::write};
    other.execute("BEGIN EXCLUSIVE");
    return other.is_busy();
}

std::string empty_journal(std::string_view header)
{
    database made{":memory:", database::access::memory};
    made.execute(db::schema());
    made.prepare("INSERT INTO journal VALUES (1, ?1, -1, '', ?2)")
        .bind_text(1, header)
        .bind(2, db::checksum_of_journal(header, -1, {}))
        .run();
    return made.bytes();
}

} // namespace

db_journal::db_journal(std::string path, std::string_view header)
    : path_{std::move(path)}, part_{path_ + ".part"}, header_{header}, next_snapshot_{least_spacing}
{
    pending_.reserve(db::block_size);
    create();
    if (good()) open();
}

void db_journal::create()
{
    failure_ = objection_to_replacing(path_);
    if (failure_.empty()) failure_ = objection_to_replacing(part_);
    if (failure_.empty() && is_being_written(part_))
        failure_ = fmt::format("cannot write {}: another run is writing {}", path_, part_);
    std::error_code ignored;
    // SQLite would take it for what is to be undone in the new file.
    if (failure_.empty() && fs::exists(path_ + "-journal", ignored))
        failure_ = fmt::format("cannot write {}: {}-journal is in the way", path_, path_);
    if (!failure_.empty()) return;
    fs::remove(part_, ignored);
    fs::remove(part_ + "-journal", ignored);
    failure_ = write_file(part_, empty_journal(header_)).value_or("");
}

void db_journal::open()
{
    file_.emplace(part_, database::access::write);
    file_->execute("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = TRUNCATE;"
                   "PRAGMA synchronous = OFF; BEGIN EXCLUSIVE");
    insert_.emplace(
        file_->prepare("INSERT INTO blocks VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"));
}

void db_journal::on_block(std::span<model::event const> block, model::sequence_number first,
                          model::text_table const& texts)
{
    if (!good()) return;
    take_texts(texts);
    while (!block.empty()) {
        auto const part = block.first(std::min(block.size(), db::block_size - pending_.size()));
        digest_.on_block(part, first, texts);
        pending_.insert(pending_.end(), part.begin(), part.end());
        if (pending_.size() == db::block_size) write_block();
        first.value += part.size();
        if (part.size() == block.size()) break;
        block = block.subspan(part.size());
    }
    model::sequence_number const last{first.value - 1};
    if (state_ != nullptr && last.value >= next_snapshot_)
        write_snapshot(last, block.back().at, texts.size());
}

void db_journal::take_texts(model::text_table const& texts)
{
    for (; texts_seen_ < texts.size(); ++texts_seen_) {
        model::text_number const n{texts_seen_ + 1};
        new_texts_.push_back({texts.first_use(n), std::string{texts[n]}});
    }
}

void db_journal::write_block()
{
    db::block_row const row{.first = written_ + 1,
                            .count = static_cast<std::int64_t>(pending_.size()),
                            .first_at = micros(pending_.front().at),
                            .last_at = micros(pending_.back().at),
                            .digest = digest_.result()};
    written_ += row.count;
    std::string texts;
    auto later = new_texts_.begin();
    for (; later != new_texts_.end(); ++later) {
        auto const place = static_cast<std::int64_t>(later->first_use.value) - row.first;
        if (place >= row.count) break;
        db::append_text(texts, static_cast<std::uint32_t>(place), later->text);
    }
    new_texts_.erase(new_texts_.begin(), later);

    auto const events = bytes_of(pending_);
    auto const texts_checksum = db::checksum_of_texts(row.first, texts);
    insert_->bind(1, row.first).bind(2, row.count).bind(3, row.first_at).bind(4, row.last_at);
    insert_->bind_text(5, row.digest);
    insert_->bind(6, texts_checksum).bind(7, db::checksum_of(row, texts_checksum, events));
    insert_->bind_bytes(8, texts).bind_bytes(9, events).run();
    last_digest_ = row.digest;
    pending_.clear();
    if (++uncommitted_ < blocks_of_transaction) return;
    file_->execute("COMMIT; BEGIN EXCLUSIVE");
    uncommitted_ = 0;
}

void db_journal::write_snapshot(model::sequence_number last, model::instant at, std::size_t texts)
{
    auto const bytes = model::to_snapshot(*state_);
    next_snapshot_ = last.value + spacing_after(bytes.size());
    if (bytes.size() > largest_snapshot) return;
    db::snapshot_row const row{.sequence = static_cast<std::int64_t>(last.value),
                               .at = micros(at),
                               .texts = static_cast<std::int64_t>(texts),
                               .form = std::bit_cast<std::int64_t>(model::snapshot_form())};
    file_->prepare("INSERT INTO snapshots VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        .bind(1, row.sequence)
        .bind(2, row.at)
        .bind(3, row.texts)
        .bind(4, row.form)
        .bind(5, db::checksum_of(row, bytes))
        .bind_bytes(6, bytes)
        .run();
}

// Only now does the journal say that it is whole.
void db_journal::write_end()
{
    if (!pending_.empty()) write_block();
    if (written_ == 0) last_digest_ = digest_.result();
    file_->prepare("UPDATE journal SET events = ?1, digest = ?2, checksum = ?3")
        .bind(1, written_)
        .bind_text(2, last_digest_)
        .bind(3, db::checksum_of_journal(header_, written_, last_digest_))
        .run();
    // The last transaction is on the disk before the file takes its place.
    file_->execute("COMMIT; PRAGMA synchronous = FULL; PRAGMA user_version = " +
                   std::to_string(db::format));
}

std::optional<std::string> db_journal::finish()
{
    if (good()) write_end();
    if (failure_.empty() && !file_->good())
        failure_ = fmt::format("cannot write {}: {}", path_, file_->failure());
    if (!good()) {
        discard();
        return failure_;
    }
    insert_.reset();
    file_.reset();
    std::error_code ignored;
    fs::remove(part_ + "-journal", ignored); // empty by now
    return put_in_place(part_, path_);
}

void db_journal::discard()
{
    if (!file_) return;
    insert_.reset();
    file_.reset();
    std::error_code ignored;
    fs::remove(part_, ignored);
    fs::remove(part_ + "-journal", ignored);
}

} // namespace drydock::tools
