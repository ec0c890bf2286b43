// Text files, read and written as a whole. A file that is written takes its place only when it is
// complete.
#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

namespace drydock::tools {

/// The text of a file, or what went wrong.
struct file_text {
    std::string text;
    std::optional<std::string> failure;
};
file_text read_file(std::filesystem::path const& path);
/// The same, where "-" or no path at all means the standard input.
file_text read_file_or_input(std::string const& path);

/// Writes a whole file. What went wrong, or nothing.
std::optional<std::string> write_file(std::string const& path, std::string_view text);

/// The same for what must outlive a loss of power: the text is on the disk before it takes its
/// place.
std::optional<std::string> write_file_durably(std::string const& path, std::string_view text);

/// Whether both paths lead to one file.
bool is_same_file(std::string const& a, std::string const& b);

/// Puts a written file in the place of `path`. What went wrong, or nothing.
std::optional<std::string> put_in_place(std::string const& part, std::string const& path);

/// A file that is written piece by piece: to a file beside the one that is wanted, which takes its
/// place in finish(). What is no regular file (a pipe, /dev/stdout) is written directly.
class part_file {
public:
    /// Opens it. What goes wrong is told by finish().
    explicit part_file(std::string path);
    part_file(part_file const&) = delete;
    part_file& operator=(part_file const&) = delete;
    /// An unfinished file leaves nothing behind.
    ~part_file();

    void write(std::string_view text);

    /// Whether everything so far was written.
    bool good() const { return failure_.empty(); }

    /// Closes the file and puts it in its place. What went wrong, or nothing.
    std::optional<std::string> finish();

private:
    void fail();

    std::string path_;
    std::string written_to_; // differs from path_ until the file takes its place
    std::ofstream file_;
    std::string failure_;
};

} // namespace drydock::tools
