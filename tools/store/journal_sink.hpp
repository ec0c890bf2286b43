// Whoever writes a journal to a file while it happens.
#pragma once

#include "sim/journal.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace drydock::tools {

class journal_sink : public sim::subscriber {
public:
    /// Whether everything so far was written.
    virtual bool good() const = 0;

    /// After the last block: completes the file and puts it in its place. What went wrong, or
    /// nothing.
    virtual std::optional<std::string> finish() = 0;
};

/// A file of the kind that the name tells: ".db" is SQLite, all else JSON lines. `header` is line 1
/// of the journal.
std::unique_ptr<journal_sink> open_journal_sink(std::string const& path, std::string_view header);

} // namespace drydock::tools
