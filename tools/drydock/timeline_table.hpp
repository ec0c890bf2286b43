// Rows of a timeline, laid out in columns. Rows arrive in order and are printed as soon as it is
// sure that they will be; a long run keeps its first and last rows and counts those between.
#pragma once

#include "model/time.hpp"
#include "tools/drydock/terminal.hpp"

#include <array>
#include <deque>
#include <ostream>
#include <string>
#include <vector>

namespace drydock::tools {

/// One line of a timeline. A row with `words` has them where the empty columns would begin.
struct timeline_row {
    /// The columns, from left to right.
    enum column : std::size_t { offset, subject, what, attempt, outcome, took, receiver, then };
    static constexpr std::size_t columns = 8;

    std::string gutter; ///< outage bands
    std::array<std::string, columns> cells;
    std::array<tone, columns> tones{};
    std::string words;
    tone words_tone = tone::plain;
};

struct timeline_limits {
    std::size_t first = 60;
    std::size_t last = 20;
    bool all = false; ///< every row, whatever the limits
    /// Every row as soon as it is known, for a run that takes real time.
    bool at_once = false;
    /// Times without fractions: those of a live run are the machine's, and take width.
    bool whole_seconds = false;
};

class timeline_table {
public:
    timeline_table(std::ostream& out, painter paint, timeline_limits limits)
        : out_{out}, paint_{paint}, limits_{limits}
    {
        if (limits_.at_once) widths_ = usual_widths;
    }

    void add(timeline_row row);
    /// Prints what is kept still.
    void finish();

private:
    /// Columns cannot wait for their widest cell when each row is printed at once.
    static constexpr std::array<std::size_t, timeline_row::columns> usual_widths{8, 6, 8,  7,
                                                                                 8, 5, 14, 0};
    void print(std::deque<timeline_row> const& rows);
    void widen(timeline_row const& row);
    void print_header();
    std::string laid_out(timeline_row const& row) const;

    std::ostream& out_;
    painter paint_;
    timeline_limits limits_;
    std::array<std::size_t, timeline_row::columns> widths_{};
    std::size_t gutter_width_ = 0;
    std::size_t day_width_ = 0;
    bool fractions_ = false;
    bool header_printed_ = false;
    std::deque<timeline_row> head_; // the first rows, or with `all` those not printed yet
    std::deque<timeline_row> tail_; // the last rows
    std::uint64_t left_out_ = 0;
};

} // namespace drydock::tools
