// A journal read from an SQLite file. Everything that is used is checked first: a file that was
// changed anywhere that matters is refused.
#pragma once

#include "sim/digest.hpp"
#include "tools/store/database.hpp"
#include "tools/store/db_form.hpp"
#include "tools/store/journal_source.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace drydock::tools {

class db_source final : public journal_source {
public:
    explicit db_source(std::string const& path);

    std::optional<event_block> next() override;
    std::string digest() const override;
    model::state start_near(model::instant at) override;
    std::optional<checkpoint> checkpoint_of(model::sequence_number sequence) override;
    void skip_to(model::sequence_number sequence) override;

private:
    void open();
    void read_journal_row();
    bool read_block(statement& row);
    bool take_events(std::string_view bytes);
    bool check_events();
    bool take_texts(std::int64_t first, std::int64_t count, std::string_view texts);
    void read_texts_until(std::int64_t sequence);
    std::optional<model::state> read_snapshot(statement& row);
    void go_on_after(std::int64_t sequence);
    void conclude();

    std::optional<database> file_;
    std::optional<statement> blocks_;
    std::int64_t events_of_journal_ = -1; // unless it is not finished
    std::string digest_of_journal_;

    db::block_row row_; // the last one read
    std::vector<model::event> events_;
    bool ended_ = false;
    std::int64_t skip_ = 0;           // events of the next block that come before where to go on
    std::int64_t expected_first_ = 1; // of the next block
    std::optional<sim::digest_fold> digest_{std::in_place}; // only from the beginning on
};

} // namespace drydock::tools
