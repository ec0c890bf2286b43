#include "tools/serve/journal_folder.hpp"

#include "sim/digest.hpp"
#include "tools/store/database.hpp"
#include "tools/store/db_form.hpp"
#include "tools/store/event_code.hpp"
#include "tools/store/file.hpp"
#include "tools/store/journal_header.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <unistd.h>

namespace drydock::tools {

namespace fs = std::filesystem;

namespace {

std::int64_t micros(model::instant at)
{
    return at.time_since_epoch().count();
}

} // namespace

/// Writes the journal. Each commit adds a row of what is new; when these rows have a whole block
/// among them, it takes their place.
class journal_folder::keeper final : public sim::subscriber {
public:
    /// `known` events are in the file already.
    keeper(std::string path, std::uint64_t known) : path_{std::move(path)}, known_{known} {}

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;
    std::string commit();

private:
    struct new_text {
        model::sequence_number first_use;
        std::string text;
    };

    void take(std::span<model::event const> part, model::sequence_number first,
              model::text_table const& texts);
    void open();
    void write_row(std::size_t from);
    std::string texts_of(std::int64_t first, std::int64_t count) const;

    std::string path_;
    std::uint64_t known_;
    std::optional<database> file_;
    std::optional<statement> insert_, remove_;
    sim::digest_fold digest_;
    std::vector<model::event> tail_; // since the last whole block
    std::deque<new_text> new_texts_; // that these use first
    std::uint32_t texts_seen_ = 0;
    std::int64_t begin_ = 0;  // events before the tail
    std::size_t in_rows_ = 0; // events of the tail that are in rows
    struct whole_block {
        std::vector<model::event> events;
        std::string digest, texts;
        std::int64_t begin = 0;
    };
    std::vector<whole_block> whole_; // to be written
};

void journal_folder::keeper::on_block(std::span<model::event const> block,
                                      model::sequence_number first, model::text_table const& texts)
{
    for (; texts_seen_ < texts.size(); ++texts_seen_) {
        model::text_number const n{texts_seen_ + 1};
        new_texts_.push_back({texts.first_use(n), std::string{texts[n]}});
    }
    while (!block.empty()) {
        auto const part = block.first(std::min(block.size(), db::block_size - tail_.size()));
        take(part, first, texts);
        first.value += part.size();
        block = block.subspan(part.size());
    }
}

void journal_folder::keeper::take(std::span<model::event const> part, model::sequence_number first,
                                  model::text_table const& texts)
{
    digest_.on_block(part, first, texts);
    tail_.insert(tail_.end(), part.begin(), part.end());
    auto const last = first.value + part.size() - 1;
    if (last <= known_) in_rows_ = tail_.size();
    if (first.value <= known_ && last > known_)
        in_rows_ = tail_.size() - static_cast<std::size_t>(last - known_);
    if (tail_.size() < db::block_size) return;
    auto const count = static_cast<std::int64_t>(tail_.size());
    if (last > known_ || in_rows_ == 0)
        whole_.push_back({tail_, digest_.result(), texts_of(begin_ + 1, count), begin_});
    begin_ += count;
    tail_.clear();
    in_rows_ = 0;
    while (!new_texts_.empty() &&
           new_texts_.front().first_use.value <= static_cast<std::uint64_t>(begin_))
        new_texts_.pop_front();
}

std::string journal_folder::keeper::texts_of(std::int64_t first, std::int64_t count) const
{
    std::string made;
    for (auto const& each : new_texts_) {
        auto const place = static_cast<std::int64_t>(each.first_use.value) - first;
        if (place >= count) break;
        if (place >= 0) db::append_text(made, static_cast<std::uint32_t>(place), each.text);
    }
    return made;
}

void journal_folder::keeper::open()
{
    file_.emplace(path_, database::access::write);
    file_->execute("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;"
                   "PRAGMA synchronous = NORMAL");
    // It may have been begun in an older format, whose rows can stay.
    file_->execute("PRAGMA user_version = " + std::to_string(db::format));
    insert_.emplace(file_->prepare(db::insert_block));
    remove_.emplace(file_->prepare("DELETE FROM blocks WHERE first > ?1"));
}

std::string journal_folder::keeper::commit()
{
    if (whole_.empty() && tail_.size() == in_rows_) return {};
    if (!file_) open();
    file_->execute("BEGIN IMMEDIATE");
    auto const insert = [&](std::int64_t before, std::span<model::event const> events,
                            std::string const& digest, std::string const& texts) {
        db::block_row const row{.first = before + 1,
                                .count = static_cast<std::int64_t>(events.size()),
                                .first_at = micros(events.front().at),
                                .last_at = micros(events.back().at),
                                .digest = digest};
        db::event_encoder encoded{{static_cast<std::uint64_t>(row.first)}};
        encoded.add(events);
        db::write_block(*insert_, row, texts, encoded.bytes());
    };
    for (auto const& block : whole_) {
        remove_->bind(1, block.begin).run();
        insert(block.begin, block.events, block.digest, block.texts);
    }
    whole_.clear();
    if (tail_.size() > in_rows_) {
        auto const fresh = std::span{tail_}.subspan(in_rows_);
        auto const before = begin_ + static_cast<std::int64_t>(in_rows_);
        insert(before, fresh, digest_.result(),
               texts_of(before + 1, static_cast<std::int64_t>(fresh.size())));
        in_rows_ = tail_.size();
    }
    file_->execute("COMMIT");
    return file_->good() ? std::string{}
                         : fmt::format("cannot write {}: {}", path_, file_->failure());
}

// --- the folder ----------------------------------------------------------------------------------

journal_folder::journal_folder(std::string path) : path_{std::move(path)} {}

journal_folder::~journal_folder()
{
    keeper_.reset();
    if (lock_ >= 0) ::close(lock_);
}

// The system takes the lock back, however the process ends.
std::string journal_folder::lock()
{
    std::error_code failed;
    fs::create_directories(path_, failed);
    if (failed) return fmt::format("{}: {}", path_, failed.message());
    auto const name = path_ + "/lock";
    lock_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0) return fmt::format("{}: {}", name, std::strerror(errno));
    if (::flock(lock_, LOCK_EX | LOCK_NB) == 0) return {};
    return errno == EWOULDBLOCK ? fmt::format("{}: another server is using it", path_)
                                : fmt::format("{}: {}", name, std::strerror(errno));
}

