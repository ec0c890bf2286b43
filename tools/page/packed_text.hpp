// Text that grows, kept compressed.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace drydock::tools {

/// Compresses what it is given, piece by piece.
class packed_text {
public:
    enum class form {
        zlib, ///< RFC 1950, as a page unpacks it
        gzip, ///< RFC 1952, as HTTP has it
    };
    explicit packed_text(form as = form::zlib);
    packed_text(packed_text const&) = delete;
    packed_text& operator=(packed_text const&) = delete;
    ~packed_text();

    void append(std::string_view text);
    /// All of it, as it is or in base64. One of them is to be called, once, after the last piece.
    std::string finish_bytes();
    std::string finish();

private:
    void work(std::string_view text, int flush);

    struct stream;
    std::unique_ptr<stream> stream_;
    std::string packed_;
};

} // namespace drydock::tools
