#include "tools/store/file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sstream>
#include <unistd.h>

namespace drydock::tools {

namespace fs = std::filesystem;

namespace {

// Only a regular file can be replaced by renaming another onto it.
std::string place_beside(std::string const& path)
{
    std::error_code ignored;
    auto const there = fs::status(path, ignored);
    if (fs::exists(there) && !fs::is_regular_file(there)) return path;
    return path + ".part";
}

std::string reason()
{
    return errno != 0 ? std::strerror(errno) : "unknown error";
}

void discard_part(std::string const& part, std::string const& path)
{
    std::error_code ignored;
    if (part != path) fs::remove(part, ignored);
}

/// A file descriptor that is closed when it goes.
class open_file {
public:
    open_file(std::string const& path, int how) : number_{::open(path.c_str(), how, 0666)} {}
    open_file(open_file const&) = delete;
    open_file& operator=(open_file const&) = delete;
    ~open_file()
    {
        if (number_ >= 0) ::close(number_);
    }
    int number() const { return number_; }

private:
    int number_;
};

bool sync_to_disk(std::string const& path, int how)
{
    errno = 0;
    open_file const file{path, how};
    return file.number() >= 0 && ::fsync(file.number()) == 0;
}

bool write_to_disk(std::string const& path, std::string_view text)
{
    errno = 0;
    open_file const file{path, O_WRONLY | O_CREAT | O_TRUNC};
    if (file.number() < 0) return false;
    while (!text.empty()) {
        auto const written = ::write(file.number(), text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(file.number()) == 0;
}

} // namespace

file_text read_file(fs::path const& path)
{
    std::error_code ignored;
    if (fs::is_directory(path, ignored))
        return {{}, fmt::format("cannot read {}: it is a folder", path.string())};
    errno = 0;
    std::ifstream in{path, std::ios::binary};
    std::ostringstream text;
    if (in && in.peek() != std::ifstream::traits_type::eof()) text << in.rdbuf();
    if (in.is_open() && !in.bad() && !text.bad()) return {std::move(text).str(), std::nullopt};
    return {{}, fmt::format("cannot read {}: {}", path.string(), reason())};
}

file_text read_file_or_input(std::string const& path)
{
    if (!path.empty() && path != "-") return read_file(path);
    auto read = read_file("/dev/stdin");
    if (read.failure) read.failure = "cannot read the standard input: " + reason();
    return read;
}

std::optional<std::string> write_file(std::string const& path, std::string_view text)
{
    part_file file{path};
    file.write(text);
    return file.finish();
}

std::optional<std::string> write_file_durably(std::string const& path, std::string_view text)
{
    auto const part = path + ".part";
    auto folder = fs::path{path}.parent_path();
    if (folder.empty()) folder = ".";
    if (!write_to_disk(part, text)) {
        auto const why = reason();
        discard_part(part, path);
        return fmt::format("cannot write {}: {}", path, why);
    }
    if (auto failure = put_in_place(part, path)) return failure;
    // The new name is an entry of the folder, which is written down like a file.
    if (!sync_to_disk(folder.string(), O_RDONLY | O_DIRECTORY))
        return fmt::format("cannot write {}: {}", path, reason());
    return std::nullopt;
}

bool is_same_file(std::string const& a, std::string const& b)
{
    std::error_code ignored;
    return fs::equivalent(a, b, ignored);
}

std::optional<std::string> put_in_place(std::string const& part, std::string const& path)
{
    if (part == path) return std::nullopt;
    std::error_code why;
    fs::rename(part, path, why);
    if (!why) return std::nullopt;
    discard_part(part, path);
    return fmt::format("cannot write {}: {}", path, why.message());
}

part_file::part_file(std::string path) : path_{std::move(path)}, written_to_{place_beside(path_)}
{
    errno = 0;
    file_.open(written_to_, std::ios::binary | std::ios::trunc);
    if (!file_) fail();
}

part_file::~part_file()
{
    if (!file_.is_open()) return;
    file_.close();
    discard_part(written_to_, path_);
}

void part_file::write(std::string_view text)
{
    if (!good()) return;
    errno = 0;
    if (!file_.write(text.data(), static_cast<std::streamsize>(text.size()))) fail();
}

std::optional<std::string> part_file::finish()
{
    if (good()) {
        errno = 0;
        file_.close();
        if (!file_) fail();
    }
    if (!good()) {
        discard_part(written_to_, path_);
        return failure_;
    }
    return put_in_place(written_to_, path_);
}

void part_file::fail()
{
    if (good()) failure_ = fmt::format("cannot write {}: {}", path_, reason());
}

} // namespace drydock::tools