journal_folder::contents journal_folder::open(sim::scenario const& plan, std::string const& new_id)
{
    contents found;
    if (!keeps()) return found;
    found.failure = lock();
    if (!found.failure.empty()) return found;
    std::error_code ignored;
    if (!fs::exists(file(), ignored)) {
        found.failure = begin_anew(plan, new_id);
        found.id = new_id;
        return found;
    }
    found.source = open_journal(file());
    while (auto const block = found.source->next())
        found.events.insert(found.events.end(), block->events.begin(), block->events.end());
    if (!found.source->good()) {
        found.failure = found.source->failure();
        return found;
    }
    auto const header = parse_header(found.source->header());
    if (!header.is_served()) {
        found.failure = file() + ": expected the journal of a server, found that of a run";
        return found;
    }
    found.id = header.id();
    auto recorded = load_recorded(header, file());
    found.failure = recorded.failure;
    found.plan = std::move(recorded.loaded);
    keeper_ = std::make_unique<keeper>(file(), found.events.size());
    return found;
}

sim::subscriber* journal_folder::subscriber()
{
    return keeper_.get();
}

std::string journal_folder::commit()
{
    return keeper_ ? keeper_->commit() : std::string{};
}

std::string journal_folder::begin_anew(sim::scenario const& plan, std::string const& id)
{
    if (!keeps()) return {};
    keeper_.reset();
    auto const part = file() + ".part";
    if (auto const why = write_file(part, db::empty_journal(served_journal_header(plan, id))))
        return *why;
    std::error_code ignored;
    // Of the journal that is replaced: SQLite would take them for parts of the new one.
    for (auto const* const beside : {"-wal", "-shm", "-journal"})
        fs::remove(file() + beside, ignored);
    if (auto const why = put_in_place(part, file())) return *why;
    keeper_ = std::make_unique<keeper>(file(), 0);
    return {};
}

} // namespace drydock::tools
