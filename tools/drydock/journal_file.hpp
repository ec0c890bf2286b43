// The journal as JSON lines: a header, then one event a line.
#pragma once

#include "model/event_json.hpp"
#include "sim/journal.hpp"
#include "sim/scenario/scenario.hpp"

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

namespace drydock::tools {

enum class header_form {
    full,   ///< with the program's version and the resolved scenario: a journal that stands alone
    golden, ///< without both, which change when nothing that matters does
};

/// Line 1 of a journal, without its newline.
std::string journal_header(sim::scenario const& what, header_form form);

/// Writes a journal file while it happens: to a file beside the one that is wanted, which takes its
/// place in finish(). What is no regular file (a pipe, /dev/stdout) is written directly.
class journal_file final : public sim::subscriber {
public:
    /// Opens and writes the header. What goes wrong is told by finish().
    journal_file(std::string path, sim::scenario const& what, header_form form);
    journal_file(journal_file const&) = delete;
    journal_file& operator=(journal_file const&) = delete;
    /// An unfinished journal leaves nothing behind.
    ~journal_file() override;

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;

    /// Whether everything so far was written.
    bool good() const { return failure_.empty(); }

    /// Closes the file and puts it in its place. What went wrong, or nothing.
    std::optional<std::string> finish();

private:
    void write(std::string_view text);
    void fail();

    std::string path_;
    std::string written_to_; // differs from path_ until the file takes its place
    std::ofstream file_;
    std::string failure_;
    std::string buffer_;
    model::event_json_writer lines_;
};

/// The text of a file, or what went wrong.
struct file_text {
    std::string text;
    std::optional<std::string> failure;
};
file_text read_file(std::filesystem::path const& path);

/// Writes a whole file in the same way. What went wrong, or nothing.
std::optional<std::string> write_file(std::string const& path, std::string_view text);

} // namespace drydock::tools
