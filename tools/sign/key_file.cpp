#include "tools/sign/key_file.hpp"

#include "tools/store/file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace drydock::tools {

namespace {

std::string failure_to_write(std::string const& path, int why)
{
    return fmt::format("cannot write {}: {}", path, std::strerror(why));
}

// What went wrong, or nothing. Never replaces a file, and leaves no half of one.
std::string write_secret(std::string const& path, std::string_view text)
{
    auto const file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return failure_to_write(path, errno);
    int why = 0;
    while (!text.empty() && why == 0) {
        auto const written = write(file, text.data(), text.size());
        if (written >= 0)
            text.remove_prefix(static_cast<std::size_t>(written));
        else if (errno != EINTR)
            why = errno;
    }
    if (close(file) != 0 && why == 0) why = errno;
    if (why == 0) return {};
    unlink(path.c_str());
    return failure_to_write(path, why);
}

rsa_key_result read_pem(std::string const& path)
{
    auto const file = read_file(path);
    if (file.failure) return {std::nullopt, *file.failure};
    auto read = rsa_key::from_pem(file.text);
    if (!read.key) read.failure = fmt::format("{} {}", path, read.failure);
    return read;
}

} // namespace

key_file_result read_or_make_key(std::string const& path)
{
    std::error_code ignored;
    if (!std::filesystem::exists(std::filesystem::symlink_status(path, ignored))) {
        auto key = rsa_key::made();
        auto failure = write_secret(path, key.pem());
        if (!failure.empty()) return {std::nullopt, false, std::move(failure)};
        return {std::move(key), true, {}};
    }
    auto read = read_pem(path);
    if (!read.key) return {std::nullopt, false, std::move(read.failure)};
    if (!read.key->is_private())
        return {std::nullopt, false,
                fmt::format("{} is a public key, expected the private one to sign with", path)};
    return {std::move(read.key), false, {}};
}

key_set_result read_jwks(std::string const& path)
{
    auto const file = read_file(path);
    if (file.failure) return {std::nullopt, *file.failure};
    auto read = key_set::from_jwks(file.text);
    if (!read.keys) read.failure = fmt::format("{} {}", path, read.failure);
    return read;
}

key_set_result read_key(std::string const& path)
{
    auto read = read_pem(path);
    if (!read.key) return {std::nullopt, std::move(read.failure)};
    return {key_set::of(std::move(*read.key)), {}};
}

} // namespace drydock::tools
