#include "tools/store/comparison.hpp"

#include "tools/store/db_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <set>

namespace drydock::tools {

using model::sequence_number;

namespace {

sequence_number start_of_block(std::uint64_t n)
{
    return {n * db::block_size + 1};
}

// A checkpoint's digest is of everything up to it: once two differ, all later ones do.
std::uint64_t blocks_in_common(journal_source& a, journal_source& b)
{
    auto const is_same = [&](std::uint64_t n) {
        auto const in_a = a.checkpoint_of(start_of_block(n));
        auto const in_b = in_a ? b.checkpoint_of(start_of_block(n)) : std::nullopt;
        return in_b && in_a->digest == in_b->digest && in_a->last == in_b->last;
    };
    if (!is_same(0)) return 0;
    std::uint64_t same = 0, differing = 1;
    while (is_same(differing)) {
        same = differing;
        differing *= 2;
    }
    while (differing - same > 1) {
        auto const middle = same + (differing - same) / 2;
        (is_same(middle) ? same : differing) = middle;
    }
    return differing;
}

std::vector<sequence_number> places_of_chain(std::string const& path, sequence_number event)
{
    std::vector<std::uint64_t> causes;
    causes.reserve(event.value);
    auto const source = open_journal(path);
    while (causes.size() < event.value) {
        auto const block = source->next();
        if (!block) return {};
        for (auto const& e : block->events)
            causes.push_back(e.cause.value);
    }
    std::vector<sequence_number> places;
    for (auto at = event; at.value != 0; at = {causes[at.value - 1]}) {
        // A cause comes before what it causes; a file that says else has no chain.
        if (!places.empty() && at >= places.back()) break;
        places.push_back(at);
    }
    return places;
}

} // namespace

model::event const* event_cursor::peek()
{
    while (next_ == block_.events.size()) {
        auto const block = from_->next();
        if (!block) return nullptr;
        block_ = *block;
        next_ = 0;
    }
    return &block_.events[next_];
}

bool event_comparer::is_same(model::event const& a, model::text_table const& texts_of_a,
                             model::event const& b, model::text_table const& texts_of_b,
                             sequence_number here)
{
    if (std::memcmp(&a, &b, sizeof a) != 0) return false;
    for (;; ++texts_seen_) {
        model::text_number const n{texts_seen_ + 1};
        auto const has = [&](model::text_table const& texts) {
            return n.value <= texts.size() && texts.first_use(n) <= here;
        };
        if (!has(texts_of_a) && !has(texts_of_b)) return true;
        if (!has(texts_of_a) || !has(texts_of_b) || texts_of_a[n] != texts_of_b[n]) return false;
    }
}

std::optional<sequence_number> first_difference(journal_source& a, journal_source& b)
{
    if (auto const blocks = blocks_in_common(a, b); blocks > 1) {
        a.skip_to(start_of_block(blocks - 1));
        b.skip_to(start_of_block(blocks - 1));
    }
    event_cursor in_a{a}, in_b{b};
    event_comparer comparer;
    for (;; in_a.advance(), in_b.advance()) {
        auto const* const left = in_a.peek();
        auto const* const right = in_b.peek();
        if (left == nullptr && right == nullptr) return std::nullopt;
        auto const here = left != nullptr ? in_a.here() : in_b.here();
        if (left == nullptr || right == nullptr ||
            !comparer.is_same(*left, a.texts(), *right, b.texts(), here))
            return here;
    }
}

void rerun_comparison::on_block(std::span<model::event const> block, sequence_number first,
                                model::text_table const& texts)
{
    events_ += block.size();
    if (found_) return;
    for (std::size_t i = 0; i < block.size(); ++i, recorded_.advance()) {
        auto const* const recorded = recorded_.peek();
        if (recorded == nullptr) return;
        sequence_number const here{first.value + i};
        if (!comparer_.is_same(*recorded, recorded_.texts(), block[i], texts, here)) {
            found_ = difference{here, {}, block[i].cause};
            lines_.append(found_->line, block[i], here, texts);
            return;
        }
        lines_.skip(block[i]);
        ++common_;
    }
}

std::optional<rerun_comparison::difference> rerun_comparison::result()
{
    if (!found_ && common_ == events_ && recorded_.peek() != nullptr)
        found_ = difference{recorded_.here(), {}, {}};
    return found_;
}

std::vector<std::string> cause_chain(std::string const& path, sequence_number event)
{
    auto const places = places_of_chain(path, event);
    std::set<sequence_number> const wanted{places.begin(), places.end()};
    std::vector<std::string> lines;
    model::event_json_writer writer;
    auto const source = open_journal(path);
    while (lines.size() < wanted.size()) {
        auto const block = source->next();
        if (!block) return {};
        auto here = block->first;
        for (auto const& e : block->events) {
            if (wanted.contains(here))
                writer.append(lines.emplace_back(), e, here, source->texts());
            else
                writer.skip(e);
            ++here.value;
        }
    }
    std::ranges::reverse(lines);
    return lines;
}

std::string side_text(std::string_view name, std::vector<std::string> const& lines)
{
    auto text = fmt::format("  {}:\n", name);
    if (lines.empty()) return text + "    (it had ended)\n";
    text += "    " + lines.front() + "\n";
    for (std::size_t i = 1; i < lines.size(); ++i)
        text += "      caused by " + lines[i] + "\n";
    return text + "      caused by the scenario\n";
}

} // namespace drydock::tools
