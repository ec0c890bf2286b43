#include "tools/drydock/timeline_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace drydock::tools {

namespace {

constexpr std::array<std::string_view, timeline_row::columns> titles{
    "offset", "subject", "what", "attempt", "outcome", "took", "receiver", "then"};
constexpr std::string_view gap = "  ";
// With every row wanted, widths are those of the rows so far: printing cannot wait for the end.
constexpr std::size_t rows_at_once = 1000;

void trim_right(std::string& line)
{
    line.erase(line.find_last_not_of(' ') + 1);
}

// "00:30:00" and "00:30:00.040" keep their colons in one column; so do days before them.
std::string offset_cell(std::string_view text, std::size_t width, bool fractions)
{
    bool const has_fraction = text.find('.') != std::string_view::npos;
    std::string const tail(fractions && !has_fraction ? 4 : 0, ' ');
    auto const used = text.size() + tail.size();
    return std::string(used < width ? width - used : 0, ' ') + std::string{text} + tail;
}

std::size_t cells_before_words(timeline_row const& row)
{
    auto count = timeline_row::columns;
    while (!row.words.empty() && count > 0 && row.cells[count - 1].empty())
        --count;
    return count;
}

} // namespace

void timeline_table::add(timeline_row row)
{
    if (limits_.all || limits_.at_once) {
        head_.push_back(std::move(row));
        if (head_.size() < rows_at_once && !limits_.at_once) return;
        print(head_);
        head_.clear();
        if (limits_.at_once) out_.flush();
        return;
    }
    if (head_.size() < limits_.first) return head_.push_back(std::move(row));
    tail_.push_back(std::move(row));
    if (tail_.size() <= limits_.last) return;
    tail_.pop_front();
    ++left_out_;
}

void timeline_table::finish()
{
    for (auto const& row : tail_)
        widen(row);
    print(head_);
    if (left_out_ > 0) {
        auto const note = fmt::format("... {} left out; -v shows all", counted(left_out_, "line"));
        out_ << std::string(gutter_width_ + widths_[0], ' ') << gap << paint_(tone::dim, note)
             << '\n';
    }
    print(tail_);
    head_.clear();
    tail_.clear();
}

void timeline_table::print(std::deque<timeline_row> const& rows)
{
    for (auto const& row : rows)
        widen(row);
    if (!rows.empty() && !header_printed_) print_header();
    for (auto const& row : rows)
        out_ << laid_out(row) << '\n';
}

void timeline_table::widen(timeline_row const& row)
{
    for (std::size_t i = 0; i < timeline_row::columns; ++i) {
        if (row.cells[i].empty()) continue;
        auto const needed = std::max(display_width(row.cells[i]), titles[i].size());
        widths_[i] = std::max(widths_[i], needed);
    }
    // Room for a fraction is room for all, so that the colons stay below each other.
    auto const& offset = row.cells[timeline_row::offset];
    bool const with_days = offset.find('d') != std::string::npos;
    bool const with_fraction = offset.find('.') != std::string::npos;
    if (with_fraction) fractions_ = true;
    if (with_days) day_width_ = std::max(day_width_, offset.find(' ') + 1);
    widths_[0] = std::max(widths_[0], day_width_ + 8 + (fractions_ ? 4 : 0));
    gutter_width_ = std::max(gutter_width_, display_width(row.gutter));
}

void timeline_table::print_header()
{
    header_printed_ = true;
    timeline_row header;
    for (std::size_t i = 0; i < timeline_row::columns; ++i)
        if (widths_[i] > 0) header.cells[i] = titles[i];
    auto line = laid_out(header);
    out_ << paint_(tone::dim, line) << '\n';
}

std::string timeline_table::laid_out(timeline_row const& row) const
{
    auto line = paint_(tone::bad, padded(row.gutter, gutter_width_));
    std::string blanks;
    for (std::size_t i = 0; i < cells_before_words(row); ++i) {
        if (widths_[i] == 0) continue;
        auto const cell = i == 0 ? offset_cell(row.cells[0], widths_[0], fractions_) : row.cells[i];
        line += blanks + paint_(row.tones[i], cell);
        auto const used = display_width(cell);
        blanks = std::string(used < widths_[i] ? widths_[i] - used : 0, ' ') + std::string{gap};
    }
    if (!row.words.empty()) line += blanks + paint_(row.words_tone, row.words);
    trim_right(line);
    return line;
}

} // namespace drydock::tools
