// Text that grows, kept compressed.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace drydock::tools {

/// Compresses what it is given, piece by piece (RFC 1950, as browsers unpack it).
class packed_text {
public:
    packed_text();
    packed_text(packed_text const&) = delete;
    packed_text& operator=(packed_text const&) = delete;
    ~packed_text();

    void append(std::string_view text);
    /// All of it, in base64. To be called once, after the last piece.
    std::string finish();

private:
    void work(std::string_view text, int flush);

    struct stream;
    std::unique_ptr<stream> stream_;
    std::string packed_;
};

} // namespace drydock::tools
