#include "tools/drydock/failure_report.hpp"

#include "sim/runner.hpp"
#include "tools/drydock/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace drydock::tools {

namespace {

constexpr std::size_t most_evidence = 4; // of one verdict; the message names the rest
constexpr std::uint64_t lines_around = 1;

/// Keeps the lines of chosen events as a second run passes by.
class excerpt final : public sim::subscriber {
public:
    excerpt(std::set<std::uint64_t> wanted, model::instant start)
        : wanted_{std::move(wanted)}, start_{start}
    {
    }

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override
    {
        for (auto const& e : block) {
            json_.clear();
            writer_.append(json_, e, first, texts);
            known_.apply(e, first);
            if (wanted_.contains(first.value))
                lines_[first.value] = {offset_column(e.at - start_),
                                       printable(describe(e, known_, json_, texts))};
            ++first.value;
        }
    }

    struct line {
        std::string offset, words;
    };
    std::map<std::uint64_t, line> const& lines() const { return lines_; }

private:
    std::set<std::uint64_t> wanted_;
    model::instant start_;
    std::string json_;
    model::event_json_writer writer_;
    labels known_;
    std::map<std::uint64_t, line> lines_;
};

// The first pieces of evidence show how it began, the last one how it ended.
std::set<std::uint64_t> chosen_evidence(sim::verdict const& v)
{
    std::set<std::uint64_t> chosen;
    for (auto const sequence : v.evidence)
        if (chosen.size() + 1 < most_evidence) chosen.insert(sequence.value);
    if (!v.evidence.empty()) chosen.insert(v.evidence.back().value);
    return chosen;
}

std::set<std::uint64_t> with_neighbours(std::set<std::uint64_t> const& chosen)
{
    std::set<std::uint64_t> all;
    for (auto const sequence : chosen)
        for (auto n = sequence - std::min(sequence - 1, lines_around); n <= sequence + lines_around;
             ++n)
            all.insert(n);
    return all;
}

using excerpt_lines = std::map<std::uint64_t, excerpt::line>;

std::size_t offset_width(excerpt_lines const& lines)
{
    std::size_t width = 0;
    for (auto const& [sequence, line] : lines)
        width = std::max(width, line.offset.size());
    return width;
}

void append_lines(std::string& text, sim::verdict const& v, excerpt_lines const& lines,
                  painter paint)
{
    auto const chosen = chosen_evidence(v);
    auto const width = offset_width(lines);
    std::uint64_t last = 0;
    for (auto const sequence : with_neighbours(chosen)) {
        auto const found = lines.find(sequence);
        if (found == lines.end()) continue;
        if (last != 0 && sequence > last + 1) text += paint(tone::dim, "       ...") + "\n";
        auto const line = fmt::format("{:>5}  {:>{}}  {}", sequence, found->second.offset, width,
                                      found->second.words);
        text += chosen.contains(sequence) ? paint(tone::bad, "  >") + line
                                          : paint(tone::dim, "   " + line);
        text += '\n';
        last = sequence;
    }
}

std::string heading(sim::scenario const& what, sim::verdict const& v, painter paint)
{
    auto text =
        fmt::format("{}  {}", paint(tone::bad, "FAILED"), paint(tone::strong, printable(v.name)));
    if (v.where.line != 0)
        text += paint(tone::dim, fmt::format("  {}:{}:{} {}", what.path, v.where.line,
                                             v.where.column, v.pointer));
    return text + "\n";
}

} // namespace

std::string failure_report(sim::scenario const& what, std::vector<sim::verdict> const& verdicts,
                           painter paint, sim::transport_maker const& again)
{
    std::set<std::uint64_t> wanted;
    for (auto const& v : verdicts)
        if (!v.passed) wanted.merge(with_neighbours(chosen_evidence(v)));
    excerpt seen{wanted, what.start};
    if (!wanted.empty()) sim::run(what, {&seen}, again);

    std::string text;
    for (auto const& v : verdicts) {
        if (v.passed) continue;
        text += heading(what, v, paint) + wrapped(v.message, "  ");
        append_lines(text, v, seen.lines(), paint);
        text += '\n';
    }
    return text;
}

} // namespace drydock::tools
