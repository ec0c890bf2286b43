// Text for people: colours, widths, offsets from the start of a run.
#pragma once

#include "model/time.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace drydock::tools {

enum class tone { plain, dim, strong, good, bad, caution };

/// Wraps text in colour, or leaves it as it is when colour is off.
class painter {
public:
    explicit painter(bool on) : on_{on} {}
    std::string operator()(tone wanted, std::string_view text) const;

private:
    bool on_;
};

/// Columns that UTF-8 text takes, one a code point.
std::size_t display_width(std::string_view text);

/// `text` and as many blanks as bring it to `width` columns.
std::string padded(std::string_view text, std::size_t width);

/// At most `width` columns, the last one "…" when something was cut off.
std::string shortened(std::string_view text, std::size_t width);

/// Without control characters, which a scenario could use to confuse a terminal.
std::string printable(std::string_view text);

/// Printable lines of at most 100 columns, each behind the indentation and ended, broken at blanks.
std::string wrapped(std::string_view text, std::string_view indentation = {});

/// An offset as a column: "00:30:00", "1d 02:30:00"; milliseconds only when there are any.
std::string offset_column(model::duration offset);

/// The same in a sentence: "02:30", "02:30:10", "1d 02:30".
std::string offset_phrase(model::duration offset);

/// How long something took, in at most three units: "0s", "40ms", "10.2s", "5m30s", "4h", "1d6h".
std::string length_phrase(model::duration length);

/// One word of a shell command, quoted where needed.
std::string shell_word(std::string_view text);

/// "1 attempt", "2 attempts", "2 entries".
std::string counted(std::uint64_t count, std::string_view noun);

} // namespace drydock::tools
