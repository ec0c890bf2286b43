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

constexpr std::size_t blocks_of_transaction = 16;
constexpr std::size_t largest_snapshot = 512u << 20;
constexpr std::size_t event_size = 8; // in a block, about

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

} // namespace

db_journal::db_journal(std::string path, std::string_view header, std::uint64_t spacing)
    : path_{std::move(path)},
      part_{path_ + ".part"},
      header_{header},
      spacing_{spacing},
      next_snapshot_{spacing}
{
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
    failure_ = write_file(part_, db::empty_journal(header_)).value_or("");
}

void db_journal::open()
{
    file_.emplace(part_, database::access::write);
    file_->execute("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = TRUNCATE;"
                   "PRAGMA synchronous = OFF; BEGIN EXCLUSIVE");
    insert_.emplace(file_->prepare(db::insert_block));
}

void db_journal::on_block(std::span<model::event const> block, model::sequence_number first,
                          model::text_table const& texts)
{
    if (!good()) return;
    take_texts(texts);
    while (!block.empty()) {
        auto const part = block.first(std::min(block.size(), db::block_size - pending_.count()));
        digest_.on_block(part, first, texts);
        if (pending_.count() == 0) first_at_ = db::micros(part.front().at);
        last_at_ = db::micros(part.back().at);
        pending_.add(part);
        if (pending_.count() == db::block_size) write_block();
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
                            .count = static_cast<std::int64_t>(pending_.count()),
                            .first_at = first_at_,
                            .last_at = last_at_,
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

    db::write_block(*insert_, row, texts, pending_.bytes());
    last_digest_ = row.digest;
    pending_.begin({static_cast<std::uint64_t>(written_) + 1});
    if (++uncommitted_ < blocks_of_transaction) return;
    file_->execute("COMMIT; BEGIN EXCLUSIVE");
    uncommitted_ = 0;
}

void db_journal::write_snapshot(model::sequence_number last, model::instant at, std::size_t texts)
{
    auto const bytes = model::to_snapshot(*state_);
    // Neither may it take more room than what it stands for.
    next_snapshot_ = last.value + std::max<std::uint64_t>(spacing_, bytes.size() / event_size);
    if (bytes.size() > largest_snapshot) return;
    db::snapshot_row const row{.sequence = static_cast<std::int64_t>(last.value),
                               .at = db::micros(at),
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
    if (pending_.count() != 0) write_block();
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
