// Base64 (RFC 4648), read strictly: one text for one sequence of bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace drydock::tools {

/// The standard alphabet, padded: as in a signature's header.
std::string to_base64(std::string_view bytes);
/// The alphabet for URLs, without padding: as in a JWK.
std::string to_base64url(std::string_view bytes);

/// The bytes, or nothing when the text is not what to_base64 or to_base64url writes.
std::optional<std::string> from_base64(std::string_view text);
std::optional<std::string> from_base64url(std::string_view text);

} // namespace drydock::tools
