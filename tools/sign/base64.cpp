#include "tools/sign/base64.hpp"

#include <cstdint>

namespace drydock::tools {

namespace {

constexpr std::string_view standard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view for_urls =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encoded(std::string_view bytes, std::string_view alphabet)
{
    std::string made;
    made.reserve((bytes.size() + 2) / 3 * 4);
    std::uint32_t waiting = 0;
    int bits = 0;
    for (auto const byte : bytes) {
        waiting = waiting << 8 | static_cast<unsigned char>(byte);
        for (bits += 8; bits >= 6; bits -= 6)
            made += alphabet[waiting >> (bits - 6) & 63];
    }
    if (bits > 0) made += alphabet[waiting << (6 - bits) & 63];
    return made;
}

// `text` without padding. What encodes to another text is not taken: bits that are left over.
std::optional<std::string> decoded(std::string_view text, std::string_view alphabet)
{
    std::string made;
    made.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t waiting = 0;
    int bits = 0;
    for (auto const c : text) {
        auto const digit = alphabet.find(c);
        if (digit == alphabet.npos) return std::nullopt;
        waiting = waiting << 6 | static_cast<std::uint32_t>(digit);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        made += static_cast<char>(waiting >> bits & 0xFF);
    }
    bool const nothing_left = bits < 6 && (waiting & ((1u << bits) - 1)) == 0;
    return nothing_left ? std::optional{made} : std::nullopt;
}

} // namespace

std::string to_base64(std::string_view bytes)
{
    auto made = encoded(bytes, standard);
    made.resize((made.size() + 3) / 4 * 4, '=');
    return made;
}

std::string to_base64url(std::string_view bytes)
{
    return encoded(bytes, for_urls);
}

std::optional<std::string> from_base64(std::string_view text)
{
    if (text.size() % 4 != 0) return std::nullopt;
    for (int padding = 0; padding < 2 && text.ends_with('='); ++padding)
        text.remove_suffix(1);
    return decoded(text, standard);
}

std::optional<std::string> from_base64url(std::string_view text)
{
    return decoded(text, for_urls);
}

} // namespace drydock::tools
