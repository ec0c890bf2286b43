#include "sim/expect/expect_journal.hpp"

#include "sim/expect/mismatch.hpp"

#include <fmt/format.h>

namespace drydock::sim {

using model::event_type;

// --- lines -------------------------------------------------------------------------------------

void journal_fold::add(std::size_t index, expect_journal const& e)
{
    judges_.push_back({.index = index, .given = &e});
    auto const* const type = e.fields.find("type");
    if (type == nullptr)
        any_type_ = true;
    else
        types_.insert(type->text);
}

void journal_fold::apply(std::span<model::event const> block, model::sequence_number first,
                         model::text_table const& texts)
{
    for (auto const& e : block) {
        auto const wanted = any_type_ || types_.contains(model::name(e.type));
        // The writer learns the ids of later lines from those that create.
        auto const creates = e.type == event_type::webhook_created || named_by(e);
        if (wanted || creates) {
            line_.clear();
            writer_.append(line_, e, first, texts);
        }
        if (wanted) match(line_, e, first);
        ++first.value;
    }
}

void journal_fold::match(std::string_view line, model::event const& e,
                         model::sequence_number sequence)
{
    auto const members = read_own_json(line);
    for (auto& j : judges_) {
        if (!is_subset(j.given->fields, members)) continue;
        ++j.count;
        if (j.given->at || j.found.size() < most_evidence)
            j.found.push_back({offset_text(e.at, start_), sequence});
    }
}

void journal_fold::finish(std::vector<verdict>& verdicts) const
{
    for (auto const& j : judges_)
        finish(j, verdicts[j.index]);
}

void journal_fold::finish(judge const& j, verdict& v) const
{
    auto expected = j.given->count;
    if (!expected.at_least && !expected.at_most && !j.given->at) expected.at_least = 1;
    auto const events = events_of(j.found);
    if (!expected.hold(static_cast<std::int64_t>(j.count))) {
        auto text = fmt::format("expected {}; found {}", bounds_text(expected), j.count);
        if (!events.empty()) text += ' ' + events_text(events);
        complain(v, text, events);
    }
    if (j.given->at) {
        std::vector<std::string> wanted;
        for (auto const at : *j.given->at)
            wanted.push_back(offset_text(at, start_));
        if (auto const text = difference_text("at ", wanted, j.found); !text.empty())
            complain(v, text, events);
    }
    if (!v.passed)
        v.message = fmt::format("journal lines {}: {}", to_json(j.given->fields), v.message);
}

// --- load --------------------------------------------------------------------------------------

load_judge::load_judge(std::size_t index, expect_load const& e, instant start)
    : index_{index}, given_{&e}, start_{start}, origin_{e.from.value_or(start)}
{
}

void load_judge::apply(std::span<model::event const> block, model::sequence_number first)
{
    for (auto const& e : block) {
        if (e.type == event_type::attempt_started) count(e.at, first);
        ++first.value;
    }
}

void load_judge::count(instant at, model::sequence_number sequence)
{
    if ((given_->from && at < *given_->from) || (given_->until && at >= *given_->until)) return;
    ++total_;
    if (at >= bucket_end_) {
        auto const from = at - (at - origin_) % given_->per;
        bucket_end_ = from + given_->per;
        bucket_first_ = sequence;
        in_bucket_ = 0;
    }
    if (++in_bucket_ <= peak_) return;
    peak_ = in_bucket_;
    peak_at_ = bucket_end_ - given_->per;
    peak_first_ = bucket_first_;
}

void load_judge::finish(std::vector<verdict>& verdicts) const
{
    auto& v = verdicts[index_];
    auto const window =
        fmt::format("load{}{}: ", given_->from ? " from " + offset_text(*given_->from, start_) : "",
                    given_->until ? " until " + offset_text(*given_->until, start_) : "");
    auto count = given_->count;
    if (!count && !given_->peak) count = bounds{1, std::nullopt};
    if (count && !count->hold(static_cast<std::int64_t>(total_)))
        complain(v, fmt::format("{}expected {} attempts; found {}", window, bounds_text(*count),
                                total_));
    if (!given_->peak || given_->peak->hold(static_cast<std::int64_t>(peak_))) return;
    auto const text = fmt::format("{}expected a peak of {} attempts per {}; found {}", window,
                                  bounds_text(*given_->peak), model::to_text(given_->per), peak_);
    if (peak_ == 0)
        complain(v, text);
    else
        complain(v,
                 fmt::format("{} from {} (event {} on)", text, offset_text(peak_at_, start_),
                             peak_first_.value),
                 {peak_first_});
}

} // namespace drydock::sim
