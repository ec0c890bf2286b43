// Expectations about lines of the journal and about load. Only there when a scenario has one.
#pragma once

#include "model/json/event_json.hpp"
#include "sim/expect/verdict_text.hpp"

#include <set>

namespace drydock::sim {

/// Lines of the journal whose members include the expected ones.
class journal_fold {
public:
    /// `start` is where the offsets in messages count from.
    explicit journal_fold(instant start) : start_{start} {}

    void add(std::size_t index, expect_journal const& e);
    bool is_empty() const { return judges_.empty(); }

    void apply(std::span<model::event const> block, model::sequence_number first,
               model::text_table const& texts);
    void finish(std::vector<verdict>& verdicts) const;

private:
    struct judge {
        std::size_t index = 0;
        expect_journal const* given = nullptr;
        std::uint64_t count = 0;
        std::vector<finding> found = {}; // the first few, unless a check asks for all
    };
    void match(std::string_view line, model::event const& e, model::sequence_number sequence);
    void finish(judge const& j, verdict& v) const;

    instant start_;
    std::vector<judge> judges_;
    std::set<std::string, std::less<>> types_; // that a judge names; empty: some judge names none
    bool any_type_ = false;
    model::event_json_writer writer_;
    std::string line_;
};

/// Attempts started per bucket of time.
class load_judge {
public:
    load_judge(std::size_t index, expect_load const& e, instant start);

    void apply(std::span<model::event const> block, model::sequence_number first);
    void finish(std::vector<verdict>& verdicts) const;

private:
    void count(instant at, model::sequence_number sequence);

    std::size_t index_;
    expect_load const* given_;
    instant start_;
    instant origin_; // where a bucket begins
    std::uint64_t total_ = 0;
    std::uint64_t in_bucket_ = 0;
    instant bucket_end_ = instant::min();
    model::sequence_number bucket_first_;
    std::uint64_t peak_ = 0;
    instant peak_at_{};
    model::sequence_number peak_first_; // the first attempt of the fullest bucket
};

} // namespace drydock::sim
