// The journal as an SQLite file, written while it happens. See db_form.hpp for what is in it.
//
// It is written to OUT.db.part, which takes the place of OUT.db when it is finished. The part is a
// journal itself at every moment: when the process is killed, it holds a prefix of the run, up to
// the last transaction. (It needs OUT.db.part-journal beside it then, from which SQLite takes back
// what was half written.) A machine that loses power may lose more: what is left is then refused
// by its checksums, or is a shorter prefix.
#pragma once

#include "sim/digest.hpp"
#include "tools/store/database.hpp"
#include "tools/store/db_form.hpp"
#include "tools/store/event_code.hpp"
#include "tools/store/journal_sink.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::tools {

class db_journal final : public journal_sink {
public:
    /// Events from one snapshot to the next: to save more time than it costs.
    static constexpr std::uint64_t usual_spacing = 4'000'000;

    /// Opens and writes the header. A file that is no journal of ours is never replaced, neither
    /// OUT.db nor its part; what goes wrong is told by finish(). Snapshots are at least `spacing`
    /// events apart.
    db_journal(std::string path, std::string_view header, std::uint64_t spacing = usual_spacing);
    /// An unfinished journal leaves nothing behind. Only a killed process does.
    ~db_journal() override { discard(); }

    /// Without it the journal gets no snapshots.
    void on_start(model::state const& folded) override { state_ = &folded; }
    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;

    bool good() const override { return failure_.empty() && (!file_ || file_->good()); }
    std::optional<std::string> finish() override;

private:
    void create();
    void open();
    void take_texts(model::text_table const& texts);
    void write_block();
    void write_snapshot(model::sequence_number last, model::instant at, std::size_t texts);
    void write_end();
    void discard();

    std::string path_, part_, header_;
    std::string failure_;
    std::optional<database> file_;
    std::optional<statement> insert_;

    db::event_encoder pending_{{1}};          // the block to come
    std::int64_t first_at_ = 0, last_at_ = 0; // of that
    std::int64_t written_ = 0;                // events in blocks
    struct new_text {
        model::sequence_number first_use;
        std::string text;
    };
    std::vector<new_text> new_texts_; // of the block to come, or later
    std::uint32_t texts_seen_ = 0;
    sim::digest_fold digest_;
    std::string last_digest_;
    std::size_t uncommitted_ = 0; // blocks

    model::state const* state_ = nullptr;
    std::uint64_t spacing_, next_snapshot_;
};

} // namespace drydock::tools
